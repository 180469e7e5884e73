// What the issuer is asked about one payment, and what it answers: plain values, so that the decision can be
// tested as a table and replayed later.

import type { ChipCryptogram } from '../hsm/index.js';
import type { AmountMinor } from '../kernel/money.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, Figures } from '../store/index.js';

/**
 * What the PIN check said; undefined where no PIN came. `undecodable`: the block is no PIN block. `unset`: the card has
 * no PIN to compare with.
 */
export type PinResult = 'match' | 'mismatch' | 'undecodable' | 'unset' | undefined;

/** A card's cryptogram as the bank found it; `refused` tells what is wrong with it. */
export interface CheckedCryptogram {
  readonly atc: number;
  /** To make the answer to the card from; only where nothing is wrong. */
  readonly right?: ChipCryptogram;
  readonly refused?: { readonly reason: ReasonId; readonly figures: Figures };
}

export interface PaymentAsk {
  /** A pre-authorization and a scanned payment are asked as the purchase that they are or become. */
  readonly kind: 'purchase' | 'balance';
  readonly amountMinor: AmountMinor;
  /** Field 22: two digits of the reading, one of the PIN. */
  readonly entryMode: string;
  readonly pin: PinResult;
  /** YYMM, of field 14 or of the track; undefined where neither came, or where a bank's link does not tell it. */
  readonly expiryGiven?: string | undefined;
  /** Undefined where the card gave none that this bank checks. */
  readonly cryptogram?: CheckedCryptogram | undefined;
  /** The payment names one that was answered 70: the card is not asked for another cryptogram then. */
  readonly resumes?: boolean;
  /** The holder was verified on the device: 9F6C byte 1 bit 8 clear, byte 2 bit 8 set. */
  readonly verifiedOnDevice: boolean;
  /** The merchant's category code. */
  readonly category: string;
  /** The merchant's. */
  readonly noPinLimitMinor: AmountMinor;
  /** The till is in another country than the card's bank. */
  readonly isAbroad: boolean;
  /** Whether the holder has confirmed this payment on the phone, or can be asked to from this till. */
  readonly phone: 'confirmed' | 'can' | 'cannot';
  /** YYYYMMDD at the acquirer. */
  readonly localDate: string;
  /** hhmmss there; empty where nobody says. */
  readonly localTime: string;
  readonly rrn: string;
}

/** Readings of field 22 that decide by themselves. */
export const SCANNED = '03';
export const FALLBACK = '80';
const CONTACTLESS: ReadonlySet<string> = new Set(['07', '91', '96', '98']);

const STRIPE: ReadonlySet<string> = new Set(['02', FALLBACK, '91']);

/** By its stripe, also where a terminal fell back to it, or a chip gave it without a cryptogram. */
export function isStripe(ask: Pick<PaymentAsk, 'entryMode'>): boolean {
  return STRIPE.has(readingOf(ask));
}

/** How the card was read: field 22 without its third digit. */
export function readingOf({ entryMode }: Pick<PaymentAsk, 'entryMode'>): string {
  return entryMode.slice(0, 2);
}

export function isContactless(ask: Pick<PaymentAsk, 'entryMode'>): boolean {
  return CONTACTLESS.has(readingOf(ask));
}

/**
 * Where a payment stands on the ladder: it goes through, or once the PIN was entered, or once the holder has confirmed
 * it on the phone, or not at all.
 */
export type Rung = 'approved' | 'pin' | 'phone' | 'declined';

export interface IssuerDecision {
  readonly rung: Rung;
  readonly reason: ReasonId;
  readonly figures: Figures;
  /** The card as it is after the decision: tries, day counters, what may still be spent. */
  readonly card: CardRow;
}

export function decline(card: CardRow, reason: ReasonId, figures: Figures): IssuerDecision {
  return { rung: 'declined', reason, figures, card };
}
