// Keys that were unwrapped and are kept ready as key schedules: bounded, the least recently used one is
// wiped first. Only a block whose MAC was right ever gets in, and it is found again by its whole text.

import {
  type BlockCipher,
  type CipherFactory,
  kcvOfZeros,
  type TerminalMacKey,
  unwrapKeyBlock,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { cipherFor } from './cipher-for.js';
import { type KeySlot, mayServe } from './command-rules.js';
import type { KeyBlock } from './hsm.js';

interface OpenedKey extends TerminalMacKey {
  readonly keyUsage: string;
  readonly algorithm: string;
  readonly modeOfUse: string;
}

/** Usages of the retail MAC and of card verification, which also work with the first half of their key alone. */
const HALVED: readonly string[] = ['M3', 'C0'];

export class OpenedKeys {
  readonly #lmk: Uint8Array;
  readonly #createTdes: CipherFactory;
  readonly #capacity: number;
  readonly #keys = new Map<KeyBlock, OpenedKey>();

  constructor(lmk: Uint8Array, createTdes: CipherFactory, capacity: number) {
    this.#lmk = lmk;
    this.#createTdes = createTdes;
    this.#capacity = capacity;
  }

  /**
   * The cipher of a key that may serve in this place. Good until the next call but `capacity`.
   * @throws Fault TG_HSM_KEY_USAGE; CryptoFault TG_KEY_BLOCK, TG_KEY_BLOCK_MAC
   */
  cipherFor(slot: KeySlot, block: KeyBlock): BlockCipher {
    return this.macKeyFor(slot, block).whole;
  }

  /** The same for a MAC, some of which need part of the key as well. */
  macKeyFor(slot: KeySlot, block: KeyBlock): TerminalMacKey {
    const key = this.#use(block);
    if (!mayServe(slot, key.keyUsage, key.algorithm, key.modeOfUse)) {
      throw new Fault('TG_HSM_KEY_USAGE', 'this key may not serve this command');
    }
    return key;
  }

  /** The check value that was given out when the key was formed, whatever the key may serve. */
  checkValueOf(block: KeyBlock): Uint8Array {
    return kcvOfZeros(this.#use(block).whole, 3);
  }

  #use(block: KeyBlock): OpenedKey {
    const key = this.#keys.get(block) ?? this.#open(block);
    this.#keys.delete(block);
    this.#keys.set(block, key);
    if (this.#keys.size > this.#capacity) this.#wipeOldest();
    return key;
  }

  get size(): number {
    return this.#keys.size;
  }

  wipe(): void {
    while (this.#keys.size > 0) this.#wipeOldest();
  }

  #open(block: KeyBlock): OpenedKey {
    const { header, key } = unwrapKeyBlock(this.#lmk, block);
    try {
      const { version, keyUsage, algorithm, modeOfUse } = header;
      if (version !== 'D')
        throw new Fault('TG_HSM_KEY_USAGE', 'keys of this host are in version D key blocks');
      const whole = cipherFor(algorithm, key, this.#createTdes);
      const firstHalf = HALVED.includes(keyUsage) ? this.#createTdes(key.slice(0, 8)) : undefined;
      return { keyUsage, algorithm, modeOfUse, whole, firstHalf };
    } finally {
      key.fill(0);
    }
  }

  #wipeOldest(): void {
    for (const [block, key] of this.#keys) {
      key.whole.destroy();
      key.firstHalf?.destroy();
      this.#keys.delete(block);
      return;
    }
  }
}
