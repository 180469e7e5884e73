// Printable forms of card data: a PAN as its first six and last four digits, anything more secret as stars
// (PCI DSS 3.3.1, 3.4.1). A dialect's table says which field takes which.

import type { Mask } from './spec.js';

/** First 6 and last 4 of 13 digits or more; all stars when shorter. */
export function maskDigits(digits: string): string {
  if (digits.length < 13) return '*'.repeat(digits.length);
  return digits.slice(0, 6) + '*'.repeat(digits.length - 10) + digits.slice(-4);
}

/** For field 2. */
export const maskPan: Mask = (value) => (typeof value === 'string' ? maskDigits(value) : stars(value.length));

/** For tracks, PIN blocks and keys: only the length is shown. */
export const maskWhole: Mask = (value) => stars(typeof value === 'string' ? value.length : value.length * 2);

function stars(count: number): string {
  return '*'.repeat(count);
}
