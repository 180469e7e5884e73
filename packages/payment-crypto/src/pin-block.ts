// Clear PIN blocks of eight bytes, ISO 9564-1 formats 0, 1, 2 and 3. Decoding looks at every nibble and
// has one error for every defect, so that a caller cannot be used to try out blocks.

import { rightmostPanDigits } from './account-number.js';
import { CryptoFault } from './crypto-fault.js';
import { nibbleAt, setNibbleAt } from './nibbles.js';
import { checkPin, LONGEST_PIN, SHORTEST_PIN } from './pin.js';

const BLOCK_BYTES = 8;
const BLOCK_NIBBLES = 16;

/**
 * Format 0: length, PIN, F fill, XOR the 12 rightmost PAN digits before the check digit.
 * @param pin digit values; @param pan 13 to 19 digits; @returns 8 bytes, to be wiped by the caller
 * @throws CryptoFault TG_PIN, TG_PAN
 */
export function encodePinBlockFormat0(pin: Uint8Array, pan: string): Uint8Array {
  return withPanField(
    pinField(0, pin, () => 15),
    pan,
  );
}

/** @throws CryptoFault TG_PIN_BLOCK for every defect of the block, TG_PAN */
export function decodePinBlockFormat0(block: Uint8Array, pan: string): Uint8Array {
  return readAndWipe(withPanField(block, pan), 0, (fill) => fill === 15);
}

/**
 * Format 1, for a PIN without a PAN: length, PIN, fill that the caller takes from a generator.
 * @param fill nibble values 0 to 15, at least 14 less the PIN's length
 * @throws CryptoFault TG_PIN, TG_DATA_LENGTH
 */
export function encodePinBlockFormat1(pin: Uint8Array, fill: Uint8Array): Uint8Array {
  return pinField(1, pin, fillFrom(pin, fill, 0, 15));
}

/** @throws CryptoFault TG_PIN_BLOCK */
export function decodePinBlockFormat1(block: Uint8Array): Uint8Array {
  return readPinField(block, 1, () => true);
}

/** Format 2, for a PIN that a chip verifies offline: length, PIN, F fill. @throws CryptoFault TG_PIN */
export function encodePinBlockFormat2(pin: Uint8Array): Uint8Array {
  return pinField(2, pin, () => 15);
}

/** @throws CryptoFault TG_PIN_BLOCK */
export function decodePinBlockFormat2(block: Uint8Array): Uint8Array {
  return readPinField(block, 2, (fill) => fill === 15);
}

/**
 * Format 3: as format 0, with fill A to F that the caller takes from a generator.
 * @param fill nibble values 10 to 15, at least 14 less the PIN's length
 * @throws CryptoFault TG_PIN, TG_PAN, TG_DATA_LENGTH
 */
export function encodePinBlockFormat3(pin: Uint8Array, pan: string, fill: Uint8Array): Uint8Array {
  return withPanField(pinField(3, pin, fillFrom(pin, fill, 10, 15)), pan);
}

/** @throws CryptoFault TG_PIN_BLOCK, TG_PAN */
export function decodePinBlockFormat3(block: Uint8Array, pan: string): Uint8Array {
  return readAndWipe(withPanField(block, pan), 3, (fill) => fill >= 10);
}

/** The block XOR four zero digits and the 12 PAN digits; the operation is its own inverse. */
function withPanField(block: Uint8Array, pan: string): Uint8Array {
  const digits = rightmostPanDigits(pan, 12);
  const result = new Uint8Array(block);
  for (let i = 0; i < 12; i++) {
    setNibbleAt(result, 4 + i, nibbleAt(result, 4 + i) ^ (digits.charCodeAt(i) & 15));
  }
  return result;
}

function pinField(format: number, pin: Uint8Array, fillNibble: (index: number) => number): Uint8Array {
  checkPin(pin);
  const block = new Uint8Array(BLOCK_BYTES);
  block[0] = (format << 4) | pin.length;
  for (let i = 0; i < BLOCK_NIBBLES - 2; i++) {
    setNibbleAt(block, 2 + i, i < pin.length ? pin[i]! : fillNibble(i - pin.length));
  }
  return block;
}

function fillFrom(pin: Uint8Array, fill: Uint8Array, least: number, most: number): (index: number) => number {
  const enough = fill.length >= BLOCK_NIBBLES - 2 - pin.length;
  if (!enough || fill.some((nibble) => nibble < least || nibble > most))
    throw new CryptoFault('TG_DATA_LENGTH');
  return (index) => fill[index]!;
}

function readAndWipe(copy: Uint8Array, format: number, isFill: (nibble: number) => boolean): Uint8Array {
  try {
    return readPinField(copy, format, isFill);
  } finally {
    copy.fill(0);
  }
}

function readPinField(block: Uint8Array, format: number, isFill: (nibble: number) => boolean): Uint8Array {
  const control = block[0] ?? 0;
  const length = control & 15;
  let wellFormed = block.length === BLOCK_BYTES && control >>> 4 === format;
  wellFormed = length >= SHORTEST_PIN && length <= LONGEST_PIN && wellFormed;
  const digits = new Uint8Array(BLOCK_NIBBLES - 2);
  for (let i = 0; i < digits.length; i++) {
    const nibble = nibbleAt(block, 2 + i);
    digits[i] = nibble;
    wellFormed = (i < length ? nibble <= 9 : isFill(nibble)) && wellFormed;
  }
  const pin = digits.slice(0, wellFormed ? length : 0);
  digits.fill(0);
  if (!wellFormed) throw new CryptoFault('TG_PIN_BLOCK');
  return pin;
}
