// What another policy would have made of payments that were: each decided again in its order, with the allowances of
// its card counted from the first of them on. A payment that brought its PIN by itself brings it again; one that is
// asked gets it.

import type { AmountMinor } from '../kernel/money.js';
import type { CardRow, CvmPolicy } from '../store/index.js';
import { askForPin } from './ask-for-pin.js';
import type { PaymentAsk } from './payment-ask.js';
import { afterPayment, afterRightPin } from './unverified-use.js';

export interface PaymentBefore {
  readonly rrn: string;
  readonly merchantId: string;
  readonly amountMinor: AmountMinor;
  readonly entryMode: string;
  /** It came with the PIN unasked. */
  readonly broughtPin: boolean;
  readonly confirmedOnPhone: boolean;
  /** The merchant's category code. */
  readonly category: string;
  /** The merchant's. */
  readonly noPinLimitMinor: AmountMinor;
  readonly isAbroad: boolean;
  /** YYYYMMDD, hhmmss. */
  readonly localDate: string;
  readonly localTime: string;
  /** As it is now. */
  readonly card: CardRow;
}

/** The RRNs of the payments that are asked for the PIN. @param payments the oldest first */
export function askedUnder(policy: CvmPolicy, payments: readonly PaymentBefore[]): ReadonlySet<string> {
  const cards = new Map<number, CardRow>();
  const asked = new Set<string>();
  for (const payment of payments) {
    const card = cards.get(payment.card.card_id) ?? unused(payment.card);
    const ask = askOf(payment);
    const isAsked =
      ask.pin === undefined && ask.phone !== 'confirmed' && askForPin(ask, card, policy) !== undefined;
    if (isAsked) asked.add(payment.rrn);
    const paid: PaymentAsk = isAsked ? { ...ask, pin: 'match' } : ask;
    cards.set(card.card_id, afterPayment(paid.pin === 'match' ? afterRightPin(card) : card, paid));
  }
  return asked;
}

function unused(card: CardRow): CardRow {
  const none = { unverified_minor: 0, unverified_count: 0, day_unverified_minor: 0, day_unverified_count: 0 };
  return { ...card, ...none, is_new: false, day: '' };
}

function askOf(payment: PaymentBefore): PaymentAsk {
  const { rrn, amountMinor, entryMode, noPinLimitMinor, isAbroad, localDate, localTime, category } = payment;
  return {
    ...{ kind: 'purchase', rrn, amountMinor, entryMode, noPinLimitMinor, isAbroad, localDate },
    ...{ localTime, category },
    ...{ verifiedOnDevice: false, pin: payment.broughtPin ? 'match' : undefined },
    phone: payment.confirmedOnPhone ? 'confirmed' : 'cannot',
  };
}
