// What the self-test says of each thing that it looks at, and what to do where it is not as it should be.

export type CheckName =
  | 'keypad'
  | 'display'
  | 'reader'
  | 'printer'
  | 'pinPad'
  | 'ownKey'
  | 'workingKeys'
  | 'signOn'
  | 'network'
  | 'clock'
  | 'mac'
  | 'batch';

interface Words {
  readonly zh: string;
  readonly en: string;
}

interface CheckWords {
  readonly name: Words;
  /** What to do when it is bad. */
  readonly next: Words;
}

const of = (nameZh: string, nameEn: string, nextZh: string, nextEn: string): CheckWords => ({
  name: { zh: nameZh, en: nameEn },
  next: { zh: nextZh, en: nextEn },
});
const repair = ['报修此设备', 'Have this device repaired'] as const;

export const checkWords: Readonly<Record<CheckName, CheckWords>> = {
  keypad: of('键盘', 'Keypad', ...repair),
  display: of('显示屏', 'Display', ...repair),
  reader: of('读卡器', 'Card reader', ...repair),
  printer: of(
    '打印机',
    'Printer',
    '装纸后重试，仍不行请报修',
    'Put in paper and try again, else have it repaired',
  ),
  pinPad: of('密码键盘', 'PIN pad', '停用密码交易并报修', 'Take no PIN here; have it repaired'),
  ownKey: of('终端密钥', 'Own key', '联系收单机构重新装载密钥', 'Have the acquirer load its key again'),
  workingKeys: of('工作密钥', 'Working keys', '请重新签到', 'Sign on again'),
  signOn: of('签到', 'Sign-on', '请签到', 'Sign on'),
  network: of('网络', 'Network', '检查线路与主机地址', "Check the line and the host's address"),
  clock: of('时钟', 'Clock', '请重新签到以校时', 'Sign on again: that sets the clock'),
  mac: of(
    'MAC 往返',
    'MAC there and back',
    '请重新签到；仍不行请联系收单机构',
    'Sign on again; if that does not help, call the acquirer',
  ),
  batch: of(
    '批次与待处理',
    'Batch and open items',
    '联机后会自动重发；有异常记录请联系收单机构',
    'What waits is sent again by itself; for incidents call the acquirer',
  ),
};
