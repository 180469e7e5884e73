// Derivations of terminals that make a key for each transaction (TDES DUKPT, ANSI X9.24-1): the keys on the way to a
// terminal's last one are kept, since the next one shares most of that way. Bounded; who goes is wiped.

import {
  type BlockCipher,
  bytesToHex,
  type CipherFactory,
  CryptoFault,
  TdesDukptChain,
  tdesDukptInitialKey,
  tdesDukptWorkingKey,
} from '@tillgate/payment-crypto';
import type { PinBlockFormat } from './command-rules.js';
import type { KeyBlock } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';

const KSN_BYTES = 10;
const TERMINALS_MAX = 4096;

export class DukptTerminals {
  readonly #keys: OpenedKeys;
  readonly #createTdes: CipherFactory;
  readonly #capacity: number;
  /** By base key, format and the serial number without its counter; the least recently used first. */
  readonly #chains = new Map<string, TdesDukptChain>();

  constructor(keys: OpenedKeys, createTdes: CipherFactory, capacity: number = TERMINALS_MAX) {
    this.#keys = keys;
    this.#createTdes = createTdes;
    this.#capacity = capacity;
  }

  /**
   * The PIN key of one transaction; the caller destroys it.
   * @throws Fault TG_HSM_KEY_USAGE; CryptoFault TG_KSN, TG_KSN_COUNTER, TG_KEY_BLOCK, TG_KEY_BLOCK_MAC
   */
  pinCipher(bdk: KeyBlock, format: PinBlockFormat, ksn: Uint8Array): BlockCipher {
    if (ksn.length !== KSN_BYTES) throw new CryptoFault('TG_KSN');
    // 21 bits are the counter: the byte they begin in belongs to the name with its other three.
    const name = `${bdk}${format}${bytesToHex(ksn.subarray(0, 7))}${ksn[7]! >>> 5}`;
    const chain = this.#chains.get(name) ?? this.#open(bdk, format, ksn);
    this.#chains.delete(name);
    this.#chains.set(name, chain);
    if (this.#chains.size > this.#capacity) this.#wipeOldest();
    const key = tdesDukptWorkingKey(chain.transactionKey(ksn), 'pin');
    const cipher = this.#createTdes(key);
    key.fill(0);
    return cipher;
  }

  get size(): number {
    return this.#chains.size;
  }

  #open(bdk: KeyBlock, format: PinBlockFormat, ksn: Uint8Array): TdesDukptChain {
    return this.#keys.derivedFrom('translateTdesDukptPin.bdk', format, bdk, (key) => {
      const initialKey = tdesDukptInitialKey(key, ksn);
      const chain = new TdesDukptChain(initialKey);
      initialKey.fill(0);
      return chain;
    });
  }

  #wipeOldest(): void {
    for (const [name, chain] of this.#chains) {
      chain.destroy();
      this.#chains.delete(name);
      return;
    }
  }
}
