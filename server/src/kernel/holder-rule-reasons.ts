// Reasons of what a holder has set for a card beside limits. Part of the registry in reasons.ts. The till hears that
// the holder set it, never what.

import { nothing, otherCard, type ReasonDraft, words } from './reason-words.js';

export const holderRuleReasons = {
  'hours.outside': {
    answerCode: '62',
    cashier: words('持卡人设定此时段不支付', 'The holder lets this card not pay at this hour'),
    cardholder: words(
      '您设定此卡只在 {hoursFrom} 至 {hoursUntil} 支付，现在是 {localTime}',
      'You let this card pay from {hoursFrom} to {hoursUntil}; it is {localTime}',
    ),
    engineer: words(
      '当地时间 {localTime} 不在持卡人设定的 {hoursFrom} 至 {hoursUntil}（不含）内',
      "Local time {localTime} is outside the holder's hours {hoursFrom} to {hoursUntil}, without the latter",
    ),
    next: [otherCard, words('在手机上修改时段', 'Change the hours on your phone'), nothing],
  },
  'stripe.off': {
    answerCode: '45',
    cashier: words('此卡不能刷磁条，请插卡或挥卡', 'The stripe of this card is off: insert or tap it'),
    cardholder: words(
      '您已关闭此卡的磁条，请插卡或挥卡',
      'You switched the stripe off: insert or tap the card',
    ),
    engineer: words(
      '持卡人关闭了磁条；域 22 为 {entryMode}',
      'The holder switched the stripe off; field 22 is {entryMode}',
    ),
    next: [
      words('请插卡或挥卡', 'Insert or tap the card'),
      words('插卡或挥卡，或在手机上开启磁条', 'Insert or tap it, or switch the stripe on with your phone'),
      nothing,
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
