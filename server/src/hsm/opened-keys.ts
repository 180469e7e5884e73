// Keys that were unwrapped and are kept ready as key schedules: bounded, the least recently used one is
// wiped first. Only a block whose MAC was right ever gets in, and it is found again by its whole text.

import {
  type BlockCipher,
  type CipherFactory,
  type KeyBlockHeader,
  kcvOfCmac,
  kcvOfZeros,
  type TerminalMacKey,
  unwrapKeyBlock,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { isToldByCmac } from './check-value.js';
import { cipherFor } from './cipher-for.js';
import { type KeyFormat, type KeySlot, mayServe } from './command-rules.js';
import type { KeyBlock } from './hsm.js';
import type { LmkRing } from './lmk-ring.js';

interface OpenedKey extends TerminalMacKey {
  /** Usage, algorithm and mode of use of its header, such as `P0/T/D`. */
  readonly use: string;
  /** Which call last asked for it. */
  call: number;
}

/** Usages of the retail MAC and of card verification, which also work with the first half of their key alone. */
const HALVED: readonly string[] = ['M3', 'C0'];

export class OpenedKeys {
  readonly #lmks: LmkRing;
  readonly #createTdes: CipherFactory;
  readonly #capacity: number;
  readonly #keys = new Map<KeyBlock, OpenedKey>();
  #calls = 0;

  constructor(lmks: LmkRing, createTdes: CipherFactory, capacity: number) {
    this.#lmks = lmks;
    this.#createTdes = createTdes;
    this.#capacity = capacity;
  }

  /**
   * The cipher of a key that may serve in this place. Good until the next call but `capacity`.
   * @throws Fault TG_HSM_KEY_USAGE; CryptoFault TG_KEY_BLOCK, TG_KEY_BLOCK_MAC
   */
  cipherFor(slot: KeySlot, format: KeyFormat, block: KeyBlock): BlockCipher {
    return this.macKeyFor(slot, format, block).whole;
  }

  /**
   * What `derive` makes of a clear key that may serve in this place; the key itself is wiped and not kept.
   * @throws as above
   */
  derivedFrom<Derived>(
    slot: KeySlot,
    format: KeyFormat,
    block: KeyBlock,
    derive: (key: Uint8Array) => Derived,
  ): Derived {
    const { header, key } = unwrapKeyBlock(this.#lmks.keyOf(block), block);
    try {
      check(slot, format, useOf(header));
      return derive(key);
    } finally {
      key.fill(0);
    }
  }

  /** Of the key block's header: `T`, `D`, `A`, or the digit that stands for SM4. */
  algorithmOf(block: KeyBlock): string {
    return this.#use(block).use.split('/')[1] ?? '';
  }

  /** The same for a MAC, some of which need part of the key as well. */
  macKeyFor(slot: KeySlot, format: KeyFormat, block: KeyBlock): TerminalMacKey {
    const key = this.#use(block);
    check(slot, format, key.use);
    return key;
  }

  /** The check value that was given out when the key was formed, whatever the key may serve. */
  checkValueOf(block: KeyBlock): Uint8Array {
    const { whole, use } = this.#use(block);
    return isToldByCmac(use.split('/')[1] ?? '') ? kcvOfCmac(whole) : kcvOfZeros(whole, 3);
  }

  #use(block: KeyBlock): OpenedKey {
    const key = this.#keys.get(block) ?? this.#open(block);
    this.#calls += 1;
    key.call = this.#calls;
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
    const { header, key } = unwrapKeyBlock(this.#lmks.keyOf(block), block);
    try {
      const { version, keyUsage, algorithm } = header;
      if (version !== 'D')
        throw new Fault('TG_HSM_KEY_USAGE', 'keys of this host are in version D key blocks');
      const whole = cipherFor(algorithm, key, this.#createTdes);
      const firstHalf = HALVED.includes(keyUsage) ? this.#createTdes(key.slice(0, 8)) : undefined;
      const opened = { use: useOf(header), call: 0, whole, firstHalf };
      this.#keys.set(block, opened);
      return opened;
    } finally {
      key.fill(0);
    }
  }

  /** Looks at all of them: rare, and cheaper than keeping an order at every call. */
  #wipeOldest(): void {
    let [oldest, call] = ['', Number.POSITIVE_INFINITY];
    for (const [block, key] of this.#keys) {
      if (key.call < call) [oldest, call] = [block, key.call];
    }
    const key = this.#keys.get(oldest);
    key?.whole.destroy();
    key?.firstHalf?.destroy();
    this.#keys.delete(oldest);
  }
}

function useOf({ keyUsage, algorithm, modeOfUse }: KeyBlockHeader): string {
  return `${keyUsage}/${algorithm}/${modeOfUse}`;
}

function check(slot: KeySlot, format: KeyFormat, use: string): void {
  if (!mayServe(slot, format, use)) {
    throw new Fault('TG_HSM_KEY_USAGE', 'this key may not serve this command');
  }
}
