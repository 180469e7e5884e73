// What a card has been used for without any verification of its holder: since its last right PIN, and on one day.
// Moves with the payment under the card's lock, and back when the payment is undone.

import type { CardRow, CvmAllowance, TransactionRow } from '../store/index.js';
import { isContactless, type PaymentAsk } from './payment-ask.js';

export function usedSincePin(card: CardRow): CvmAllowance {
  return { amountMinor: card.unverified_minor, count: card.unverified_count };
}

export function usedOn(localDate: string, card: CardRow): CvmAllowance {
  if (card.day !== localDate) return { amountMinor: 0, count: 0 };
  return { amountMinor: card.day_unverified_minor, count: card.day_unverified_count };
}

/** True when nothing but holding the card pays: no PIN, no signature, no phone, no device that knows its holder. */
export function isUnverified(ask: PaymentAsk): boolean {
  const isProved = ask.pin !== undefined || ask.phone === 'confirmed' || ask.verifiedOnDevice;
  return !isProved && isContactless(ask);
}

/** A right PIN: the tries and all that was used without one begin anew. */
export function afterRightPin(card: CardRow): CardRow {
  return {
    ...card,
    pin_tries: 0,
    is_new: false,
    unverified_minor: 0,
    unverified_count: 0,
    cvm_epoch: card.cvm_epoch + 1,
  };
}

/** The card after a payment on `localDate`; `verified` when somebody made sure of the holder. */
export function afterPayment(card: CardRow, ask: PaymentAsk): CardRow {
  const { localDate, amountMinor } = ask;
  const isToday = card.day === localDate;
  const today = usedOn(localDate, card);
  const [addedMinor, added] = isUnverified(ask) ? [amountMinor, 1] : [0, 0];
  return {
    ...card,
    day: localDate,
    day_spent_minor: (isToday ? card.day_spent_minor : 0) + amountMinor,
    day_count: (isToday ? card.day_count : 0) + 1,
    day_unverified_minor: today.amountMinor + addedMinor,
    day_unverified_count: today.count + added,
    unverified_minor: card.unverified_minor + addedMinor,
    unverified_count: card.unverified_count + added,
  };
}

/** How a figure of use moves by so much. */
type Move = (used: number, by: number) => number;

/**
 * Gives an undone payment's place in the limits of its day back, and in the allowances without a PIN where no right
 * PIN has come since; the money goes by its movement.
 */
export function forgetInLimits(card: CardRow, undone: Undone): CardRow {
  const less: Move = (used, by) => Math.max(0, used - by);
  return moved(card, undone, { unverified: less, spent: less, count: less });
}

/**
 * What `forgetInLimits` gave back is taken again, when the void that undid the payment was itself reversed: up to the
 * limits of the day, and no further where the holder has used them up meanwhile.
 */
export function countInLimitsAgain(card: CardRow, undone: Undone): CardRow {
  const unverified: Move = (used, by) => used + by;
  return moved(card, undone, { unverified, spent: upTo(card.daily_minor), count: upTo(card.daily_count) });
}

/** A limit that was lowered meanwhile takes nothing off what was used. */
function upTo(limit: number): Move {
  return (used, by) => Math.max(used, Math.min(limit, used + by));
}

function moved(
  card: CardRow,
  { amount_minor: amountMinor, business_date: paidOn, figures }: Undone,
  move: { readonly unverified: Move; readonly spent: Move; readonly count: Move },
): CardRow {
  // Kept with the payment where it counted as unverified: the epoch of its card then.
  const { cvmEpoch } = figures;
  const [unverifiedMinor, unverified] = cvmEpoch === undefined ? [0, 0] : [amountMinor, 1];
  const sincePin =
    cvmEpoch === card.cvm_epoch
      ? {
          unverified_minor: move.unverified(card.unverified_minor, unverifiedMinor),
          unverified_count: move.unverified(card.unverified_count, unverified),
        }
      : {};
  if (card.day !== paidOn) return { ...card, ...sincePin };
  return {
    ...card,
    ...sincePin,
    day_spent_minor: move.spent(card.day_spent_minor, amountMinor),
    day_count: move.count(card.day_count, 1),
    day_unverified_minor: move.unverified(card.day_unverified_minor, unverifiedMinor),
    day_unverified_count: move.unverified(card.day_unverified_count, unverified),
  };
}

type Undone = Pick<TransactionRow, 'amount_minor' | 'business_date' | 'figures'>;
