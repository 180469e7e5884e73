// The block cipher that a key block's header names for its key.

import { type BlockCipher, type CipherFactory, createAes, createSm4 } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { SM4 } from './key-role.js';

const KEY_BYTES: Readonly<Record<string, number>> = { T: 16, D: 8, A: 16, [SM4]: 16 };

/** @throws Fault TG_HSM_KEY_USAGE for an algorithm that this host does not use, or a key not of its length */
export function cipherFor(algorithm: string, key: Uint8Array, createTdes: CipherFactory): BlockCipher {
  if (KEY_BYTES[algorithm] !== key.length) {
    throw new Fault('TG_HSM_KEY_USAGE', 'no key of this algorithm and length serves here');
  }
  if (algorithm === 'A') return createAes(key);
  return algorithm === SM4 ? createSm4(key) : createTdes(key);
}
