// The key under which a terminal's own key or a component travels: ECDH on P-256 with an ephemeral key (NIST SP
// 800-56A), then HKDF-SHA-256 (RFC 5869) bound to both public keys.

import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';
import { Fault } from '../kernel/fault.js';

const CURVE = 'prime256v1';
const TERMINAL_KEY = 'tillgate terminal key 1';
const KEY_BYTES = 32;

export interface EphemeralPair {
  readonly privateKey: KeyObject;
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

export function ephemeralPair(): EphemeralPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: CURVE });
  return { privateKey, publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
}

/**
 * AES-256, the same at both ends; to be wiped by the caller.
 * @param otherKey of the other end: DER, SubjectPublicKeyInfo
 * @param ephemeralKey of the end that made one for this, in the same form
 * @param purpose keys agreed on for different purposes differ
 * @throws Fault TG_HSM_PUBLIC_KEY for what is no key on P-256
 */
export function agreedKey(
  ownKey: KeyObject,
  otherKey: Uint8Array,
  ephemeralKey: Uint8Array,
  purpose: string = TERMINAL_KEY,
): Uint8Array {
  const secret = diffieHellman({ privateKey: ownKey, publicKey: publicKeyOf(otherKey) });
  try {
    return new Uint8Array(hkdfSync('sha256', secret, ephemeralKey, purpose, KEY_BYTES));
  } finally {
    secret.fill(0);
  }
}

function publicKeyOf(der: Uint8Array): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    if (key.asymmetricKeyDetails?.namedCurve === CURVE) return key;
  } catch {
    // The parser throws for what is no key.
  }
  throw new Fault('TG_HSM_PUBLIC_KEY', 'no public key on P-256');
}
