// A PIN on its way from its holder's phone into this room: the PIN field of ISO 9564-1 format 4, encrypted for a bank's
// key alone, so that no host between can read it. AES-256-GCM under ECDH on P-256 and HKDF-SHA-256, as components
// travel; bound to the card, to one occasion and to its time, so that it is of no use for another.

import { createDecipheriv, createPrivateKey, type KeyObject } from 'node:crypto';
import { CryptoFault, pinOfFieldFormat4 } from '@tillgate/payment-crypto';
import { agreedKey } from './key-agreement.js';

const PURPOSE = 'tillgate phone PIN 1';
const CIPHER = 'aes-256-gcm';
const FIELD_BYTES = 16;
const TAG_BYTES = 16;
/** Each key seals once. */
const NONCE: Uint8Array = new Uint8Array(12);
const SCALAR_BYTES = 32;
/** PKCS 8 of a private key on P-256 up to its scalar (RFC 5208, RFC 5915); the public key is computed from it. */
const PKCS8_P256 = Buffer.from(
  '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
  'hex',
);

export interface SealedPin {
  /** Of the phone: DER, SubjectPublicKeyInfo. */
  readonly ephemeralKey: Uint8Array;
  /** Encrypted PIN field 16, tag 16. */
  readonly sealed: Uint8Array;
  /** Names the occasion: 32 bytes. */
  readonly nonce: Uint8Array;
  /** When it began: milliseconds since 1970 UTC. */
  readonly at: number;
}

/** What the phone sealed it for. @param panHash the name under which the host keeps the card */
export function boundTo(panHash: Uint8Array, { nonce, at }: Pick<SealedPin, 'nonce' | 'at'>): Uint8Array {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.trunc(at)));
  return new Uint8Array(Buffer.concat([Buffer.from(PURPOSE), panHash, nonce, time]));
}

/** @returns digit values, to be wiped by the caller @throws CryptoFault TG_PIN_BLOCK for every defect */
export function openPin(sealedPin: SealedPin, bankKey: KeyObject, bound: Uint8Array): Uint8Array {
  const { ephemeralKey, sealed } = sealedPin;
  if (sealed.length !== FIELD_BYTES + TAG_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  return pinOfFieldFormat4(openField(agreed(bankKey, ephemeralKey), sealed, bound));
}

function agreed(bankKey: KeyObject, ephemeralKey: Uint8Array): Uint8Array {
  try {
    return agreedKey(bankKey, ephemeralKey, ephemeralKey, PURPOSE);
  } catch {
    throw new CryptoFault('TG_PIN_BLOCK');
  }
}

function openField(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array {
  try {
    const cipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES })
      .setAAD(bound)
      .setAuthTag(sealed.subarray(FIELD_BYTES));
    const field = cipher.update(sealed.subarray(0, FIELD_BYTES));
    cipher.final();
    return field;
  } catch {
    throw new CryptoFault('TG_PIN_BLOCK');
  } finally {
    key.fill(0);
  }
}

/** @param scalar 32 bytes; the caller wipes it @throws CryptoFault TG_KEY_LENGTH for what is no private key on P-256 */
export function privateKeyOf(scalar: Uint8Array): KeyObject {
  if (scalar.length !== SCALAR_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  const der = Buffer.concat([PKCS8_P256, scalar]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}
