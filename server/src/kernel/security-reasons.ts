// Causes of a wrong MAC and of a PIN block that does not decode: part of the registry in reasons.ts. They are found
// after the answer has left, so that cashier and holder are told what the answer code tells; only the advice differs.

import {
  notCharged,
  payAgainLater,
  type ReasonDraft,
  signOnAgain,
  type Words,
  words,
} from './reason-words.js';

const macWrong = words('MAC校验错，请重新签到', 'MAC wrong; sign on again');
const pinWrong = words('PIN格式错，请重新签到', 'PIN block does not decode; sign on again');
/** Where signing on again does not help, the till is not told to. */
const macOnlyWrong = words('MAC校验错', 'MAC wrong');
const pinOnlyWrong = words('PIN格式错', 'PIN block does not decode');
/** Signing on brings new keys and mends it. */
const cured = signOnAgain;
/** Signing on does not mend how a terminal computes. */
const forTheAcquirer = words('重新签到无用，请联系收单机构', 'Signing on does not help; call the acquirer');
const stopUsing = words('停用此终端并联系收单机构', 'Stop using this terminal and call the acquirer');

function macCause(zh: string, en: string, next: Words, cashier: Words = forTheAcquirer): ReasonDraft {
  return {
    ...{
      answerCode: 'A0',
      cashier: cashier === cured ? macWrong : macOnlyWrong,
      cardholder: notCharged,
      engineer: words(zh, en),
    },
    next: [cashier, payAgainLater, next],
  };
}

function pinCause(zh: string, en: string, next: Words, cashier: Words = forTheAcquirer): ReasonDraft {
  return {
    ...{
      answerCode: '99',
      cashier: cashier === cured ? pinWrong : pinOnlyWrong,
      cardholder: notCharged,
      engineer: words(zh, en),
    },
    next: [cashier, payAgainLater, next],
  };
}

const mendRange = words(
  'MAC 应从消息类型算到 64 域之前，位图第 64 位置 1，不含长度、TPDU 与报文头',
  'The MAC is over MTI up to the byte before field 64, with bit 64 set, without length, TPDU and header',
);
const mendAlgorithm = words(
  '改终端的 MAC 算法，或给它与之相符的规范',
  "Change the terminal's MAC algorithm, or give it the profile that has it",
);
const mendKeySlots = words(
  '检查终端各密钥的索引：每个用途一个密钥',
  "Check the terminal's key indexes: one key for each purpose",
);
const mendKeyLength = words(
  '终端须按双倍长密钥计算，两半的顺序如下发',
  'The terminal must compute with the double-length key, its halves as handed out',
);
const mendDecryption = words(
  '终端须先用主密钥解密下发的工作密钥并核对校验值',
  'The terminal must decrypt the working key under its master key first, and check its check value',
);
const whoseKeys = words(
  '查明密钥如何到了此终端；为两台终端重新装载密钥',
  'Find out how the key came to this terminal; load new keys into both',
);

function algorithmCause(name: string): ReasonDraft {
  return macCause(
    `终端以 ${name} 计算 MAC（密钥 {kcv} 正确）`,
    `The terminal computes its MAC by ${name}; its key {kcv} is right`,
    mendAlgorithm,
  );
}

function rangeCause(zh: string, en: string): ReasonDraft {
  return macCause(`${zh}：{range}（密钥 {kcv} 正确）`, `${en}: {range}; its key {kcv} is right`, mendRange);
}

