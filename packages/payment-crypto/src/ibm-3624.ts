// The IBM 3624 PIN method: a natural PIN computed from validation data, and the offset that leads from
// it to the PIN which the holder chose (IBM 3624 PIN offset).

import { rightmostPanDigits } from './account-number.js';
import type { BlockCipher } from './block-cipher.js';
import { equalConstantTime } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { nibbleAt, setNibbleAt } from './nibbles.js';
import { checkPin, LONGEST_PIN, SHORTEST_PIN } from './pin.js';

/** What issuer and host agree on besides the key. */
export interface Ibm3624Method {
  /** TDES under the PIN verification key. */
  readonly pvk: BlockCipher;
  /** Sixteen decimal digits: what each hexadecimal digit 0 to F becomes. */
  readonly decimalisationTable: string;
  /** 8 bytes, see `ibm3624ValidationData` for this project's own way to make them. */
  readonly validationData: Uint8Array;
}

/**
 * Validation data from an account number as this project's issuers use it: the 12 rightmost digits
 * before the check digit, padded on the right with F to 16 hexadecimal digits.
 * @throws CryptoFault TG_PAN
 */
export function ibm3624ValidationData(pan: string): Uint8Array {
  const digits = rightmostPanDigits(pan, 12);
  const data = new Uint8Array(8).fill(0xff);
  for (let i = 0; i < 12; i++) setNibbleAt(data, i, digits.charCodeAt(i) & 15);
  return data;
}

/**
 * The natural PIN: the first digits of the encrypted validation data, decimalised.
 * @param length 4 to 12; @returns digit values, to be wiped by the caller
 * @throws CryptoFault TG_DECIMALISATION, TG_DATA_LENGTH, TG_PIN
 */
export function ibm3624NaturalPin(method: Ibm3624Method, length: number): Uint8Array {
  checkDecimalisationTable(method.decimalisationTable);
  if (method.validationData.length !== 8) throw new CryptoFault('TG_DATA_LENGTH');
  if (!(length >= SHORTEST_PIN && length <= LONGEST_PIN)) throw new CryptoFault('TG_PIN');
  const block = new Uint8Array(method.validationData);
  method.pvk.encryptBlock(block, 0, block, 0);
  const pin = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    pin[i] = method.decimalisationTable.charCodeAt(nibbleAt(block, i)) & 15;
  }
  block.fill(0);
  return pin;
}

/** The offset of a PIN: PIN less natural PIN, digit by digit modulo 10. @throws CryptoFault as above */
export function ibm3624Offset(method: Ibm3624Method, pin: Uint8Array): string {
  checkPin(pin);
  const natural = ibm3624NaturalPin(method, pin.length);
  let offset = '';
  for (let i = 0; i < pin.length; i++) offset += (pin[i]! + 10 - natural[i]!) % 10;
  natural.fill(0);
  return offset;
}

/**
 * The PIN that an offset leads to; its length is the offset's.
 * @returns digit values, to be wiped by the caller
 * @throws CryptoFault TG_PIN_OFFSET and as above
 */
export function ibm3624Pin(method: Ibm3624Method, offset: string): Uint8Array {
  if (!/^[0-9]{4,12}$/.test(offset)) throw new CryptoFault('TG_PIN_OFFSET');
  const pin = ibm3624NaturalPin(method, offset.length);
  for (let i = 0; i < pin.length; i++) pin[i] = (pin[i]! + (offset.charCodeAt(i) & 15)) % 10;
  return pin;
}

/** True when the offset leads to this PIN; compared in constant time. @throws CryptoFault as above */
export function verifyIbm3624Pin(method: Ibm3624Method, pin: Uint8Array, offset: string): boolean {
  const expected = ibm3624Pin(method, offset);
  const equal = equalConstantTime(expected, pin);
  expected.fill(0);
  return equal;
}

/**
 * Refuses a table that is not 16 digits, has fewer than 8 different digits or one more than 4 times:
 * such tables leak PIN digits by trial (Bond and Zielinski, decimalisation table attacks, 2003).
 * @throws CryptoFault TG_DECIMALISATION
 */
export function checkDecimalisationTable(table: string): void {
  if (!/^[0-9]{16}$/.test(table)) throw new CryptoFault('TG_DECIMALISATION');
  const counts = new Map<string, number>();
  for (const digit of table) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  if (counts.size < 8 || Math.max(...counts.values()) > 4) throw new CryptoFault('TG_DECIMALISATION');
}
