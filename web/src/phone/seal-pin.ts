// A PIN sealed in the browser for the bank's key alone: the PIN field of ISO 9564-1 format 4 under AES-256-GCM, its key
// by ECDH on P-256 and HKDF-SHA-256, bound to card, nonce and time. What leaves the page is of no use to anybody else.

import type { PinEntryTerms } from '@tillgate/server/api';
import { base64urlOf, bytesOf } from './base64url.js';

export interface SealedPin {
  readonly ephemeralKey: string;
  readonly sealed: string;
}

const PURPOSE = new TextEncoder().encode('tillgate phone PIN 1');
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const FIELD_BYTES = 16;
const FILL = 0xa;

/** @param digits 4 to 12 digit values; wiped */
export async function sealPin(
  digits: Uint8Array,
  terms: Pick<PinEntryTerms, 'publicKey' | 'handle' | 'nonce' | 'at'>,
): Promise<SealedPin> {
  const field = pinField(digits);
  digits.fill(0);
  const { subtle } = crypto;
  const pair = await subtle.generateKey(CURVE, false, ['deriveBits']);
  const ephemeralKey = new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
  const bank = await subtle.importKey('spki', bytesOf(terms.publicKey), CURVE, false, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: bank }, pair.privateKey, 256);
  const shared = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: ephemeralKey, info: PURPOSE };
  const key = await subtle.deriveKey(derivation, shared, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
  ]);
  // A key seals once, so that its nonce may be zeros.
  const how = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: boundTo(terms) };
  const sealed = await subtle.encrypt(how, key, field);
  field.fill(0);
  return { ephemeralKey: base64urlOf(ephemeralKey), sealed: base64urlOf(new Uint8Array(sealed)) };
}

/** 4, length, PIN, A to 8 bytes, 8 random bytes. */
function pinField(digits: Uint8Array): Uint8Array<ArrayBuffer> {
  const field = new Uint8Array(FIELD_BYTES);
  crypto.getRandomValues(field.subarray(FIELD_BYTES / 2));
  field[0] = 0x40 | digits.length;
  const digitAt = (at: number): number => digits[at] ?? FILL;
  for (let at = 1; at < FIELD_BYTES / 2; at += 1) {
    field[at] = (digitAt(2 * at - 2) << 4) | digitAt(2 * at - 1);
  }
  return field;
}

function boundTo({
  handle,
  nonce,
  at,
}: Pick<PinEntryTerms, 'handle' | 'nonce' | 'at'>): Uint8Array<ArrayBuffer> {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(at));
  return Uint8Array.from([...PURPOSE, ...bytesOf(handle), ...bytesOf(nonce), ...time]);
}