export const securityReasons = {
  'mac.previous-key': macCause(
    'MAC 用的是前一次的密钥 {kcv}：终端未装入新密钥，或恢复了旧状态',
    'The MAC is under the key before, {kcv}: the new one was not loaded, or an old state was restored',
    words(
      '让终端签到一次；若反复，查它如何保存密钥',
      'Have it sign on once; if it recurs, see how it stores keys',
    ),
    cured,
  ),
  'mac.half-key': macCause(
    'MAC 只用了双倍长密钥 {kcv} 的第 {half} 半（单 DES）',
    'The MAC is under half {half} of the double-length key {kcv} alone: single DES',
    mendKeyLength,
  ),
  'mac.swapped-halves': macCause(
    'MAC 密钥 {kcv} 的两半被对调',
    'The halves of the MAC key {kcv} are swapped',
    mendKeyLength,
  ),
  'mac.padded-key': macCause(
    '单倍长 MAC 密钥 {kcv} 连同后补的 8 字节零被当作双倍长密钥',
    'The single-length MAC key {kcv} is taken for a double-length one, with the eight zero bytes behind it',
    words('终端应只用前 8 字节', 'The terminal must take the first eight bytes alone'),
  ),
  'mac.key-encrypted': macCause(
    'MAC 密钥 {kcv} 未经解密就被使用：仍在主密钥之下',
    'The MAC key {kcv} is used as it was handed out, still encrypted under the master key',
    mendDecryption,
  ),
  'mac.range-header': rangeCause('MAC 范围含 TPDU 或报文头', 'The MAC covers TPDU or header too'),
  'mac.range-length': rangeCause('MAC 范围含长度字节', 'The MAC covers the length bytes too'),
  'mac.range-tail': rangeCause('MAC 范围含全零的 64 域', 'The MAC covers a field 64 of zeros too'),
  'mac.range-bitmap': rangeCause(
    '计算 MAC 时位图第 64 位未置 1',
    'The MAC was made while bit 64 of the bitmap was not set',
  ),
  'mac.range-mti': rangeCause('MAC 范围不含消息类型', 'The MAC leaves the MTI out'),
  'mac.padding': rangeCause('MAC 数据后补了 80', 'The MAC pads with 80 and zeros, not with zeros alone'),
  'mac.lower-case': macCause(
    'MAC 的十六进制字符为小写（密钥 {kcv} 正确）',
    'The hex characters of the MAC are in lower case; its key {kcv} is right',
    words('终端应写大写', 'The terminal must write upper case'),
  ),
  'mac.upper-case': macCause(
    'MAC 的十六进制字符为大写，规范要求小写（密钥 {kcv} 正确）',
    'The hex characters of the MAC are in upper case and the profile has lower case; its key {kcv} is right',
    words('终端应写小写', 'The terminal must write lower case'),
  ),
  'mac.encoding': macCause(
    '64 域写成 {encoding}，与规范不同（密钥 {kcv} 正确）',
    'Field 64 is written as {encoding}, which is not as the profile has it; its key {kcv} is right',
    words('终端应按规范写 64 域', 'The terminal must write field 64 as its profile says'),
  ),
  'mac.algorithm-cup-ecb': algorithmCause('CUP ECB'),
  'mac.algorithm-x9.9': algorithmCause('X9.9'),
  'mac.algorithm-x9.19': algorithmCause('X9.19'),
  'mac.algorithm-cmac-aes': algorithmCause('AES CMAC'),
  'mac.algorithm-cmac-sm4': algorithmCause('SM4 CMAC'),
  'mac.pin-key': macCause('MAC 用的是 PIN 密钥 {kcv}', 'The MAC is under the PIN key {kcv}', mendKeySlots),
  'mac.track-key': macCause('MAC 用的是磁道密钥 {kcv}', 'The MAC is under the track key {kcv}', mendKeySlots),
  'mac.tmk': macCause(
    'MAC 直接用了终端主密钥 {kcv}',
    "The MAC is under the terminal's own key {kcv} itself",
    mendKeySlots,
  ),
  'mac.direction': macCause(
    'MAC 用了应答方向的密钥（计数 {counter}）',
    'The MAC is under the key that verifies answers, of counter {counter}',
    words('终端请求应用生成方向的 MAC 密钥', 'Requests take the MAC generation key of the message'),
  ),
  'mac.other-terminal': macCause(
    'MAC 用的是终端 {otherTerminal} 的密钥 {kcv}',
    'The MAC is under key {kcv} of terminal {otherTerminal}',
    whoseKeys,
    stopUsing,
  ),
  'mac.changed-on-the-way': macCause(
    '已试 {tried} 种可能，无一相符：报文在途中被改动，或密钥为主机所不知',
    'None of {tried} suppositions fits: the bytes were changed on the way, or the host does not know the key',
    words(
      '比对终端与主机两侧的报文，再核对 MAC 密钥校验值',
      "Compare the bytes at both ends, then the MAC key's check values",
    ),
    cured,
  ),
  'pin.other-pan': pinCause(
    'PIN 块绑定的是域 {field} 的主账号，与域 2 不同',
    'The PIN block is bound to the PAN of field {field}, which is not that of field 2',
    words('终端应以域 2 的主账号组 PIN 块', 'The terminal must make the PIN block with the PAN of field 2'),
    words('重新读卡后再试', 'Read the card again, then retry'),
  ),
  'pin.format': pinCause(
    'PIN 块是另一种格式：{format}（密钥正确）',
    'The PIN block is of another format: {format}; its key is right',
    words(
      '终端应按域 53 与规范组 PIN 块',
      'The terminal must make the block as field 53 and its profile say',
    ),
  ),
  'pin.previous-key': pinCause(
    'PIN 块用的是前一次的密钥 {kcv}，MAC 却是新的：密钥只更换了一半',
    'The PIN block is under the key before, {kcv}, while the MAC is under the new one: half a change of keys',
    words('让终端签到一次，核对两把密钥的校验值', 'Have it sign on once, and compare both check values'),
    cured,
  ),
  'pin.next-key': pinCause(
    'PIN 块用的是新密钥 {kcv}，MAC 仍是旧的：密钥只更换了一半',
    'The PIN block is under the new key {kcv}, while the MAC is under the one before: half a change of keys',
    words('让终端签到一次，核对两把密钥的校验值', 'Have it sign on once, and compare both check values'),
    cured,
  ),
  'pin.mac-key': pinCause(
    'PIN 块用的是 MAC 密钥 {kcv}',
    'The PIN block is under the MAC key {kcv}',
    mendKeySlots,
  ),
  'pin.track-key': pinCause(
    'PIN 块用的是磁道密钥 {kcv}',
    'The PIN block is under the track key {kcv}',
    mendKeySlots,
  ),
  'pin.tmk': pinCause(
    'PIN 块直接用了终端主密钥 {kcv}',
    "The PIN block is under the terminal's own key {kcv} itself",
    mendKeySlots,
  ),
  'pin.half-key': pinCause(
    'PIN 块只用了双倍长密钥 {kcv} 的第 {half} 半（单 DES）',
    'The PIN block is under half {half} of the double-length key {kcv} alone: single DES',
    mendKeyLength,
  ),
  'pin.swapped-halves': pinCause(
    'PIN 密钥 {kcv} 的两半被对调',
    'The halves of the PIN key {kcv} are swapped',
    mendKeyLength,
  ),
  'pin.key-encrypted': pinCause(
    'PIN 密钥 {kcv} 未经解密就被使用：仍在主密钥之下',
    'The PIN key {kcv} is used as it was handed out, still encrypted under the master key',
    mendDecryption,
  ),
  'pin.clear': pinCause(
    'PIN 块未加密：此终端发出的 PIN 视为泄露',
    'The PIN block is not encrypted: hold every PIN entered here for disclosed',
    words(
      '立即停用终端，通知发卡行更换 PIN',
      'Suspend the terminal at once, and have the banks change the PINs',
    ),
    stopUsing,
  ),
  'pin.other-terminal': pinCause(
    'PIN 块用的是终端 {otherTerminal} 的密钥 {kcv}',
    'The PIN block is under key {kcv} of terminal {otherTerminal}',
    whoseKeys,
    stopUsing,
  ),
  'terminal.cloned': macCause(
    'MAC 用前一次的密钥 {kcv}，而新密钥正在别处使用：流水 {trace} 对 {newestTrace}，相隔 {secondsSince} 秒',
    'The MAC is under the key before, {kcv}, while the new one is in use elsewhere: ' +
      'trace {trace} beside {newestTrace}, {secondsSince} s apart',
    words(
      '视为克隆：暂停终端，查看两处来的交易，装载新密钥',
      'Take it for a clone: suspend the terminal, look at the payments of both, load a new key',
    ),
    stopUsing,
  ),
} satisfies Readonly<Record<string, ReasonDraft>>;
