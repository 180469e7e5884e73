// Protection of card data at rest with keys that are derived from the local master key, one for each
// purpose (RFC 5869 HKDF-SHA-256, no salt, a label each), so that nothing else has to be kept secret.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { unwrapKeyBlock } from '@tillgate/payment-crypto';
import { assert, Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import type { LmkRing } from './lmk-ring.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface DataKeys {
  readonly seal: Uint8Array;
  readonly panHash: Uint8Array;
  readonly contentHash: Uint8Array;
}

/** The keys of the first local master key. */
export function deriveDataKeys(lmk: Uint8Array): DataKeys {
  return {
    seal: derive(lmk, 'tillgate pan seal 1'),
    panHash: derive(lmk, 'tillgate pan hash 1'),
    contentHash: derive(lmk, 'tillgate content hash 1'),
  };
}

/** Those that outlived it. @throws CryptoFault TG_KEY_BLOCK, TG_KEY_BLOCK_MAC */
export function unwrapDataKeys(lmks: LmkRing, blocks: readonly string[]): DataKeys {
  const [seal, panHash, contentHash] = blocks.map((block) => unwrapKeyBlock(lmks.keyOf(block), block).key);
  assert(seal && panHash && contentHash, 'there is a key for each purpose');
  return { seal, panHash, contentHash };
}

export class StoredDataKeys {
  readonly #sealKey: Uint8Array;
  readonly #panHashKey: Uint8Array;
  readonly #contentHashKey: Uint8Array;
  readonly #random: Random;

  constructor({ seal, panHash, contentHash }: DataKeys, random: Random) {
    this.#sealKey = seal;
    this.#panHashKey = panHash;
    this.#contentHashKey = contentHash;
    this.#random = random;
  }

  /** As key blocks: one for each purpose, in the order in which `unwrapDataKeys` takes them. */
  wrapped(
    wrap: (keyUsage: string, algorithm: string, modeOfUse: string, key: Uint8Array) => string,
  ): readonly string[] {
    return [
      wrap('D0', 'A', 'B', this.#sealKey),
      wrap('M7', 'H', 'C', this.#panHashKey),
      wrap('M7', 'H', 'C', this.#contentHashKey),
    ];
  }

  /** Nonce, ciphertext, tag (NIST SP 800-38D, AES-256-GCM). */
  seal(text: string): Uint8Array {
    const nonce = this.#random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealKey, nonce);
    const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return new Uint8Array(Buffer.concat(parts));
  }

  /** @throws Fault TG_HSM_SEAL when it was not sealed here or has been changed */
  open(sealed: Uint8Array): string {
    const textEnd = sealed.length - TAG_BYTES;
    if (textEnd < NONCE_BYTES) throw new Fault('TG_HSM_SEAL', 'not sealed by this HSM');
    const cipher = createDecipheriv('aes-256-gcm', this.#sealKey, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAuthTag(sealed.subarray(textEnd));
    const text = cipher.update(sealed.subarray(NONCE_BYTES, textEnd));
    try {
      return Buffer.concat([text, cipher.final()]).toString('utf8');
    } catch {
      throw new Fault('TG_HSM_SEAL', 'not sealed by this HSM');
    }
  }

  panHash(pan: string): Uint8Array {
    return new Uint8Array(createHmac('sha256', this.#panHashKey).update(pan, 'utf8').digest());
  }

  contentHash(content: Uint8Array): Uint8Array {
    return new Uint8Array(createHmac('sha256', this.#contentHashKey).update(content).digest());
  }
}

function derive(lmk: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', lmk, new Uint8Array(), label, 32));
}
