// By what a key is told without being shown: AES keys by the CMAC of zeros, the others by encrypted zeros (ANSI
// X9.143, optional block KC). An HMAC key and a private key are no cipher's, and are told as AES keys.

import { type CipherFactory, createAes, kcvOfCmac, kcvOfZeros } from '@tillgate/payment-crypto';
import { cipherFor } from './cipher-for.js';

interface Ciphers {
  /** The back end of TDES. */
  readonly createTdes: CipherFactory;
}

/** Three bytes, of any key that is stored. */
export function checkValueOf(ciphers: Ciphers, key: Uint8Array, algorithm: string): Uint8Array {
  if (!isToldByCmac(algorithm)) return checkValue(ciphers, key, algorithm, 3);
  const cipher = createAes(key);
  const value = kcvOfCmac(cipher);
  cipher.destroy();
  return value;
}

export function isToldByCmac(algorithm: string): boolean {
  return ['A', 'E', 'H'].includes(algorithm);
}

export function checkValue(ciphers: Ciphers, key: Uint8Array, algorithm: string, length: number): Uint8Array {
  const cipher = cipherFor(algorithm, key, ciphers.createTdes);
  const value = kcvOfZeros(cipher, length);
  cipher.destroy();
  return value;
}
