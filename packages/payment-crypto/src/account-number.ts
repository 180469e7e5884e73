// The parts of an account number (PAN) that go into cryptographic blocks.

import { CryptoFault } from './crypto-fault.js';

/**
 * Refuses what is not 13 to 19 ASCII digits (ISO/IEC 7812-1 as card schemes use it).
 * @throws CryptoFault TG_PAN
 */
export function checkPan(pan: string): void {
  if (!/^[0-9]{13,19}$/.test(pan)) throw new CryptoFault('TG_PAN');
}

/**
 * The `count` rightmost digits before the check digit, of an account number of at least one digit more.
 * @throws CryptoFault TG_PAN
 */
export function rightmostPanDigits(pan: string, count: number): string {
  if (!/^[0-9]{1,19}$/.test(pan) || pan.length <= count) throw new CryptoFault('TG_PAN');
  return pan.slice(-1 - count, -1);
}
