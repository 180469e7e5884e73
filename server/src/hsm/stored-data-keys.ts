// Protection of card data at rest with keys that are derived from the local master key, one for each
// purpose (RFC 5869 HKDF-SHA-256, no salt, a label each), so that nothing else has to be kept secret.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class StoredDataKeys {
  readonly #sealKey: Uint8Array;
  readonly #panHashKey: Uint8Array;
  readonly #contentHashKey: Uint8Array;
  readonly #random: Random;

  constructor(lmk: Uint8Array, random: Random) {
    this.#sealKey = derive(lmk, 'tillgate pan seal 1');
    this.#panHashKey = derive(lmk, 'tillgate pan hash 1');
    this.#contentHashKey = derive(lmk, 'tillgate content hash 1');
    this.#random = random;
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
