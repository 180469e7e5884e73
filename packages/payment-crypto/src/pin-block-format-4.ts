// PIN blocks of ISO 9564-1 format 4, sixteen bytes for AES: PIN and PAN are bound by two encryptions, so
// that there is no clear block with both in it.

import type { BlockCipher } from './block-cipher.js';
import { xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { nibbleAt, setNibbleAt } from './nibbles.js';
import { checkPin, LONGEST_PIN, SHORTEST_PIN } from './pin.js';

const BLOCK_BYTES = 16;
const RANDOM_BYTES = 8;
const FILL = 0xa;

/**
 * The clear PIN field: 4, length, PIN, A fill to 8 bytes, 8 random bytes.
 * @throws CryptoFault TG_PIN, TG_DATA_LENGTH
 */
export function pinFieldFormat4(pin: Uint8Array, random: Uint8Array): Uint8Array {
  checkPin(pin);
  if (random.length !== RANDOM_BYTES) throw new CryptoFault('TG_DATA_LENGTH');
  const field = new Uint8Array(BLOCK_BYTES);
  field[0] = 0x40 | pin.length;
  for (let i = 0; i < 14; i++) setNibbleAt(field, 2 + i, i < pin.length ? pin[i]! : FILL);
  field.set(random, BLOCK_BYTES - RANDOM_BYTES);
  return field;
}

/**
 * The PAN field: how many digits it has beyond 12, the PAN (zeros in front up to 12 digits), zero fill.
 * @param pan 1 to 19 digits @throws CryptoFault TG_PAN
 */
export function panFieldFormat4(pan: string): Uint8Array {
  if (!/^[0-9]{1,19}$/.test(pan)) throw new CryptoFault('TG_PAN');
  const digits = pan.padStart(12, '0');
  const field = new Uint8Array(BLOCK_BYTES);
  setNibbleAt(field, 0, digits.length - 12);
  for (let i = 0; i < digits.length; i++) setNibbleAt(field, 1 + i, digits.charCodeAt(i) & 15);
  return field;
}

/**
 * PIN field encrypted, XOR PAN field, encrypted again (ISO 9564-1, 9.4.2.3).
 * @param cipher AES; @param random 8 bytes from a generator
 * @throws CryptoFault TG_PIN, TG_PAN, TG_DATA_LENGTH
 */
export function encipherPinBlockFormat4(
  cipher: BlockCipher,
  pin: Uint8Array,
  pan: string,
  random: Uint8Array,
): Uint8Array {
  const block = pinFieldFormat4(pin, random);
  const panField = panFieldFormat4(pan);
  cipher.encryptBlock(block, 0, block, 0);
  xorInto(block, panField);
  cipher.encryptBlock(block, 0, block, 0);
  return block;
}

/**
 * @returns digit values, to be wiped by the caller
 * @throws CryptoFault TG_PIN_BLOCK for every defect, TG_PAN
 */
export function decipherPinBlockFormat4(cipher: BlockCipher, block: Uint8Array, pan: string): Uint8Array {
  const panField = panFieldFormat4(pan);
  if (block.length !== BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const field = new Uint8Array(BLOCK_BYTES);
  cipher.decryptBlock(block, 0, field, 0);
  xorInto(field, panField);
  cipher.decryptBlock(field, 0, field, 0);
  return pinOfFieldFormat4(field);
}

/**
 * The PIN of a clear PIN field; the field is wiped.
 * @returns digit values, to be wiped by the caller
 * @throws CryptoFault TG_PIN_BLOCK for every defect
 */
export function pinOfFieldFormat4(field: Uint8Array): Uint8Array {
  if (field.length !== BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const length = field[0]! & 15;
  let wellFormed = field[0]! >>> 4 === 4 && length >= SHORTEST_PIN && length <= LONGEST_PIN;
  const pin = new Uint8Array(wellFormed ? length : 0);
  for (let i = 0; i < 14; i++) {
    const nibble = nibbleAt(field, 2 + i);
    if (i < pin.length) pin[i] = nibble;
    wellFormed = (i < length ? nibble <= 9 : nibble === FILL) && wellFormed;
  }
  field.fill(0);
  if (wellFormed) return pin;
  pin.fill(0);
  throw new CryptoFault('TG_PIN_BLOCK');
}
