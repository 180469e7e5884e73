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
