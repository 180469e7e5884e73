// A PIN block from one key and format to another (PCI PIN requirement 3-3): which ways are allowed, and
// that a PIN stays with its account number.

import type { BlockCipher } from './block-cipher.js';
import { CryptoFault } from './crypto-fault.js';
import {
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat3,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat3,
} from './pin-block.js';
import { decipherPinBlockFormat4, encipherPinBlockFormat4 } from './pin-block-format-4.js';

export type TranslatablePinFormat = '0' | '1' | '3' | '4';

/** One end of a translation. */
export interface PinBlockEnd {
  readonly format: TranslatablePinFormat;
  /** TDES for formats 0, 1 and 3, AES for format 4. */
  readonly cipher: BlockCipher;
  readonly pan: string;
}

/** Random bytes that the filling of any format takes. */
export const PIN_BLOCK_RANDOM_BYTES = 14;

/**
 * The enciphered block for the other end. A block with a PAN in it (0, 3, 4) goes to another such block of
 * the same PAN only; a block without (1) goes anywhere.
 * @param random `PIN_BLOCK_RANDOM_BYTES` bytes from a generator
 * @throws CryptoFault TG_PIN_FORMAT_RULE, TG_PIN_BLOCK, TG_PAN, TG_DATA_LENGTH
 */
export function translatePinBlock(
  from: PinBlockEnd,
  to: PinBlockEnd,
  block: Uint8Array,
  random: Uint8Array,
): Uint8Array {
  const boundToPan = from.format !== '1';
  if (boundToPan && (to.format === '1' || to.pan !== from.pan)) throw new CryptoFault('TG_PIN_FORMAT_RULE');
  if (random.length !== PIN_BLOCK_RANDOM_BYTES) throw new CryptoFault('TG_DATA_LENGTH');
  const pin = decipherPinBlock(from, block);
  try {
    return encipherPinBlock(to, pin, random);
  } finally {
    pin.fill(0);
  }
}

/** @returns digit values, to be wiped by the caller @throws CryptoFault TG_PIN_BLOCK, TG_PAN */
export function decipherPinBlock({ format, cipher, pan }: PinBlockEnd, block: Uint8Array): Uint8Array {
  if (format === '4') return decipherPinBlockFormat4(cipher, block, pan);
  if (block.length !== 8) throw new CryptoFault('TG_PIN_BLOCK');
  const clear = new Uint8Array(8);
  cipher.decryptBlock(block, 0, clear, 0);
  try {
    if (format === '0') return decodePinBlockFormat0(clear, pan);
    return format === '1' ? decodePinBlockFormat1(clear) : decodePinBlockFormat3(clear, pan);
  } finally {
    clear.fill(0);
  }
}

function encipherPinBlock(
  { format, cipher, pan }: PinBlockEnd,
  pin: Uint8Array,
  random: Uint8Array,
): Uint8Array {
  if (format === '4') return encipherPinBlockFormat4(cipher, pin, pan, random.subarray(0, 8));
  const block = clearBlock(format, pan, pin, random);
  cipher.encryptBlock(block, 0, block, 0);
  return block;
}

function clearBlock(format: '0' | '1' | '3', pan: string, pin: Uint8Array, random: Uint8Array): Uint8Array {
  if (format === '0') return encodePinBlockFormat0(pin, pan);
  if (format === '1') {
    return encodePinBlockFormat1(
      pin,
      random.map((byte) => byte & 15),
    );
  }
  return encodePinBlockFormat3(
    pin,
    pan,
    random.map((byte) => 10 + (byte % 6)),
  );
}
