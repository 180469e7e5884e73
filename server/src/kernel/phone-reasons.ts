// Reasons of the confirmation on the phone: part of the registry in reasons.ts.

import { askToCallBank, nothing, otherCard, type ReasonDraft, words } from './reason-words.js';

const confirm: ReasonDraft['next'] = [
  words('请持卡人扫码或打开手机银行确认', 'Have the holder scan the code, or open the phone, and confirm'),
  words('请在手机上核对金额和商户后确认', 'Check amount and merchant on the phone, then confirm'),
  nothing,
];

export const phoneReasons = {
  'cvm.phone': {
    answerCode: '1A',
    cashier: words('请在手机上确认', 'Confirm on the phone'),
    cardholder: words(
      '金额 {amountMinor} 超过 {phoneLimitMinor}，请在手机上确认',
      '{amountMinor} is above {phoneLimitMinor}: confirm it on the phone',
    ),
    engineer: words(
      '本笔 {amountMinor} > 手机确认起点 {phoneLimitMinor}，等待持卡人',
      'This {amountMinor} > {phoneLimitMinor}, above which the holder confirms on the phone; waiting',
    ),
    next: confirm,
  },
  'cvm.phone-instead': {
    answerCode: '1A',
    cashier: words('请在手机上确认', 'Confirm on the phone'),
    cardholder: words(
      '此卡未开通联机密码，请在手机上确认',
      'Online PIN is not enabled on this card: confirm on the phone',
    ),
    engineer: words(
      '需要密码而卡未开通联机密码，改由手机确认，等待持卡人',
      'A PIN is needed and the card has online PIN off: the phone instead; waiting for the holder',
    ),
    next: confirm,
  },
  'cvm.phone-unreachable': {
    answerCode: '61',
    cashier: words(
      '金额须在手机上确认，本终端不支持',
      'Must be confirmed on the phone; this terminal cannot ask',
    ),
    cardholder: words(
      '超过 {phoneLimitMinor} 须在手机上确认，此终端不支持',
      'Above {phoneLimitMinor} you confirm on the phone, and this terminal cannot ask for it',
    ),
    engineer: words(
      '本笔 {amountMinor} > {phoneLimitMinor} 须手机确认；终端不识应答码 1A，或由银行经链路判定',
      'This {amountMinor} > {phoneLimitMinor} needs the phone; the terminal does not know 1A, or a link is between',
    ),
    next: [
      otherCard,
      words('减小金额，或到支持手机确认的终端付款', 'Pay less, or at a terminal that can ask the phone'),
      words('见终端的报文规范 knowsPhoneConfirm', "See knowsPhoneConfirm in the terminal's profile"),
    ],
  },
  'phone.refused': {
    answerCode: '05',
    cashier: words('持卡人未确认', 'The holder did not confirm it'),
    cardholder: words('您在手机上拒绝了此笔支付', 'You refused this payment on the phone'),
    engineer: words('持卡人在手机上拒绝：不是本人', 'Refused by the holder on the phone: not mine'),
    next: [
      askToCallBank,
      words('如卡不在身边，请立即冻结', 'If you do not have the card, freeze it now'),
      words('标为疑似欺诈', 'Counted as a suspected fraud'),
    ],
  },
  'phone.wrong-numbers': {
    answerCode: '05',
    cashier: words('持卡人未能确认', 'The holder could not confirm it'),
    cardholder: words(
      '终端号码输错三次，未扣款',
      'The number on the terminal was wrong three times; not charged',
    ),
    engineer: words(
      '手机上输入的号码与终端显示不符 {wrongNumbers} 次',
      'The number named on the phone was not that of the terminal, {wrongNumbers} times',
    ),
    next: [
      words('请重新发起交易', 'Start a new payment'),
      words(
        '请核对终端显示的号码；不是您付的请拒绝',
        'Look at the terminal; if it is not your payment, refuse it',
      ),
      words('可能有人在远处冒用', 'Perhaps somebody far away uses the card'),
    ],
  },
  'phone.expired': {
    answerCode: '05',
    cashier: words('手机确认超时', 'Not confirmed on the phone in time'),
    cardholder: words('未在规定时间内确认，未扣款', 'Not confirmed in time; you were not charged'),
    engineer: words('持卡人未在时限内确认', 'The holder did not confirm within the time'),
    next: [
      words('请重新发起交易', 'Start a new payment'),
      words('请重新付款并及时确认', 'Pay again and confirm in time'),
      nothing,
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
