// A clear key into the form in which this host keeps it: a key block under the live local master key, and its check
// value (ANSI X9.143).

import { bytesToHex, type CipherFactory, createAes, kcvOfZeros } from '@tillgate/payment-crypto';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import { cipherFor } from './cipher-for.js';
import type { WrappedKey } from './hsm.js';
import { type KeyRole, roleHeader } from './key-role.js';
import { keyVersionOf } from './key-version.js';
import { wrapUnderLive } from './lmk-commands.js';
import type { LmkRing } from './lmk-ring.js';
import type { LmkFolder } from './local-master-key.js';

export interface Room {
  /** Protection keys of the key blocks. */
  readonly lmks: LmkRing;
  /** Where local master keys are kept; without it they cannot be changed. */
  readonly folder?: LmkFolder;
  /** Blocks of the keys of stored data; without them they are derived from the live local master key. */
  readonly dataKeys?: readonly string[];
  readonly random: Random;
  readonly clock: Clock;
  /** The back end of TDES. */
  readonly createTdes: CipherFactory;
}

/** @param generation of a key that is counted */
export function wrapKey(
  room: Room,
  key: Uint8Array,
  role: KeyRole,
  label: string,
  generation?: number,
): WrappedKey {
  const use = {
    ...{ ...roleHeader(role), algorithm: algorithmOf(key, role) },
    keyVersion: keyVersionOf(generation),
  };
  const kcv = bytesToHex(checkValueOf(room, key, use.algorithm));
  const wrapping = {
    ...room,
    checkValueOf: (one: Uint8Array, algorithm: string) => checkValueOf(room, one, algorithm),
  };
  return { block: wrapUnderLive(wrapping, use, label, key), kcv };
}

/** Of any key that is stored: an HMAC key is no cipher's, and is told by its CMAC's as an AES key. */
export function checkValueOf(room: Room, key: Uint8Array, algorithm: string): Uint8Array {
  if (algorithm !== 'H' && key.length !== 32) return checkValue(room, key, algorithm, 3);
  const cipher = createAes(key);
  const value = kcvOfZeros(cipher, 3);
  cipher.destroy();
  return value;
}

/** As the header names it. */
export function algorithmOf(key: Uint8Array, role: KeyRole): string {
  return key.length === 8 ? 'D' : roleHeader(role).algorithm;
}

export function checkValue(room: Room, key: Uint8Array, algorithm: string, length: number): Uint8Array {
  const cipher = cipherFor(algorithm, key, room.createTdes);
  const value = kcvOfZeros(cipher, length);
  cipher.destroy();
  return value;
}
