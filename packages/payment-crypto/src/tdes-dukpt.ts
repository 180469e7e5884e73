// Derived unique key per transaction for TDES (ANSI X9.24-1:2009 Annex A): one key a transaction from an
// initial key and a counter, so that a terminal holds no key that opens its past.

import { encryptEcb } from './block-cipher.js';
import { hexToBytes } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { createTdes } from './des.js';
import { dukptSteps, isDukptCounter } from './dukpt-counter.js';

const KSN_BYTES = 10;
const KEY_BYTES = 16;
const COUNTER_MASK = 0x1fffff;
export const TDES_DUKPT_COUNTER_BITS = 21;
export const TDES_DUKPT_ONES_MAX = 10;

export type TdesDukptUsage = 'pin' | 'mac-request' | 'mac-response' | 'data-request' | 'data-response';

/** What a transaction key is turned into: the masks are those of X9.24-1 Annex A.4.1, for each half. */
const VARIANTS: Readonly<Record<TdesDukptUsage, Uint8Array>> = {
  pin: hexToBytes('00000000000000FF'),
  'mac-request': hexToBytes('000000000000FF00'),
  'mac-response': hexToBytes('00000000FF000000'),
  'data-request': hexToBytes('0000000000FF0000'),
  'data-response': hexToBytes('000000FF00000000'),
};

/**
 * The initial key of a terminal (IPEK), 16 bytes.
 * @param bdk base derivation key, 16 bytes; @param ksn 10 bytes, its counter does not count
 * @throws CryptoFault TG_KEY_LENGTH, TG_KSN
 */
