// Reasons of cardholder verification: why a PIN was demanded, or could not be. Part of the registry in reasons.ts.
// The cashier hears which kind of rule it was, never how much or how often the card was used.

import { nothing, otherCard, type ReasonDraft, type Words, words } from './reason-words.js';

const enterPin: ReasonDraft['next'] = [
  words('请持卡人输入密码', 'Ask for the PIN'),
  words('请输入密码', 'Enter the PIN'),
  nothing,
];

interface Told {
  readonly cashier: Words;
  readonly cardholder: Words;
  readonly engineer: Words;
}

/** 70, and for a terminal that does not know it the standard code that comes nearest: 61 amount, 65 count. */
function demand(withoutExtension: '61' | '65', told: Told): ReasonDraft {
  return { answerCode: '70', withoutExtension, ...told, next: enterPin };
}

export const cvmReasons = {
  'cvm.amount': demand('61', {
    cashier: words('金额超过免密限额，请输入密码', 'Above the no-PIN limit: enter the PIN'),
    cardholder: words(
      '金额 {amountMinor} 超过免密限额 {noPinLimitMinor}，需输入密码',
      '{amountMinor} is above the no-PIN limit of {noPinLimitMinor}',
    ),
    engineer: words(
      '非接触 {amountMinor} > 免密限额 {noPinLimitMinor}（商户 {merchantLimitMinor}，银行 {bankLimitMinor}），且未带密码',
      'Contactless {amountMinor} > no-PIN limit {noPinLimitMinor} ' +
        '(merchant {merchantLimitMinor}, bank {bankLimitMinor}), and no PIN came',
    ),
  }),
  'cvm.cumulative-amount': demand('61', {
    cashier: words('累计免密金额已到，请输入密码', 'Paid enough without the PIN: enter it now'),
    cardholder: words(
      '上次输密后已免密支付 {usedMinor}，累计上限 {limitMinor}，需输入密码',
      '{usedMinor} paid without the PIN since you last entered it; the limit is {limitMinor}',
    ),
    engineer: words(
      '上次正确密码后免密累计 {usedMinor} + 本笔 {amountMinor} > {limitMinor}',
      'Unverified since the last right PIN {usedMinor} + this {amountMinor} > {limitMinor}',
    ),
  }),
  'cvm.count': demand('65', {
    cashier: words('免密次数已到，请输入密码', 'Enough payments without the PIN: enter it now'),
    cardholder: words(
      '上次输密后已免密支付 {usedCount} 次，上限 {limitCount} 次，需输入密码',
      '{usedCount} payments without the PIN since you last entered it; the limit is {limitCount}',
    ),
    engineer: words(
      '上次正确密码后免密 {usedCount} 次，上限 {limitCount}',
      'Unverified since the last right PIN: {usedCount} payments, limit {limitCount}',
    ),
  }),
  'cvm.amount-today': demand('61', {
    cashier: words('今日免密金额已到，请输入密码', "Today's amount without the PIN is used up: enter it"),
    cardholder: words(
      '今日已免密支付 {usedMinor}，每日上限 {limitMinor}，需输入密码',
      '{usedMinor} paid without the PIN today; the limit of a day is {limitMinor}',
    ),
    engineer: words(
      '当日免密累计 {usedMinor} + 本笔 {amountMinor} > {limitMinor}',
      'Unverified today {usedMinor} + this {amountMinor} > {limitMinor}',
    ),
  }),
  'cvm.count-today': demand('65', {
    cashier: words('今日免密次数已到，请输入密码', "Today's payments without the PIN are used up: enter it"),
    cardholder: words(
      '今日已免密支付 {usedCount} 次，每日上限 {limitCount} 次，需输入密码',
      '{usedCount} payments without the PIN today; the limit of a day is {limitCount}',
    ),
    engineer: words(
      '当日免密 {usedCount} 次，上限 {limitCount}',
      'Unverified today: {usedCount} payments, limit {limitCount}',
    ),
  }),
  'cvm.holder-setting': demand('61', {
    cashier: words('持卡人设定须输入密码', 'The holder wants a PIN asked: enter it'),
    cardholder: words(
      '您设定超过 {limitMinor} 须输入密码',
      'You set that a payment above {limitMinor} asks for the PIN',
    ),
    engineer: words(
      '本笔 {amountMinor} > 持卡人自设免密限额 {limitMinor}',
      "This {amountMinor} > the holder's own no-PIN limit {limitMinor}",
    ),
  }),
  'cvm.new-card': demand('65', {
    cashier: words('新卡首次使用须输入密码', 'First use of a new card: enter the PIN'),
    cardholder: words('新卡首次使用须输入密码', 'The first payment with a new card needs its PIN'),
    engineer: words('该卡尚无正确密码记录', 'No right PIN of this card has been seen yet'),
  }),
  'cvm.abroad': demand('65', {
    cashier: words('境外卡须输入密码', 'A card from abroad: enter the PIN'),
    cardholder: words('在境外用卡须输入密码', 'Your card needs its PIN abroad'),
    engineer: words('发卡行不在收单国家', "The card's bank is in another country than the till"),
  }),
  'cvm.device-limit': demand('61', {
    cashier: words('金额超过设备验证限额，请输入密码', 'Too much for the device alone: enter the PIN'),
    cardholder: words(
      '设备验证仅限 {deviceLimitMinor} 以内，需输入密码',
      'Verified on the device you pay up to {deviceLimitMinor}; enter the PIN',
    ),
    engineer: words(
      '设备已验证持卡人，本笔 {amountMinor} > {deviceLimitMinor}',
      'Verified on the device; this {amountMinor} > {deviceLimitMinor}',
    ),
  }),
  'cvm.entry-mode': demand('65', {
    cashier: words('此方式用卡须输入密码', 'A card read this way needs the PIN'),
    cardholder: words('插卡或刷卡须输入密码', 'An inserted or swiped card needs the PIN'),
    engineer: words('输入方式 {entryMode} 必须带密码', 'Entry mode {entryMode} requires a PIN'),
  }),
  'cvm.fallback': demand('65', {
    cashier: words('降级刷卡须输入密码', 'The stripe of a chip card needs the PIN'),
    cardholder: words('芯片未读出，刷卡须输入密码', 'The chip was not read; the stripe needs the PIN'),
    engineer: words(
      '输入方式 {entryMode}：降级使用必须带密码',
      'Entry mode {entryMode}: fallback requires a PIN',
    ),
  }),
  'cvm.pin-too-late': {
    answerCode: '19',
    cashier: words('输入密码超时，请重新交易', 'The PIN came too late: start again'),
    cardholder: words('输入密码超时，未扣款', 'The PIN came too late; you were not charged'),
    engineer: words(
      '应答 70 的 {askedRrn} 已过商户时限',
      'The demand 70 of {askedRrn} is past the time of the merchant (step_up_seconds)',
    ),
    next: [words('请重新发起交易', 'Start a new payment'), words('请重新付款', 'Pay again'), nothing],
  },
  'cvm.fallback-refused': {
    answerCode: '45',
    cashier: words('请插芯片', 'Insert the chip'),
    cardholder: words('您的银行不受理芯片卡刷磁条', 'Your bank does not take the stripe of a chip card'),
    engineer: words(
      '输入方式 {entryMode}：银行政策不允许降级',
      "Entry mode {entryMode}: the bank's policy refuses fallback",
    ),
    next: [
      words('请插入芯片卡', 'Insert the card'),
      words('请插卡或挥卡', 'Insert the card or tap it'),
      nothing,
    ],
  },
  'pin.not-set': {
    answerCode: '57',
    cashier: words('此卡须重新设置密码', 'A PIN has to be set anew on this card'),
    cardholder: words(
      '银行更换了密钥，您的密码须重新设置',
      'Your bank has changed its keys: your PIN has to be set anew',
    ),
    engineer: words(
      '银行更换了密码验证密钥，此卡还没有新的密码参考值；不计错误次数',
      'The PIN verification key was replaced and this card has no PIN reference under the new one; no try is counted',
    ),
    next: [
      otherCard,
      words('在手机上设置新密码，或到发卡行办理', 'Set a new PIN on your phone or at your bank'),
      nothing,
    ],
  },
  'cvm.risk': demand('61', {
    cashier: words('风险控制，请输入密码', 'Risk control: enter the PIN'),
    cardholder: words(
      '{riskFrom} 至 {riskUntil} 在此类商户超过 {riskAboveMinor} 需输入密码',
      'From {riskFrom} to {riskUntil} such merchants need the PIN above {riskAboveMinor}',
    ),
    engineer: words(
      '风险规则：当地时间 {localTime} 在 {riskFrom} 至 {riskUntil}，商户类别 {category}，{amountMinor} > {riskAboveMinor}',
      'Risk rule: local time {localTime} within {riskFrom} to {riskUntil}, category {category}, ' +
        '{amountMinor} > {riskAboveMinor}',
    ),
  }),
  'cvm.both-pin': demand('61', {
    cashier: words('大额须密码加手机确认，请先输入密码', 'PIN and phone are needed: enter the PIN first'),
    cardholder: words(
      '您设定：超过 {phoneLimitMinor} 须密码加手机确认，请先输入密码',
      'You asked for PIN and phone above {phoneLimitMinor}: enter the PIN first',
    ),
    engineer: words(
      '{amountMinor} > 持卡人设定的密码加手机起点 {phoneLimitMinor}，且未带密码',
      "{amountMinor} > {phoneLimitMinor}, the holder's own amount for PIN and phone, and no PIN came",
    ),
  }),
  'cvm.both-phone': {
    answerCode: '1A',
    cashier: words('密码正确，请再在手机上确认', 'The PIN is right; now confirm on the phone'),
    cardholder: words(
      '密码正确；您设定超过 {phoneLimitMinor} 还须在手机上确认',
      'The PIN is right; above {phoneLimitMinor} you asked for the phone, too',
    ),
    engineer: words(
      '{amountMinor} > 持卡人设定的密码加手机起点 {phoneLimitMinor}：密码已核对，等待手机',
      "{amountMinor} > {phoneLimitMinor}, the holder's own amount for PIN and phone: the PIN is right, now the phone",
    ),
    next: [
      words('请持卡人扫描屏幕上的码', 'Have the holder scan the code on the screen'),
      words('在手机上确认', 'Confirm on your phone'),
      nothing,
    ],
  },
  'cvm.both-by-code': {
    answerCode: '61',
    cashier: words('此金额不能用付款码，请出示卡片', 'Too large for a payment code: present the card'),
    cardholder: words(
      '您设定超过 {phoneLimitMinor} 须密码加手机，付款码不能带密码，请出示卡片',
      'Above {phoneLimitMinor} you asked for PIN and phone; a code brings no PIN: present the card',
    ),
    engineer: words(
      '{amountMinor} > 密码加手机起点 {phoneLimitMinor}，扫码消费不带密码',
      '{amountMinor} > {phoneLimitMinor}, the amount for PIN and phone; a QR sale carries no PIN',
    ),
    next: [
      words('请持卡人出示卡片', 'Have the card presented'),
      words('出示卡片并输入密码', 'Present the card and enter the PIN'),
      nothing,
    ],
  },
  'pin.not-enabled': {
    answerCode: '57',
    cashier: words('此卡未开通联机密码', 'Online PIN is not enabled on this card'),
    cardholder: words('您的卡未开通联机密码', 'Online PIN is not enabled on your card'),
    engineer: words(
      '卡未开通联机密码，而此笔需要密码',
      'The payment needs a PIN and the card has online PIN off',
    ),
    next: [
      otherCard,
      words('开通联机密码，或小额免密支付', 'Enable online PIN, or pay a small amount without it'),
      nothing,
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
