// Reasons of payment codes, the passwords that a holder issues for payments: part of the registry in reasons.ts.

import { nothing, type ReasonDraft, type Words, words } from './reason-words.js';

const refresh: ReadonlyArray<Words> = [
  words('请持卡人刷新付款码后重扫', 'Have the holder refresh the code, then scan again'),
  words('请刷新付款码', 'Refresh the code'),
];

function codeReason(answerCode: string, cashier: Words, cardholder: Words, engineer: Words): ReasonDraft {
  return { answerCode, cashier, cardholder, engineer, next: [refresh[0]!, refresh[1]!, nothing] };
}

export const paymentCodeReasons = {
  'payment-code.unknown': codeReason(
    '14',
    words('付款码无效', 'The payment code is not valid'),
    words('付款码已失效', 'Your payment code is not valid any more'),
    words(
      '付款码不存在，或已被更新的码取代',
      'The code of field 59 is unknown, or a newer one took its place',
    ),
  ),
  'payment-code.used': codeReason(
    '14',
    words('付款码已用过', 'The payment code was used'),
    words('此付款码已用过一次', 'This code has paid once already'),
    words('一次性付款码已用', 'A code for one payment that has paid'),
  ),
  'payment-code.expired': codeReason(
    '14',
    words('付款码已过期', 'The payment code has expired'),
    words('付款码已过期', 'Your payment code has expired'),
    words('付款码超过有效时间', 'The code of field 59 is past its time'),
  ),
  'payment-code.amount': codeReason(
    '61',
    words('超过付款码金额', 'Above what the payment code allows'),
    words('此付款码最多付 {limitMinor}', 'This code pays up to {limitMinor}'),
    words('本笔 {amountMinor} > 付款码限额 {limitMinor}', 'This {amountMinor} > {limitMinor} of the code'),
  ),
  'payment-code.merchant': codeReason(
    '57',
    words('付款码不能在此商户使用', 'The payment code is for another merchant'),
    words('此付款码只用于首次付款的商户', 'This code is for the merchant where it first paid'),
    words('循环付款码已绑定其他商户', 'A recurring code that belongs to another merchant'),
  ),
  'payment-code.phone': {
    answerCode: '1A',
    cashier: words('请在手机上确认', 'Confirm on the phone'),
    cardholder: words(
      '您设定此付款码须在手机上确认',
      'You set that this code is confirmed on the phone, too',
    ),
    engineer: words(
      '付款码须加手机确认，等待持卡人',
      'The code needs the phone, too; waiting for the holder',
    ),
    next: [
      words('请持卡人在手机上确认', 'Have the holder confirm on the phone'),
      words('请在手机上核对后确认', 'Check it on the phone, then confirm'),
      nothing,
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
