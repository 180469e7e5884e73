// The ladder of demands on a holder: nothing, the PIN, the phone, a no. The lowest rung that the rules allow is asked
// for; where a rung cannot be had (a card without online PIN, a till that cannot ask for the phone), the next one.

import type { AmountMinor } from '../kernel/money.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, Figures } from '../store/index.js';
import { askForPin } from './ask-for-pin.js';
import type { Case } from './counterfactual.js';
import { type PaymentAsk, type Rung, readingOf, SCANNED } from './payment-ask.js';

export interface HolderDemand {
  readonly rung: Exclude<Rung, 'approved'>;
  readonly reason: ReasonId;
  readonly figures: Figures;
}

/** What this payment still needs of the holder; a PIN that came is taken for right. */
export function demandOf(asked: Case): HolderDemand | undefined {
  const { ask, card, policy } = asked;
  if (needsBoth(ask, card)) return demandOfBoth(asked);
  if (ask.phone === 'confirmed') return undefined;
  if (ask.amountMinor > withoutPhoneMinor(ask, card)) {
    const figures = { amountMinor: ask.amountMinor, phoneLimitMinor: withoutPhoneMinor(ask, card) };
    if (ask.phone === 'can') return { rung: 'phone', reason: 'cvm.phone', figures };
    return { rung: 'declined', reason: 'cvm.phone-unreachable', figures };
  }
  if (ask.pin !== undefined) return undefined;
  const demand = askForPin(ask, card, policy);
  if (demand === undefined || card.online_pin) return demand && { rung: 'pin', ...demand };
  const { figures } = demand;
  // The holder of a card without a PIN may have a phone instead.
  const hasPhone = ask.kind === 'purchase' && card.phone_confirm_above_minor !== null && ask.phone === 'can';
  return hasPhone
    ? { rung: 'phone', reason: 'cvm.phone-instead', figures }
    : { rung: 'declined', reason: 'pin.not-enabled', figures };
}

/** Above the holder's own amount for it; a payment that the phone alone makes is not let through there. */
function needsBoth({ kind, amountMinor }: PaymentAsk, card: CardRow): boolean {
  return kind === 'purchase' && amountMinor > (card.pin_and_phone_above_minor ?? Number.POSITIVE_INFINITY);
}

/** First the PIN, then the phone: each is asked for, and fails, by itself. */
function demandOfBoth({ ask, card }: Case): HolderDemand | undefined {
  const { amountMinor, noPinLimitMinor } = ask;
  const figures = { amountMinor, noPinLimitMinor, phoneLimitMinor: withoutPhoneMinor(ask, card) };
  if (readingOf(ask) === SCANNED) return { rung: 'declined', reason: 'cvm.both-by-code', figures };
  if (ask.pin === undefined) {
    return card.online_pin
      ? { rung: 'pin', reason: 'cvm.both-pin', figures }
      : { rung: 'declined', reason: 'pin.not-enabled', figures };
  }
  if (ask.phone === 'confirmed') return undefined;
  return ask.phone === 'can'
    ? { rung: 'phone', reason: 'cvm.both-phone', figures }
    : { rung: 'declined', reason: 'cvm.phone-unreachable', figures };
}

/** The largest payment of this kind that the holder need not confirm on the phone. */
export function withoutPhoneMinor(ask: PaymentAsk, card: CardRow): AmountMinor {
  if (ask.kind === 'balance') return Number.POSITIVE_INFINITY;
  const bothMinor = card.pin_and_phone_above_minor ?? Number.POSITIVE_INFINITY;
  // Whoever shows a payment code has the phone in hand.
  if (readingOf(ask) === SCANNED) return bothMinor;
  return Math.min(bothMinor, card.phone_confirm_above_minor ?? Number.POSITIVE_INFINITY);
}
