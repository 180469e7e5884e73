// Decimal digits out of a hexadecimal block, as card verification values and PVVs take them: the digits 0
// to 9 from left to right, and where there are too few, the letters A to F as 0 to 5.

import { nibbleAt } from './nibbles.js';

/** `count` decimal digits; fewer only when the block has fewer nibbles. */
export function decimalise(block: Uint8Array, count: number): string {
  let decimal = '';
  let letters = '';
  for (let i = 0; i < 2 * block.length; i++) {
    const nibble = nibbleAt(block, i);
    if (nibble <= 9) decimal += nibble;
    else letters += nibble - 10;
  }
  return (decimal + letters).slice(0, count);
}
