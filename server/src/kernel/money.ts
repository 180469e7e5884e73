// Money is integer minor units (fen). A JavaScript number is exact up to 2^53 - 1, ninety trillion yuan;
// every amount that enters is checked once here, so that arithmetic on it stays exact.

import { assert } from './fault.js';

/** Integer minor units of a currency; may be negative in postings. */
export type AmountMinor = number;

/** The amount of field 4 (n12), or undefined when the text is not 1 to 12 digits. */
export function parseAmountMinor(digits: string): AmountMinor | undefined {
  return /^[0-9]{1,12}$/.test(digits) ? Number.parseInt(digits, 10) : undefined;
}

/** Field 4: twelve digits, zero-filled. */
export function formatAmountMinor(amountMinor: AmountMinor): string {
  assert(Number.isSafeInteger(amountMinor) && amountMinor >= 0 && amountMinor < 1e12, 'an amount fits n12');
  return String(amountMinor).padStart(12, '0');
}

/** `1234.56` for people, never for arithmetic. Two decimals: CNY and most of the world. */
export function printAmount(amountMinor: AmountMinor): string {
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${digits.slice(-2)}`;
}

/** A fee in basis points, rounded half up to the minor unit, as the merchant's contract says. */
export function feeMinor(amountMinor: AmountMinor, basisPoints: number): AmountMinor {
  assert(Number.isSafeInteger(amountMinor * basisPoints), 'the fee product stays exact');
  return Math.floor((amountMinor * basisPoints + 5000) / 10000);
}
