// A clear key into the form in which this host keeps it: a key block under the live local master key, and its check
// value (ANSI X9.143).

import { bytesToHex, type CipherFactory } from '@tillgate/payment-crypto';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import { checkValueOf } from './check-value.js';
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

/** As the header names it. */
export function algorithmOf(key: Uint8Array, role: KeyRole): string {
  return key.length === 8 ? 'D' : roleHeader(role).algorithm;
}
