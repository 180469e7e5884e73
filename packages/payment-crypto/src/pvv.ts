// The Visa PIN verification value (PVV): four digits that an issuer stores instead of the PIN.

import { rightmostPanDigits } from './account-number.js';
import type { BlockCipher } from './block-cipher.js';
import { asciiToBytes, equalConstantTime } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { decimalise } from './decimalise.js';
import { setNibbleAt } from './nibbles.js';
import { checkPin } from './pin.js';

/** The part of a PAN and of a PIN that enter the value. */
const PAN_DIGITS = 11;
const PIN_DIGITS = 4;

/**
 * The PVV: 11 rightmost PAN digits before the check digit, key index and the first four PIN digits,
 * encrypted; then the first four decimal digits of the result, and where there are fewer, its letters
 * A to F taken as 0 to 5. Later digits of a longer PIN do not enter the value.
 * @param pvk TDES under the PIN verification key; @param pvki key index 0 to 9; @param pin digit values
 * @returns four decimal digits
 * @throws CryptoFault TG_PIN, TG_PAN, TG_PVKI
 */
export function visaPvv(pvk: BlockCipher, pvki: number, pan: string, pin: Uint8Array): string {
  if (!Number.isInteger(pvki) || pvki < 0 || pvki > 9) throw new CryptoFault('TG_PVKI');
  checkPin(pin);
  const panDigits = rightmostPanDigits(pan, PAN_DIGITS);
  const block = new Uint8Array(8);
  for (let i = 0; i < 16; i++) {
    const digit = i < PAN_DIGITS ? panDigits.charCodeAt(i) & 15 : i === PAN_DIGITS ? pvki : pin[i - 12]!;
    setNibbleAt(block, i, digit);
  }
  pvk.encryptBlock(block, 0, block, 0);
  const pvv = decimalise(block, PIN_DIGITS);
  block.fill(0);
  return pvv;
}

/** True when `pvv` belongs to this PIN; compared in constant time. @throws CryptoFault TG_PVV and as above */
export function verifyVisaPvv(
  pvk: BlockCipher,
  pvki: number,
  pan: string,
  pin: Uint8Array,
  pvv: string,
): boolean {
  if (!/^[0-9]{4}$/.test(pvv)) throw new CryptoFault('TG_PVV');
  return equalConstantTime(asciiToBytes(visaPvv(pvk, pvki, pan, pin)), asciiToBytes(pvv));
}

/**
 * A PVV for each four digits of the PIN, the last one over the last four: a PVV alone says nothing of the
 * fifth digit and those after it, and a holder who typed six would be let in with any last two.
 * @returns 4, 8 or 12 decimal digits; for a PIN of four digits the PVV itself
 * @throws CryptoFault as visaPvv
 */
export function visaPvvOfEachFour(pvk: BlockCipher, pvki: number, pan: string, pin: Uint8Array): string {
  checkPin(pin);
  let values = '';
  for (let at = 0; at < pin.length; at += PIN_DIGITS) {
    const start = Math.min(at, pin.length - PIN_DIGITS);
    values += visaPvv(pvk, pvki, pan, pin.subarray(start, start + PIN_DIGITS));
  }
  return values;
}

/**
 * True when the stored value belongs to this PIN: one PVV as the standard has it, or one for each four
 * digits. Compared in constant time. @throws CryptoFault TG_PVV and as visaPvv
 */
export function verifyVisaPvvOfEachFour(
  pvk: BlockCipher,
  pvki: number,
  pan: string,
  pin: Uint8Array,
  stored: string,
): boolean {
  if (stored.length === PIN_DIGITS) return verifyVisaPvv(pvk, pvki, pan, pin, stored);
  if (!/^(?:[0-9]{4}){2,3}$/.test(stored)) throw new CryptoFault('TG_PVV');
  const expected = asciiToBytes(visaPvvOfEachFour(pvk, pvki, pan, pin));
  return expected.length === stored.length && equalConstantTime(expected, asciiToBytes(stored));
}
