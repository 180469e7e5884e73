// How a request moves money. Every movement goes through the hold: the issuer sets aside what is held and
// captured together, and the capture turns its part into what the bank owes, what the merchant is owed and the
// acquirer's fee. Undoing is the same movement with the sign turned, so that an undone payment adds up to nothing.

import { type AmountMinor, feeMinor } from '../kernel/money.js';
import type { EntrySet, LedgerSide, Movement } from '../store/index.js';
import { type Account, accounts } from './accounts.js';

/** Whose money moves, and which request says so. */
export interface Moved {
  /** RRN of the payment that it is about. */
  readonly rrn: string;
  /** RRN of the request that moves it. */
  readonly causedBy: string;
  readonly currency: string;
  /** Number of the card in the books. */
  readonly card: string;
  readonly issuerId: string;
  readonly merchantId: string;
  /** Whose part of it is booked here. */
  readonly side: LedgerSide;
  /** True while the bank has not been told: what it owes stands in suspense until it confirms. */
  readonly unconfirmed: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

type Leg = readonly [Account, AmountMinor];

/** What the cardholder's account loses by it; below zero, what it gets. */
export function takenFromHolder({ heldMinor, capturedMinor, overdrawnMinor }: Movement): AmountMinor {
  return heldMinor + capturedMinor - overdrawnMinor;
}

export function undone({ heldMinor, capturedMinor, feeMinor: fee, overdrawnMinor }: Movement): Movement {
  return {
    heldMinor: 0 - heldMinor,
    capturedMinor: 0 - capturedMinor,
    feeMinor: 0 - fee,
    overdrawnMinor: 0 - overdrawnMinor,
  };
}

/** The fee that goes with a change of what was captured: the fees of before and after differ by exactly it. */
export function feeOfChange(before: AmountMinor, after: AmountMinor, basisPoints: number): AmountMinor {
  return feeMinor(after, basisPoints) - feeMinor(before, basisPoints);
}

/** The balanced sets of a movement, in the order they happen; none for one that moves nothing. */
export function postMovement(moved: Moved, movement: Movement): EntrySet[] {
  const asides = moved.side === 'acquirer' ? [] : [aside(moved, movement)];
  const sets = [...asides, capture(moved, movement)].filter((set) => set.postings.length > 0);
  return movement.capturedMinor < 0 ? sets.reverse() : sets;
}

function aside(moved: Moved, movement: Movement): EntrySet {
  const amount = movement.heldMinor + movement.capturedMinor;
  return entrySet(moved, amount < 0 ? 'hold-released' : 'hold', [
    [accounts.cardholder(moved.card), -takenFromHolder(movement)],
    [accounts.overdrawn(moved.issuerId), -movement.overdrawnMinor],
    [accounts.hold(moved.card), amount],
  ]);
}

function capture(moved: Moved, { capturedMinor: amount, feeMinor: fee }: Movement): EntrySet {
  const { card, issuerId, merchantId, side, unconfirmed } = moved;
  const issuerLegs: readonly Leg[] = [
    [accounts.hold(card), -amount],
    [accounts.clearing(issuerId), amount],
  ];
  const acquirerLegs: readonly Leg[] = [
    [unconfirmed ? accounts.suspense(issuerId) : accounts.receivable(issuerId), -amount],
    [accounts.payable(merchantId), amount - fee],
    [accounts.fee(), fee],
  ];
  return entrySet(moved, amount < 0 ? 'capture-reversed' : 'capture', [
    ...(side === 'acquirer' ? [] : issuerLegs),
    ...(side === 'issuer' ? [] : acquirerLegs),
  ]);
}

/** The bank knows now: what stood in suspense for this request is the bank's to pay, or to get back. */
export function postConfirmation(moved: Moved, { capturedMinor: amount }: Movement): EntrySet[] {
  if (amount === 0) return [];
  const set = entrySet(moved, 'bank-confirmed', [
    [accounts.suspense(moved.issuerId), amount],
    [accounts.receivable(moved.issuerId), -amount],
  ]);
  return [set];
}

function entrySet({ rrn, causedBy, currency, at }: Moved, purpose: string, legs: readonly Leg[]): EntrySet {
  const postings = legs
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([{ accountId }, amountMinor]) => ({ account: accountId, amountMinor }));
  return { rrn, causedBy, purpose, currency, at, postings };
}
