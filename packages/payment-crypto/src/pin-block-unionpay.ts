// The PIN block that UnionPay terminals encrypt under SM4: format 0 made sixteen bytes wide.

import { rightmostPanDigits } from './account-number.js';
import { xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { nibbleAt, setNibbleAt } from './nibbles.js';
import { checkPin, LONGEST_PIN, SHORTEST_PIN } from './pin.js';

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
  xorInto(block, panField(digits));
  return block;
}

/**
 * The PIN of a clear block, one digit a byte.
 * @throws CryptoFault TG_PIN_BLOCK for any defect, TG_PAN
 */
export function decodePinBlockUnionPaySm4(block: Uint8Array, pan: string): Uint8Array {
  if (block.length !== BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const clear = block.slice();
  xorInto(clear, panField(rightmostPanDigits(pan, 12)));
  const length = clear[0]!;
  const pin = Uint8Array.from({ length: Math.min(length, LONGEST_PIN) }, (_, at) => nibbleAt(clear, 2 + at));
  let isFilled = true;
  for (let at = 2 + length; at < 2 * BLOCK_BYTES; at++) isFilled = nibbleAt(clear, at) === 0xf && isFilled;
  clear.fill(0);
  if (length < SHORTEST_PIN || length > LONGEST_PIN || !isFilled || pin.some((digit) => digit > 9)) {
    pin.fill(0);
    throw new CryptoFault('TG_PIN_BLOCK');
  }
  return pin;
}

function panField(digits: string): Uint8Array {
  const field = new Uint8Array(BLOCK_BYTES);
  for (let i = 0; i < 12; i++) setNibbleAt(field, 20 + i, digits.charCodeAt(i) & 15);
  return field;
}
