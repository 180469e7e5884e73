// A clear key into the form in which this host keeps it: a key block under the local master key, and its check
// value (ANSI X9.143).

import {
  bytesToHex,
  type CipherFactory,
  kcvOfZeros,
  keyBlockPaddingBytes,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import type { Random } from '../kernel/random.js';
import { cipherFor } from './cipher-for.js';
import type { WrappedKey } from './hsm.js';
import { type KeyRole, roleHeader } from './key-role.js';

export interface Room {
  /** 32 bytes: protection key of every key block. */
  readonly lmk: Uint8Array;
  readonly lmkCheckValue: string;
  readonly random: Random;
  /** The back end of TDES. */
  readonly createTdes: CipherFactory;
}

export function wrapKey(room: Room, key: Uint8Array, role: KeyRole, label: string): WrappedKey {
  const optionalBlocks = label === '' ? [] : [{ id: 'LB', data: label }];
  const header = {
    version: 'D',
    keyVersion: '00',
    exportability: 'N',
    optionalBlocks,
  } as const;
  const padding = room.random.bytes(keyBlockPaddingBytes('D', key.length));
  const algorithm = algorithmOf(key, role);
  const block = wrapKeyBlock(room.lmk, { ...header, ...roleHeader(role), algorithm }, key, padding);
  return { block, kcv: bytesToHex(checkValue(room, key, algorithm, 3)) };
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
