// Reasons of banks behind a link that can break: part of the registry in reasons.ts. An unknown outcome is said as
// such, with what the host does about it.

import {
  callBank,
  later,
  notCharged,
  nothing,
  otherCard,
  payAgainLater,
  type ReasonDraft,
  words,
} from './reason-words.js';

const notKnown = words(
  '结果未明：如已扣款将自动退回',
  'Not decided yet: if money was taken, it comes back by itself',
);
const doNotRepeat = words(
  '勿重复刷卡；先按参考号查询本笔结果',
  'Do not charge again before you have looked this payment up by its reference',
);

export const bankReasons = {
  'issuer.asked': {
    answerCode: '98',
    cashier: words('正在等待发卡方', 'Waiting for the bank'),
    cardholder: notKnown,
    engineer: words('已发往发卡方，尚未应答', 'Sent to the bank, not answered yet'),
    next: [doNotRepeat, nothing, words('超时后自动冲正', 'Reversed by itself after the time limit')],
  },
  'issuer.timeout': {
    answerCode: '98',
    cashier: words('发卡方未应答', 'The bank did not answer'),
    cardholder: notKnown,
    engineer: words(
      '发卡方在 {limitMs} 毫秒内未应答；冲正已存储并转发',
      'The bank did not answer within {limitMs} ms; a reversal is stored and on its way',
    ),
    next: [
      doNotRepeat,
      payAgainLater,
      words('见在途登记簿', 'See the in-doubt register: tillgate tx in-doubt'),
    ],
  },
  'issuer.malfunction': {
    answerCode: '98',
    cashier: words('发卡方系统异常', 'The bank has a malfunction'),
    cardholder: notKnown,
    engineer: words(
      '发卡方应答 {bankCode}：是否已记账未明；冲正已存储并转发',
      'The bank answered {bankCode} and may have booked it or not; a reversal is stored and on its way',
    ),
    next: [
      doNotRepeat,
      payAgainLater,
      words('见在途登记簿', 'See the in-doubt register: tillgate tx in-doubt'),
    ],
  },
  'issuer.unavailable': {
    answerCode: '91',
    cashier: words('发卡方暂不可用', 'The bank cannot be reached'),
    cardholder: notCharged,
    engineer: words('到发卡方的链路断开，请求未发出', 'The link to the bank is down; nothing was sent'),
    next: [later, otherCard, words('检查到发卡方的链路', 'Check the link to the bank')],
  },
  'issuer.declined': {
    answerCode: '05',
    cashier: words('发卡方拒绝', 'Declined by the bank'),
    cardholder: words('发卡行拒绝了本笔支付', 'Your bank declined the payment'),
    engineer: words(
      '发卡方应答 {bankCode}，未给原因',
      'The bank answered {bankCode} and gave no reason that this host knows',
    ),
    next: [otherCard, callBank, words('向发卡方查询该应答码', 'Ask the bank what its answer means')],
  },
  'original.in-doubt': {
    answerCode: '22',
    cashier: words('原交易的另一笔处理尚未完结', 'Another change of this payment is not decided yet'),
    cardholder: words('原交易正在处理', 'That payment is being worked on'),
    engineer: words(
      '原交易有在途的后续交易 {askedRrn}',
      'A message that follows this payment is still with the bank: {askedRrn}',
    ),
    next: [later, later, words('见在途登记簿', 'See the in-doubt register: tillgate tx in-doubt')],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
