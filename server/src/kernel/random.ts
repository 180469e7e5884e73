// Randomness comes in as an argument. Keys are made from the HSM's own generator, never from a seeded one.

import { randomFillSync } from 'node:crypto';

export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
};
