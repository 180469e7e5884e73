// Card verification values of three digits: CVV and CVC on the stripe, iCVV in the chip, CVV2 and CVC2 on
// the back, CAVV version 0. They differ only in what is put where date and service code go.

import type { BlockCipher } from './block-cipher.js';
import { hexToBytes, xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { decimalise } from './decimalise.js';
import { createTdes } from './des.js';

/** Service codes that are never on a card and tell the values apart. */
export const ICVV_SERVICE_CODE = '999';
export const CVV2_SERVICE_CODE = '000';

export interface CardVerificationData {
  /** 12 to 19 digits. */
  readonly pan: string;
  /** Four digits: YYMM on stripe and chip; CVV2 by the issuer's choice YYMM or MMYY. */
  readonly expiry: string;
  /** Three digits, or one of the service codes above. */
  readonly serviceCode: string;
}

/**
 * The three digits: PAN, date and service code, zeros to 32 digits; the first half under DES, XOR the second
 * half, under TDES; decimalised.
 * @param cvk 16 bytes
 * @throws CryptoFault TG_KEY_LENGTH, TG_PAN, TG_CARD_DATA
 */
export function cardVerificationValue(cvk: Uint8Array, data: CardVerificationData): string {
  if (cvk.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
  const [firstHalf, whole] = [createTdes(cvk.slice(0, 8)), createTdes(cvk)];
  try {
    return cardVerificationValueUnder({ whole, firstHalf }, data);
  } finally {
    firstHalf.destroy();
    whole.destroy();
  }
}

/** The same from a key whose schedules are kept: TDES with all of it, DES with its first half. */
export function cardVerificationValueUnder(
  cvk: { readonly whole: BlockCipher; readonly firstHalf: BlockCipher },
  data: CardVerificationData,
): string {
  if (!/^[0-9]{12,19}$/.test(data.pan)) throw new CryptoFault('TG_PAN');
  if (!/^[0-9]{4}$/.test(data.expiry) || !/^[0-9]{3}$/.test(data.serviceCode)) {
    throw new CryptoFault('TG_CARD_DATA');
  }
  const digits = hexToBytes((data.pan + data.expiry + data.serviceCode).padEnd(32, '0'));
  const [first, second] = [digits.subarray(0, 8), digits.subarray(8)];
  cvk.firstHalf.encryptBlock(first, 0, first, 0);
  xorInto(first, second);
  cvk.whole.encryptBlock(first, 0, first, 0);
  return decimalise(first, 3);
}

/**
 * The CAVV of a 3-D Secure authentication, version 0.
 * @param unpredictable four digits; @param authenticationResult one digit; @param secondFactor two digits
 * @throws CryptoFault as above
 */
export function cavvVersion0(
  cvk: Uint8Array,
  pan: string,
  unpredictable: string,
  authenticationResult: string,
  secondFactor: string,
): string {
  const serviceCode = authenticationResult + secondFactor;
  return cardVerificationValue(cvk, { pan, expiry: unpredictable, serviceCode });
}
