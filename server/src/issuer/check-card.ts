// The card itself, before anything is asked of its holder: its state, its expiry, and the counter of its cryptogram.

import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow } from '../store/index.js';
import { decline, type IssuerDecision, type PaymentAsk } from './payment-ask.js';

export type Presented = Pick<PaymentAsk, 'localDate' | 'cryptogram' | 'resumes'>;

const REASON_OF_STATUS: Readonly<Record<CardRow['status'], ReasonId | undefined>> = {
  active: undefined,
  inactive: 'card.inactive',
  frozen: 'card.frozen',
  blocked: 'card.blocked',
  lost: 'card.lost',
  stolen: 'card.stolen',
};

/** The card with its counter moved on, or why it may not be used. */
export function checkCard(presented: Presented, card: CardRow): IssuerDecision | { readonly card: CardRow } {
  const status = REASON_OF_STATUS[card.status];
  if (status) return decline(card, status, {});
  // YYMM; a card is good through the last day of its month (ISO/IEC 7813).
  const month = presented.localDate.slice(2, 6);
  if (card.expiry < month) return decline(card, 'card.expired', { expiry: card.expiry });
  return checkCounter(presented, card);
}

/**
 * The counter of a right cryptogram goes up with each, whatever else becomes of the payment: the same one again, or
 * an older one, is a replay. One that was answered 70 comes once more with the PIN, as the same presentation.
 */
function checkCounter(
  { cryptogram, resumes }: Presented,
  card: CardRow,
): IssuerDecision | { readonly card: CardRow } {
  if (!cryptogram) return { card };
  if (cryptogram.refused) return decline(card, cryptogram.refused.reason, cryptogram.refused.figures);
  const { atc } = cryptogram;
  const isOpen = resumes === true && card.atc_open && atc === card.highest_atc;
  if (atc <= card.highest_atc && !isOpen) {
    return decline(card, 'arqc.replay', { atc, highestAtc: card.highest_atc });
  }
  return { card: { ...card, highest_atc: atc, atc_open: false } };
}
