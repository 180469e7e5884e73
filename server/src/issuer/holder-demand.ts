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
export function demandOf({ ask, card, policy }: Case): HolderDemand | undefined {
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

/** The largest payment of this kind that the holder need not confirm on the phone. */
export function withoutPhoneMinor(ask: PaymentAsk, card: CardRow): AmountMinor {
  // Whoever shows a payment code has the phone in hand.
  if (ask.kind === 'balance' || readingOf(ask) === SCANNED) return Number.POSITIVE_INFINITY;
  return card.phone_confirm_above_minor ?? Number.POSITIVE_INFINITY;
}
