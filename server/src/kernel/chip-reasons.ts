// Reasons of chip card checks: part of the registry in reasons.ts. The cashier is told the same for all of them,
// and the holder nothing that helps a forger.

import {
  askToCallBank,
  callBank,
  nothing,
  otherCard,
  type ReasonDraft,
  type Words,
  words,
} from './reason-words.js';

const suspected = words('芯片数据校验失败', 'The chip data do not verify');
const cardNotTaken = words(
  '卡片未通过安全校验，未扣款',
  'The card did not pass a check; you were not charged',
);

function chipReason(engineer: Words, next: Words): ReasonDraft {
  return {
    answerCode: '34',
    cashier: suspected,
    cardholder: cardNotTaken,
    engineer,
    next: [askToCallBank, callBank, next],
  };
}

export const chipReasons = {
  'arqc.key': chipReason(
    words('应用密文不符：密钥、版本或数据不对', 'The cryptogram fits no key, version or data known here'),
    words(
      '核对 IMK-AC 版本与密文版本号',
      'Check the version of the IMK-AC and the cryptogram version number',
    ),
  ),
  'arqc.option': chipReason(
    words(
      '应用密文按另一种子密钥分散方法得出；本行用方法 {option}',
      "The cryptogram was made with the other way to derive the card's key; this issuer uses option {option}",
    ),
    words('改用分散方法 {option}', 'Personalise with option {option}'),
  ),
  'arqc.sequence': chipReason(
    words('子密钥未含卡序列号 {sequence}', "The card's key was derived without its sequence {sequence}"),
    words('分散时代入卡序列号 {sequence}', 'Derive with the sequence number {sequence}'),
  ),
  'arqc.amount': chipReason(
    words('域 55 的 {tag} 与报文不一致', 'Tag {tag} of field 55 is not what the message says'),
    words('比对域 4、49 与 {tag}', 'Compare fields 4 and 49 with {tag}'),
  ),
  'arqc.replay': {
    answerCode: '34',
    cashier: suspected,
    cardholder: cardNotTaken,
    engineer: words(
      '交易计数器 {atc} 不大于已用过的 {highestAtc}',
      'The counter {atc} is not above {highestAtc}, which this card has used',
    ),
    next: [otherCard, callBank, nothing],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
