// The PIN block that UnionPay terminals encrypt under SM4: format 0 made sixteen bytes wide.

import { rightmostPanDigits } from './account-number.js';
import { xorInto } from './bytes.js';
import { setNibbleAt } from './nibbles.js';
import { checkPin } from './pin.js';

const BLOCK_BYTES = 16;

/**
 * The clear block: length byte, PIN, F fill, XOR the 12 rightmost PAN digits before the check digit on the
 * right.
 * @returns 16 bytes, to be wiped by the caller @throws CryptoFault TG_PIN, TG_PAN
 */
export function encodePinBlockUnionPaySm4(pin: Uint8Array, pan: string): Uint8Array {
  checkPin(pin);
  const digits = rightmostPanDigits(pan, 12);
  const block = new Uint8Array(BLOCK_BYTES).fill(0xff);
  block[0] = pin.length;
  for (let i = 0; i < pin.length; i++) setNibbleAt(block, 2 + i, pin[i]!);
  const panField = new Uint8Array(BLOCK_BYTES);
  for (let i = 0; i < 12; i++) setNibbleAt(panField, 20 + i, digits.charCodeAt(i) & 15);
  xorInto(block, panField);
  return block;
}
