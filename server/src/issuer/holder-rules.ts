// What a holder has set for a card beside limits: the hours of the day in which it pays, and whether its stripe does.

import type { CardRow } from '../store/index.js';
import { decline, type IssuerDecision, isStripe, type PaymentAsk } from './payment-ask.js';

/** From `from` on, up to and without `until`; over midnight where that comes first, all day where it is the same. */
export interface Hours {
  readonly from: string;
  readonly until: string;
}

/** @param text such as `0800-2200` */
export function hoursOf(text: string): Hours {
  const [from = '', until = ''] = text.split('-');
  return { from, until };
}

export function isWithin({ from, until }: Hours, localTime: string): boolean {
  const now = localTime.slice(0, 4);
  return from < until ? from <= now && now < until : now >= from || now < until;
}

/** Why the holder does not want this payment; one that was confirmed on the phone is wanted at any hour. */
export function checkHolderRules(ask: PaymentAsk, card: CardRow): IssuerDecision | undefined {
  if (ask.kind === 'balance') return undefined;
  if (!card.stripe_use && isStripe(ask)) return decline(card, 'stripe.off', { entryMode: ask.entryMode });
  if (card.pay_hours === null || ask.localTime === '' || ask.phone === 'confirmed') return undefined;
  const hours = hoursOf(card.pay_hours);
  if (isWithin(hours, ask.localTime)) return undefined;
  const [hoursFrom, hoursUntil, localTime] = [hours.from, hours.until, ask.localTime].map(clockText);
  return decline(card, 'hours.outside', {
    ...{ hoursFrom: hoursFrom ?? '', hoursUntil: hoursUntil ?? '', localTime: localTime ?? '' },
  });
}

/** `08:00` of `0800` or `080000`. */
export function clockText(time: string): string {
  return `${time.slice(0, 2)}:${time.slice(2, 4)}`;
}
