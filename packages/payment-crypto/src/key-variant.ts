// Variants of a TDES key by XOR on the first byte of each part (payment HSM custom, variant times 8).

import { CryptoFault } from './crypto-fault.js';

/**
 * @param variant 0 to 31
 * @throws CryptoFault TG_KEY_LENGTH, TG_DATA_LENGTH
 */
export function keyVariant(key: Uint8Array, variant: number): Uint8Array {
  if (key.length === 0 || key.length % 8 !== 0) throw new CryptoFault('TG_KEY_LENGTH');
  if (!Number.isInteger(variant) || variant < 0 || variant > 31) throw new CryptoFault('TG_DATA_LENGTH');
  return key.map((byte, i) => (i % 8 === 0 ? byte ^ (8 * variant) : byte));
}
