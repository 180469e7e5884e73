// How a payment moves money. A purchase is a hold captured at once: the issuer sets the amount aside, and the
// capture turns it into what the bank owes, what the merchant is owed and the acquirer's fee. Undoing is the
// same sets with the sign turned, so that a reversed payment adds up to nothing.

import { type AmountMinor, feeMinor } from '../kernel/money.js';
import type { EntrySet } from '../store/index.js';
import { type Account, accounts } from './accounts.js';

/** The two sides of a captured payment and its amounts. */
export interface CapturedPayment {
  readonly rrn: string;
  /** RRN of the request that moves the money. */
  readonly causedBy: string;
  readonly currency: string;
  /** Number of the card in the books. */
  readonly card: string;
  readonly issuerId: string;
  readonly merchantId: string;
  readonly amountMinor: AmountMinor;
  readonly feeBasisPoints: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Hold and capture of a purchase: two balanced sets. */
export function postPurchase(payment: CapturedPayment): EntrySet[] {
  return [hold(payment, 1, 'hold'), capture(payment, 1, 'capture')];
}

/** The mirror image of `postPurchase`, caused by the reversal. */
export function reversePurchase(payment: CapturedPayment): EntrySet[] {
  return [capture(payment, -1, 'capture-reversed'), hold(payment, -1, 'hold-released')];
}

function hold(payment: CapturedPayment, sign: 1 | -1, purpose: string): EntrySet {
  const amount = sign * payment.amountMinor;
  return entrySet(payment, purpose, [
    [accounts.cardholder(payment.card), -amount],
    [accounts.hold(payment.card), amount],
  ]);
}

function capture(payment: CapturedPayment, sign: 1 | -1, purpose: string): EntrySet {
  const { card, issuerId, merchantId } = payment;
  const amount = sign * payment.amountMinor;
  const fee = sign * feeMinor(payment.amountMinor, payment.feeBasisPoints);
  return entrySet(payment, purpose, [
    [accounts.hold(card), -amount],
    [accounts.clearing(issuerId), amount],
    [accounts.receivable(issuerId), -amount],
    [accounts.payable(merchantId), amount - fee],
    [accounts.fee(), fee],
  ]);
}

function entrySet(
  { rrn, causedBy, currency, at }: CapturedPayment,
  purpose: string,
  legs: ReadonlyArray<readonly [Account, AmountMinor]>,
): EntrySet {
  const postings = legs.map(([{ accountId }, amountMinor]) => ({ account: accountId, amountMinor }));
  return { rrn, causedBy, purpose, currency, at, postings };
}

/** The balance a cardholder account begins with. */
export function postOpening(
  card: string,
  issuerId: string,
  amountMinor: AmountMinor,
  currency: string,
  at: number,
): EntrySet {
  return {
    rrn: null,
    causedBy: null,
    purpose: 'opening',
    currency,
    at,
    postings: [
      { account: accounts.opening(issuerId).accountId, amountMinor: -amountMinor },
      { account: accounts.cardholder(card).accountId, amountMinor },
    ],
  };
}
