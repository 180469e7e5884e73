// Keys that were unwrapped and are kept ready as key schedules: bounded, the least recently used one is
// wiped first. Only a block whose MAC was right ever gets in, and it is found again by its whole text.

import { type BlockCipher, type CipherFactory, unwrapKeyBlock } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { type KeySlot, mayServe } from './command-rules.js';
import type { KeyBlock } from './hsm.js';

interface OpenedKey {
  readonly keyUsage: string;
  readonly modeOfUse: string;
  readonly cipher: BlockCipher;
}

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
    const key = this.#keys.get(block) ?? this.#open(block);
    this.#keys.delete(block);
    this.#keys.set(block, key);
    if (this.#keys.size > this.#capacity) this.#wipeOldest();
    if (!mayServe(slot, key.keyUsage, key.modeOfUse)) {
      throw new Fault('TG_HSM_KEY_USAGE', 'this key may not serve this command');
    }
    return key.cipher;
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
      if (header.version !== 'D' || header.algorithm !== 'T') {
        throw new Fault('TG_HSM_KEY_USAGE', 'keys of this host are TDES in version D key blocks');
      }
      return { keyUsage: header.keyUsage, modeOfUse: header.modeOfUse, cipher: this.#createTdes(key) };
    } finally {
      key.fill(0);
    }
  }

  #wipeOldest(): void {
    for (const [block, key] of this.#keys) {
      key.cipher.destroy();
      this.#keys.delete(block);
      return;
    }
  }
}
