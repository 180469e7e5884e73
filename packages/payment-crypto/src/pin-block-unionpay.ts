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
  const panField = panFieldOf(pan);
  const block = new Uint8Array(BLOCK_BYTES).fill(0xff);
  block[0] = pin.length;
  for (let i = 0; i < pin.length; i++) setNibbleAt(block, 2 + i, pin[i]!);
  xorInto(block, panField);
  return block;
}

/**
 * @param block clear @returns digit values, to be wiped by the caller
 * @throws CryptoFault TG_PIN_BLOCK for every defect, TG_PAN
 */
export function decodePinBlockUnionPaySm4(block: Uint8Array, pan: string): Uint8Array {
  const panField = panFieldOf(pan);
  if (block.length !== BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const field = new Uint8Array(block);
  xorInto(field, panField);
  const length = field[0]!;
  let wellFormed = length >= SHORTEST_PIN && length <= LONGEST_PIN;
  const pin = new Uint8Array(wellFormed ? length : 0);
  for (let i = 0; i < 2 * BLOCK_BYTES - 2; i++) {
    const nibble = nibbleAt(field, 2 + i);
    if (i < pin.length) pin[i] = nibble;
    wellFormed = (i < length ? nibble <= 9 : nibble === 15) && wellFormed;
  }
  field.fill(0);
  if (wellFormed) return pin;
  pin.fill(0);
  throw new CryptoFault('TG_PIN_BLOCK');
}

function panFieldOf(pan: string): Uint8Array {
  const digits = rightmostPanDigits(pan, 12);
  const field = new Uint8Array(BLOCK_BYTES);
  for (let i = 0; i < 12; i++) setNibbleAt(field, 20 + i, digits.charCodeAt(i) & 15);
  return field;
}
