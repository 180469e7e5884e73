// A clear PIN inside this package: one digit a byte, values 0 to 9, in an array that its owner wipes
// (a string could not be wiped). ISO 9564-1 allows 4 to 12 digits.

import { CryptoFault } from './crypto-fault.js';

export const SHORTEST_PIN = 4;
export const LONGEST_PIN = 12;

/** @throws CryptoFault TG_PIN when it is not 4 to 12 digit values */
export function checkPin(pin: Uint8Array): void {
  const length = pin.length >= SHORTEST_PIN && pin.length <= LONGEST_PIN;
  if (!length || pin.some((digit) => digit > 9)) throw new CryptoFault('TG_PIN');
}

/**
 * Digit values of a PIN that is a text already: keyed into a training terminal, or test data.
 * @throws CryptoFault TG_PIN
 */
export function pinFromText(text: string): Uint8Array {
  if (!/^[0-9]{4,12}$/.test(text)) throw new CryptoFault('TG_PIN');
  return Uint8Array.from(text, Number);
}
