// New TDES keys from the HSM's generator (ANSI X9.24-1: random, odd parity, no weak part, halves that differ).

import { adjustParity, CryptoFault, checkImportedTdesKey } from '@tillgate/payment-crypto';
import { assert } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';

/** 16 draws in a row that make a weak key mean a broken generator, not bad luck. */
const DRAWS_MAX = 16;

/** To be wiped by the caller. Eight bytes are single DES: for legacy terminals only. */
export function freshTdesKey(random: Random, keyBytes: 8 | 16): Uint8Array {
  const key = freshDoubleKey(random);
  if (keyBytes === 16) return key;
  const half = key.slice(0, keyBytes);
  key.fill(0);
  return half;
}

function freshDoubleKey(random: Random): Uint8Array {
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const key = adjustParity(random.bytes(16));
    try {
      checkImportedTdesKey(key);
      return key;
    } catch (error) {
      if (!(error instanceof CryptoFault)) throw error;
    }
  }
  assert(false, 'the random generator makes keys that may be used');
}
