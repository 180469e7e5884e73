// A component on its way from the person who enters it into this room: encrypted for the room alone, so that the host's
// main process carries what it cannot read. AES-256-GCM under ECDH on P-256 and HKDF, as a terminal's key travels;
// bound to the ceremony and to the person, so that one person's component cannot be entered as another's.

import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { Fault } from '../kernel/fault.js';
import { agreedKey, ephemeralPair } from './key-agreement.js';

const PURPOSE = 'tillgate component 1';
const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
/** Each key seals once. */
const NONCE: Uint8Array = new Uint8Array(12);

export interface SealedComponent {
  /** Of the end that seals: DER, SubjectPublicKeyInfo. */
  readonly ephemeralKey: Uint8Array;
  /** Encrypted component, tag 16. */
  readonly sealed: Uint8Array;
}

/** @param roomKey public key of the ceremony: DER, SubjectPublicKeyInfo */
export function sealComponent(
  component: Uint8Array,
  roomKey: Uint8Array,
  ceremony: string,
  officer: string,
): SealedComponent {
  const { privateKey, publicKey: ephemeralKey } = ephemeralPair();
  const key = agreedKey(privateKey, roomKey, ephemeralKey, PURPOSE);
  try {
    const cipher = createCipheriv(CIPHER, key, NONCE).setAAD(boundTo(ceremony, officer));
    const sealed = Buffer.concat([cipher.update(component), cipher.final(), cipher.getAuthTag()]);
    return { ephemeralKey, sealed: new Uint8Array(sealed) };
  } finally {
    key.fill(0);
  }
}

/** To be wiped by the caller. @throws Fault TG_CEREMONY_SEAL, TG_HSM_PUBLIC_KEY */
export function openComponent(
  { ephemeralKey, sealed }: SealedComponent,
  roomKey: KeyObject,
  ceremony: string,
  officer: string,
): Uint8Array {
  const key = agreedKey(roomKey, ephemeralKey, ephemeralKey, PURPOSE);
  const textEnd = sealed.length - TAG_BYTES;
  try {
    if (textEnd <= 0) throw new Fault('TG_CEREMONY_SEAL', 'no sealed component');
    const cipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES })
      .setAAD(boundTo(ceremony, officer))
      .setAuthTag(sealed.subarray(textEnd));
    const component = new Uint8Array(cipher.update(sealed.subarray(0, textEnd)));
    cipher.final();
    return component;
  } catch (cause) {
    throw new Fault('TG_CEREMONY_SEAL', 'not sealed for this ceremony and this person', { cause });
  } finally {
    key.fill(0);
  }
}

function boundTo(ceremony: string, officer: string): Buffer {
  return Buffer.from(`${ceremony}\n${officer}`, 'utf8');
}