export function tdesDukptInitialKey(bdk: Uint8Array, ksn: Uint8Array): Uint8Array {
  const { register } = splitKsn(ksn, 0);
  if (bdk.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  const key = new Uint8Array(KEY_BYTES);
  for (const half of [0, 8]) {
    const variant = half === 0 ? new Uint8Array(bdk) : keyVariantC0(bdk);
    const cipher = createTdes(variant);
    variant.fill(0);
    cipher.encryptBlock(register, 0, key, half);
    cipher.destroy();
  }
  return key;
}

/**
 * The key of one transaction, 16 bytes.
 * @param initialKey 16 bytes; @param ksn 10 bytes with the transaction's counter
 * @throws CryptoFault TG_KEY_LENGTH, TG_KSN, TG_KSN_COUNTER
 */
export function tdesDukptTransactionKey(initialKey: Uint8Array, ksn: Uint8Array): Uint8Array {
  const { register, counter } = splitKsn(ksn, 2);
  if (initialKey.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  if (!isDukptCounter(counter, TDES_DUKPT_ONES_MAX)) throw new CryptoFault('TG_KSN_COUNTER');
  let key: Uint8Array = new Uint8Array(initialKey);
  for (const step of dukptSteps(counter, TDES_DUKPT_COUNTER_BITS)) {
    for (let i = 0; i < 3; i++) register[5 + i] = register[5 + i]! | ((step >>> (16 - 8 * i)) & 255);
    const next = nonReversibleKey(key, register);
    key.fill(0);
    key = next;
  }
  return key;
}

/**
 * The transaction keys of one terminal. It keeps the keys on the way to the last one: the counter after it shares all
 * its one bits but the lowest few, so that the next key costs one step instead of up to ten.
 */
export class TdesDukptChain {
  readonly #initialKey: Uint8Array;
  /** Counters made of the highest one bits, each with its key. */
  #path: Array<{ readonly prefix: number; readonly key: Uint8Array }> = [];

  /** @param initialKey 16 bytes, copied @throws CryptoFault TG_KEY_LENGTH */
  constructor(initialKey: Uint8Array) {
    if (initialKey.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
    this.#initialKey = new Uint8Array(initialKey);
  }

  /**
   * As `tdesDukptTransactionKey`; the result is the chain's own: neither changed nor wiped by the caller.
   * @throws CryptoFault TG_KSN, TG_KSN_COUNTER
   */
  transactionKey(ksn: Uint8Array): Uint8Array {
    const { register, counter } = splitKsn(ksn, 2);
    if (!isDukptCounter(counter, TDES_DUKPT_ONES_MAX)) throw new CryptoFault('TG_KSN_COUNTER');
    let prefix = 0;
    let depth = 0;
    for (let step = 1 << (TDES_DUKPT_COUNTER_BITS - 1); step > 0; step >>>= 1) {
      if ((counter & step) === 0) continue;
      prefix |= step;
      for (let i = 0; i < 3; i++) register[5 + i] = register[5 + i]! | ((step >>> (16 - 8 * i)) & 255);
      if (this.#path[depth]?.prefix !== prefix) {
        this.#wipeFrom(depth);
        const before = this.#path[depth - 1]?.key ?? this.#initialKey;
        this.#path.push({ prefix, key: nonReversibleKey(before, register) });
      }
      depth += 1;
    }
    this.#wipeFrom(depth);
    return this.#path[depth - 1]!.key;
  }

  destroy(): void {
    this.#initialKey.fill(0);
    this.#wipeFrom(0);
  }

  #wipeFrom(depth: number): void {
    while (this.#path.length > depth) this.#path.pop()?.key.fill(0);
  }
}

/** The working key of one use. Data keys are encrypted under themselves once more (Annex A.4.1). */
export function tdesDukptWorkingKey(transactionKey: Uint8Array, usage: TdesDukptUsage): Uint8Array {
  const mask = VARIANTS[usage];
  const key = new Uint8Array(transactionKey);
  for (let i = 0; i < KEY_BYTES; i++) key[i] = key[i]! ^ mask[i & 7]!;
  if (usage !== 'data-request' && usage !== 'data-response') return key;
  const cipher = createTdes(key);
  const dataKey = encryptEcb(cipher, key);
  cipher.destroy();
  key.fill(0);
  return dataKey;
}

/** The special encryption of Annex A.2, right half first, then left under the changed key. */
function nonReversibleKey(key: Uint8Array, register: Uint8Array): Uint8Array {
  const derived = new Uint8Array(KEY_BYTES);
  const variant = keyVariantC0(key);
  encryptUnderHalves(key, register, derived, 8);
  encryptUnderHalves(variant, register, derived, 0);
  variant.fill(0);
  return derived;
}

/** Data XOR right half, DES under the left half, XOR right half. */
function encryptUnderHalves(key: Uint8Array, data: Uint8Array, into: Uint8Array, at: 0 | 8): void {
  for (let i = 0; i < 8; i++) into[at + i] = data[i]! ^ key[8 + i]!;
  const cipher = createTdes(key.subarray(0, 8));
  cipher.encryptBlock(into, at, into, at);
  cipher.destroy();
  for (let i = 0; i < 8; i++) into[at + i] = into[at + i]! ^ key[8 + i]!;
}

/** XOR with C0C0C0C000000000 on both halves. */
function keyVariantC0(key: Uint8Array): Uint8Array {
  const variant = new Uint8Array(key);
  for (let i = 0; i < KEY_BYTES; i++) if ((i & 4) === 0) variant[i] = variant[i]! ^ 0xc0;
  return variant;
}

/** Eight bytes of the KSN from `start` with the counter cleared, and the counter. */
function splitKsn(ksn: Uint8Array, start: 0 | 2): { register: Uint8Array; counter: number } {
  if (ksn.length !== KSN_BYTES) throw new CryptoFault('TG_KSN');
  const last = (ksn[7]! << 16) | (ksn[8]! << 8) | ksn[9]!;
  const cleared = new Uint8Array(ksn);
  cleared[7] = cleared[7]! & 0xe0;
  cleared[8] = 0;
  cleared[9] = 0;
  return { register: cleared.slice(start, start + 8), counter: last & COUNTER_MASK };
}
