// The keys of one search in clear, as a terminal may have taken them, each made once and wiped at the end.

import {
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  type BlockCipher,
  type CipherFactory,
  createAes,
  createSm4,
  encryptEcb,
} from '@tillgate/payment-crypto';
import type { KeySlot } from './command-rules.js';
import type { KeyBlock } from './hsm.js';
import { SM4 } from './key-role.js';
import type { OpenedKeys } from './opened-keys.js';
import type { KeySupposition, PinSupposition, TakenKey } from './supposition.js';

const HALF = 8;
/** By the algorithm of a key block's header. */
const CIPHERS: Readonly<Record<string, PinSupposition['cipher']>> = {
  T: 'tdes',
  D: 'tdes',
  A: 'aes',
  [SM4]: 'sm4',
};

const MESSAGE_USAGES: Readonly<Partial<Record<TakenKey, AesDukptUsage>>> = {
  'message-mac': 'mac-generate',
  'message-answer-mac': 'mac-verify',
  'message-pin': 'pin',
};

export class TriedKeys {
  readonly #keys: OpenedKeys;
  readonly #slot: KeySlot;
  readonly #blocks: readonly KeyBlock[];
  readonly #createTdes: CipherFactory;
  /** By place of the block and what was made of it; only what is needed is unwrapped. */
  readonly #clear = new Map<string, Uint8Array>();
  readonly #ciphers = new Map<string, BlockCipher>();

  /** @throws Fault TG_HSM_KEY_USAGE; CryptoFault TG_KEY_BLOCK, TG_KEY_BLOCK_MAC */
  constructor(keys: OpenedKeys, slot: KeySlot, blocks: readonly KeyBlock[], createTdes: CipherFactory) {
    this.#keys = keys;
    this.#slot = slot;
    this.#blocks = blocks;
    this.#createTdes = createTdes;
    for (const block of blocks) keys.cipherFor(slot, '-', block);
  }

  /** Undefined where that key cannot be taken so, or not for that cipher. */
  cipher(supposition: KeySupposition, of: PinSupposition['cipher']): BlockCipher | undefined {
    const { key: place, taken } = supposition;
    const block = this.#blocks[place];
    if (block === undefined) return undefined;
    // As it is, it is most likely in use: nothing needs to be unwrapped.
    const isKept = taken === 'whole' && CIPHERS[this.#keys.algorithmOf(block)] === of;
    if (isKept) return this.#keys.cipherFor(this.#slot, '-', block);
    return this.#cipher(`${of} ${nameOf(supposition)}`, () => {
      const key = this.#taken(supposition);
      if (!key || (key.length !== 2 * HALF && !(of === 'tdes' && key.length === HALF))) return undefined;
      return of === 'tdes' ? this.#createTdes(key) : of === 'sm4' ? createSm4(key) : createAes(key);
    });
  }

  /** Single DES under the first half of the key so taken, which X9.19 needs beside the whole. */
  firstHalf(supposition: KeySupposition): BlockCipher | undefined {
    return this.#cipher(`half ${nameOf(supposition)}`, () => {
      const key = this.#taken(supposition);
      return key?.length === 2 * HALF ? this.#createTdes(key.slice(0, HALF)) : undefined;
    });
  }

  wipe(): void {
    for (const key of this.#clear.values()) key.fill(0);
    for (const cipher of this.#ciphers.values()) cipher.destroy();
  }

  #cipher(name: string, make: () => BlockCipher | undefined): BlockCipher | undefined {
    const made = this.#ciphers.get(name) ?? make();
    if (made) this.#ciphers.set(name, made);
    return made;
  }

  #taken(supposition: KeySupposition): Uint8Array | undefined {
    const name = nameOf(supposition);
    const made = this.#clear.get(name) ?? this.#make(supposition);
    if (made) this.#clear.set(name, made);
    return made;
  }

  #make({ key: place, taken, under, ksn }: KeySupposition): Uint8Array | undefined {
    const block = this.#blocks[place];
    if (block === undefined) return undefined;
    const isWhole = taken === 'whole' && under === undefined && ksn === undefined;
    if (isWhole) return this.#keys.derivedFrom(this.#slot, '-', block, (clear) => clear.slice());
    const key = this.#taken({ key: place, taken: 'whole' });
    if (!key) return undefined;
    const usage = MESSAGE_USAGES[taken];
    if (usage) return ksn && messageKey(key, ksn, usage);
    const master = this.#blocks[under ?? -1];
    if (master !== undefined) return travelled(this.#keys.cipherFor(this.#slot, '-', master), key, taken);
    return partOf(key, taken);
  }
}

/** Tells keys as they were taken apart. */
export function nameOf({ key, taken, under, ksn }: KeySupposition): string {
  return `${key} ${taken} ${under ?? ''} ${ksn?.join('.') ?? ''}`;
}

function messageKey(initialKey: Uint8Array, ksn: Uint8Array, usage: AesDukptUsage): Uint8Array {
  const derivationKey = aesDukptDerivationKey(initialKey, ksn);
  try {
    return aesDukptWorkingKey(derivationKey, ksn, usage, 'AES128');
  } finally {
    derivationKey.fill(0);
  }
}

/** What becomes of a key that is not decrypted as it should be after its way under another. */
function travelled(master: BlockCipher, key: Uint8Array, taken: TakenKey): Uint8Array | undefined {
  if (taken === 'as-handed-out') return encryptEcb(master, key);
  if (taken !== 'slot-decrypted' || key.length !== HALF || master.blockBytes !== HALF) return undefined;
  const slot = new Uint8Array(2 * HALF);
  slot.set(key);
  master.decryptBlock(slot, HALF, slot, HALF);
  return slot;
}

function partOf(key: Uint8Array, taken: TakenKey): Uint8Array | undefined {
  const [first, second] = [key.slice(0, HALF), key.slice(HALF)];
  const joined = new Uint8Array(2 * HALF);
  switch (taken) {
    case 'whole':
      return key.slice();
    case 'zero-filled':
      joined.set(first);
      return joined;
    case 'first-half':
      return key.length === 2 * HALF ? first : undefined;
    case 'second-half':
      return key.length === 2 * HALF ? second : undefined;
    case 'halves-swapped':
      if (key.length !== 2 * HALF) return undefined;
      joined.set(second);
      joined.set(first, HALF);
      return joined;
    default:
      return undefined;
  }
}
