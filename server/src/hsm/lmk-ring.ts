// The local master keys of this room side by side: one is live and wraps; the others only open what they wrapped, until
// every stored block is under the live one. A block's header names its own by check value (KP, ANSI X9.143).

import { parseKeyBlockHeader } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { KeyBlock } from './hsm.js';
import { type LocalMasterKey, lmkCheckValue } from './local-master-key.js';

export class LmkRing {
  readonly #keys: Map<string, Uint8Array>;
  #live: LocalMasterKey;

  constructor(live: LocalMasterKey, others: readonly LocalMasterKey[] = []) {
    this.#live = live;
    this.#keys = new Map([live, ...others].map(({ checkValue, lmk }) => [checkValue, lmk]));
  }

  /** A ring of one key. */
  static of(lmk: Uint8Array): LmkRing {
    return new LmkRing({ lmk, checkValue: lmkCheckValue(lmk) });
  }

  get live(): LocalMasterKey {
    return this.#live;
  }

  /** Check values of those that only open. */
  get others(): readonly string[] {
    return [...this.#keys.keys()].filter((checkValue) => checkValue !== this.#live.checkValue);
  }

  /**
   * The key that a block names; the live one for a block that names none.
   * @throws CryptoFault TG_KEY_BLOCK; Fault TG_HSM_KEY_ENDED for an empty text, which is what an ended key leaves
   */
  keyOf(block: KeyBlock): Uint8Array {
    if (block === '') throw new Fault('TG_HSM_KEY_ENDED', 'this key has ended, and none took its place');
    const named = parseKeyBlockHeader(block)
      .optionalBlocks.find(({ id }) => id === 'KP')
      ?.data.slice(2);
    return this.#keys.get(named ?? '') ?? this.#live.lmk;
  }

  has(checkValue: string): boolean {
    return this.#keys.has(checkValue);
  }

  /** Takes a key in that opens and does not wrap yet. */
  add({ checkValue, lmk }: LocalMasterKey): void {
    this.#keys.set(checkValue, lmk);
  }

  /** @throws Fault TG_LMK_UNKNOWN */
  makeLive(checkValue: string): void {
    const lmk = this.#keys.get(checkValue);
    if (!lmk) throw new Fault('TG_LMK_UNKNOWN', 'there is no local master key of this check value');
    this.#live = { lmk, checkValue };
  }

  /** Wipes a key. @throws Fault TG_LMK_UNKNOWN, TG_LMK_LIVE */
  drop(checkValue: string): void {
    const lmk = this.#keys.get(checkValue);
    if (!lmk) throw new Fault('TG_LMK_UNKNOWN', 'there is no local master key of this check value');
    if (checkValue === this.#live.checkValue) {
      throw new Fault('TG_LMK_LIVE', 'the live local master key cannot be retired');
    }
    lmk.fill(0);
    this.#keys.delete(checkValue);
  }
}
