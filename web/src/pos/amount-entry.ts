// An amount typed on the keypad: digits come in from the right, as on every till.

import type { PadKey } from './pad.js';

/** Nine digits before the point are more than a till ever takes. */
const LARGEST_MINOR = 999_999_999_99;

/** The amount after a key; what would not fit changes nothing. */
export function pressAmount(amountMinor: number, key: PadKey): number {
  if (key === 'cancel') return 0;
  if (key === 'clear') return Math.floor(amountMinor / 10);
  if (key === 'enter') return amountMinor;
  const next = amountMinor * 10 ** key.length + Number(key);
  return next > LARGEST_MINOR ? amountMinor : next;
}
