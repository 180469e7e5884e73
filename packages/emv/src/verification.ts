// What the terminal found out about card and holder, in words: the TVR (tag 95, EMV Book 3 Annex C5) and the
// CVM results (tag 9F34, Book 4 Annex A4 with the codes of Book 3 Annex C3).

export interface Words {
  readonly zh: string;
  readonly en: string;
}

const w = (zh: string, en: string): Words => ({ zh, en });

/** TVR by byte, from bit 8 down; reserved bits are left out at the end of each row. */
const tvrBits: readonly (readonly Words[])[] = [
  [
    w('未进行脱机数据认证', 'offline data authentication was not performed'),
    w('静态数据认证失败', 'SDA failed'),
    w('芯片数据缺失', 'chip data missing'),
    w('卡片在终端异常文件中', 'card is on the terminal exception file'),
    w('动态数据认证失败', 'DDA failed'),
    w('复合动态数据认证失败', 'CDA failed'),
    w('选择了静态数据认证', 'SDA selected'),
  ],
  [
    w('卡片与终端应用版本不一致', 'card and terminal have different application versions'),
    w('应用已失效', 'expired application'),
    w('应用尚未生效', 'application not yet effective'),
    w('卡片不允许所请求的服务', 'requested service not allowed for the card product'),
    w('新卡', 'new card'),
  ],
  [
    w('持卡人验证失败', 'cardholder verification was not successful'),
    w('未知的持卡人验证方法', 'unrecognised CVM'),
    w('密码重试次数超限', 'PIN try limit exceeded'),
    w('要求密码但密码键盘不存在或故障', 'PIN required, PIN pad absent or out of order'),
    w('要求密码但未输入', 'PIN required, PIN pad present, no PIN entered'),
    w('已输入联机密码', 'online PIN entered'),
  ],
  [
    w('交易超过最低限额', 'transaction exceeds the floor limit'),
    w('超过连续脱机交易下限', 'lower consecutive offline limit exceeded'),
    w('超过连续脱机交易上限', 'upper consecutive offline limit exceeded'),
    w('随机选择联机', 'selected randomly for online processing'),
    w('商户要求联机', 'merchant forced the transaction online'),
  ],
  [
    w('使用缺省 TDOL', 'default TDOL used'),
    w('发卡行认证失败', 'issuer authentication failed'),
    w('最后一次生成密文前脚本失败', 'script failed before the final cryptogram'),
    w('最后一次生成密文后脚本失败', 'script failed after the final cryptogram'),
  ],
];

/** The bits that are set; undefined when these are not five bytes. */
export function describeTvr(tvr: Uint8Array): readonly Words[] | undefined {
  if (tvr.length !== tvrBits.length) return undefined;
  return tvrBits.flatMap((row, byte) => row.filter((_, at) => (tvr[byte]! & (0x80 >> at)) !== 0));
}

/** CVM code, low six bits. */
const methods: ReadonlyMap<number, Words> = new Map([
  [0x00, w('持卡人验证失败', 'fail CVM processing')],
  [0x01, w('芯片验证明文密码', 'plaintext PIN checked by the chip')],
  [0x02, w('联机加密密码', 'enciphered PIN checked online')],
  [0x03, w('芯片验证明文密码并签名', 'plaintext PIN checked by the chip, and signature')],
  [0x04, w('芯片验证加密密码', 'enciphered PIN checked by the chip')],
  [0x05, w('芯片验证加密密码并签名', 'enciphered PIN checked by the chip, and signature')],
  [0x1e, w('签名', 'signature')],
  [0x1f, w('无需验证', 'no CVM required')],
  [0x20, w('出示证件', 'identity document shown')],
  [0x3f, w('未进行验证', 'no CVM performed')],
]);

/** CVM condition code. */
const conditions: readonly Words[] = [
  w('总是', 'always'),
  w('无人值守取现', 'if unattended cash'),
  w('非取现且非返现', 'if not cash and not cashback'),
  w('终端支持时', 'if the terminal supports the CVM'),
  w('人工取现', 'if manual cash'),
  w('返现', 'if purchase with cashback'),
  w('应用货币且金额小于 X', 'if in the application currency and under X'),
  w('应用货币且金额大于 X', 'if in the application currency and over X'),
  w('应用货币且金额小于 Y', 'if in the application currency and under Y'),
  w('应用货币且金额大于 Y', 'if in the application currency and over Y'),
];

const outcomes: readonly Words[] = [w('未知', 'unknown'), w('失败', 'failed'), w('成功', 'successful')];

export interface CvmResults {
  readonly method: Words;
  readonly condition: Words;
  readonly outcome: Words;
}

const reserved: Words = w('保留值', 'a reserved value');

/** Undefined when these are not three bytes. */
export function describeCvmResults(results: Uint8Array): CvmResults | undefined {
  if (results.length !== 3) return undefined;
  const [method, condition, outcome] = results as Uint8Array & [number, number, number];
  return {
    method: methods.get(method & 0x3f) ?? reserved,
    condition: conditions[condition] ?? reserved,
    outcome: outcomes[outcome] ?? reserved,
  };
}
