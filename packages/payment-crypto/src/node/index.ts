// `@tillgate/payment-crypto/node`: the block ciphers by node:crypto (OpenSSL), to be chosen in place of
// the table-driven ones where cache timing matters more than the speed of single blocks.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { BlockCipher } from '../block-cipher.js';
import { CryptoFault } from '../crypto-fault.js';

/** TDES as `createTdes`. OpenSSL 3 has no single DES by default, so an 8-byte key is taken three times. */
export function createNodeTdes(key: Uint8Array): BlockCipher {
  if (key.length !== 8 && key.length !== 16 && key.length !== 24) throw new CryptoFault('TG_KEY_LENGTH');
  const tripled = new Uint8Array(24);
  for (let i = 0; i < 24; i++) tripled[i] = key[i % key.length]!;
  const cipher = new NodeCipher('des-ede3-ecb', tripled, 8);
  tripled.fill(0);
  return cipher;
}

/** AES as `createAes`. */
export function createNodeAes(key: Uint8Array): BlockCipher {
  if (key.length !== 16 && key.length !== 24 && key.length !== 32) throw new CryptoFault('TG_KEY_LENGTH');
  return new NodeCipher(`aes-${8 * key.length}-ecb`, key, 16);
}

/** A kept pair of ECB objects: without padding they hold no state between whole blocks. */
class NodeCipher implements BlockCipher {
  readonly blockBytes: number;
  readonly #encryption: ReturnType<typeof createCipheriv>;
  readonly #decryption: ReturnType<typeof createDecipheriv>;

  constructor(algorithm: string, key: Uint8Array, blockBytes: number) {
    this.blockBytes = blockBytes;
    this.#encryption = createCipheriv(algorithm, key, null).setAutoPadding(false);
    this.#decryption = createDecipheriv(algorithm, key, null).setAutoPadding(false);
  }

  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    to.set(this.#encryption.update(from.subarray(fromOffset, fromOffset + this.blockBytes)), toOffset);
  }

  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    to.set(this.#decryption.update(from.subarray(fromOffset, fromOffset + this.blockBytes)), toOffset);
  }

  /** OpenSSL frees and clears its key schedules when an operation is finished. */
  destroy(): void {
    this.#encryption.final();
    this.#decryption.final();
  }
}
