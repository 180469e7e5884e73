// What a message that follows a payment moves of it, and what is held, taken and given back of the payment
// afterwards. The rules of amount are those of the dialect's table of pairs; nothing here decides whether.

import type { Follower } from '@tillgate/pos-protocol';
import type { AmountMinor } from '../kernel/money.js';
import type { CardRow, Movement, TransactionRow } from '../store/index.js';
import { feeOfChange, takenFromHolder } from './post-movement.js';

/** A payment's amounts, as its own row keeps them. */
export type PaymentAmounts = Pick<TransactionRow, 'held_minor' | 'captured_minor' | 'refunded_minor'>;

export interface Step {
  readonly movement: Movement;
  readonly payment: PaymentAmounts;
}

/** What a first message takes: a pre-authorization holds, all others capture. */
export function firstMovement(
  kind: 'hold' | 'capture',
  amountMinor: AmountMinor,
  feeBasisPoints: number,
): Step {
  if (kind === 'hold') {
    return {
      movement: { heldMinor: amountMinor, capturedMinor: 0, feeMinor: 0, overdrawnMinor: 0 },
      payment: { held_minor: amountMinor, captured_minor: 0, refunded_minor: 0 },
    };
  }
  return captureTo(nothingYet, amountMinor, feeBasisPoints);
}

const nothingYet: PaymentAmounts = { held_minor: 0, captured_minor: 0, refunded_minor: 0 };

/**
 * What a follower moves. `payment` is the root of the chain: the purchase, or the pre-authorization behind a
 * completion; `card` tells how much of a hold can be set aside again.
 */
export function followMovement(
  follower: Follower,
  payment: TransactionRow,
  card: CardRow,
  amountMinor: AmountMinor,
): Step {
  const basisPoints = Number(payment.figures.feeBasisPoints ?? 0);
  switch (follower) {
    case 'void':
      return captureTo(payment, 0, basisPoints);
    case 'refund':
      return giveBack(payment, amountMinor, basisPoints);
    case 'pre-authorization-void':
      return holdTo(captureTo(payment, 0, basisPoints), payment, 0);
    case 'completion':
    case 'completion-advice':
      return holdTo(captureTo(payment, amountMinor, basisPoints), payment, 0);
    case 'completion-void': {
      // The hold comes back, as far as the holder did not spend meanwhile what the completion had left of it.
      const free = payment.captured_minor + card.available_minor;
      return holdTo(captureTo(payment, 0, basisPoints), payment, Math.min(payment.amount_minor, free));
    }
    case 'tip':
    case 'adjustment':
      return captureTo(payment, amountMinor, basisPoints);
    case 'script-result':
    case 'signature':
      return { movement: { ...standstill }, payment };
  }
}

const standstill: Movement = { heldMinor: 0, capturedMinor: 0, feeMinor: 0, overdrawnMinor: 0 };

function captureTo(payment: PaymentAmounts, capturedMinor: AmountMinor, basisPoints: number): Step {
  const { held_minor, captured_minor, refunded_minor } = payment;
  return {
    movement: {
      ...standstill,
      capturedMinor: capturedMinor - captured_minor,
      feeMinor: feeOfChange(captured_minor - refunded_minor, capturedMinor - refunded_minor, basisPoints),
    },
    payment: { held_minor, captured_minor: capturedMinor, refunded_minor },
  };
}

function holdTo(step: Step, payment: PaymentAmounts, heldMinor: AmountMinor): Step {
  return {
    movement: { ...step.movement, heldMinor: heldMinor - payment.held_minor },
    payment: { ...step.payment, held_minor: heldMinor },
  };
}

function giveBack(payment: PaymentAmounts, amountMinor: AmountMinor, basisPoints: number): Step {
  const { held_minor, captured_minor, refunded_minor } = payment;
  const left = captured_minor - refunded_minor;
  return {
    movement: {
      ...standstill,
      capturedMinor: -amountMinor,
      feeMinor: feeOfChange(left, left - amountMinor, basisPoints),
    },
    payment: { held_minor, captured_minor, refunded_minor: refunded_minor + amountMinor },
  };
}

/**
 * The movement as this card can bear it: what the holder's balance does not cover, the bank takes over. For
 * messages that tell what happened already and cannot be declined.
 */
export function covered(movement: Movement, card: CardRow): Movement {
  const short = Math.max(0, takenFromHolder(movement) - card.available_minor);
  return short === 0 ? movement : { ...movement, overdrawnMinor: movement.overdrawnMinor + short };
}

/** The card after the movement. */
export function moved(card: CardRow, movement: Movement): CardRow {
  return { ...card, available_minor: card.available_minor - takenFromHolder(movement) };
}
