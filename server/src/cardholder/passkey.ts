// What an authenticator signed (W3C Web Authentication Level 3, 7.1 and 7.2), checked without state: the challenge, the
// page it was asked on, that its user was verified, and the signature. Keys on P-256 or RSA with SHA-256.

import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** Where the page is: passkeys are bound to it. */
export interface Site {
  /** `https://pay.example` */
  readonly origin: string;
  /** Its host name, the relying party's id. */
  readonly relyingParty: string;
}

/** As the browser hands it over, bytes in base64url. */
export interface Assertion {
  readonly credentialId: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

export interface Registration {
  readonly credentialId: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

/** What is wrong, for the log; the holder is told that it did not work. */
export type PasskeyProblem =
  | 'client-data'
  | 'challenge'
  | 'origin'
  | 'relying-party'
  | 'not-verified'
  | 'credential'
  | 'key'
  | 'signature'
  | 'cloned';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_INCLUDED = 0x40;
const HASH_BYTES = 32;
const HEAD_BYTES = 37;
const AAGUID_BYTES = 16;

/** The key to keep; its authenticator is not asked who made it (attestation `none`). */
export function checkRegistration(
  registration: Registration,
  challenge: string,
  site: Site,
): { readonly publicKey: string; readonly signCount: number } | PasskeyProblem {
  const problem = checkClient(registration, 'webauthn.create', challenge, site);
  if (problem) return problem;
  const data = bytesOf(registration.authenticatorData);
  if (((data[HASH_BYTES] ?? 0) & CREDENTIAL_INCLUDED) === 0) return 'credential';
  const idAt = HEAD_BYTES + AAGUID_BYTES + 2;
  const idBytes = data.length >= idAt ? data.readUInt16BE(idAt - 2) : 0;
  if (!data.subarray(idAt, idAt + idBytes).equals(bytesOf(registration.credentialId))) return 'credential';
  const publicKey = bytesOf(registration.publicKey);
  return keyOf(publicKey) ? { publicKey: publicKey.toString('base64'), signCount: countOf(data) } : 'key';
}

/** The authenticator's new count, or what is wrong. */
export function checkAssertion(
  assertion: Assertion,
  challenge: string,
  site: Site,
  kept: { readonly publicKey: string; readonly signCount: number },
): number | PasskeyProblem {
  const problem = checkClient(assertion, 'webauthn.get', challenge, site);
  if (problem) return problem;
  const data = bytesOf(assertion.authenticatorData);
  const key = keyOf(Buffer.from(kept.publicKey, 'base64'));
  if (!key) return 'key';
  const clientHash = createHash('sha256').update(bytesOf(assertion.clientData)).digest();
  if (!verify('sha256', Buffer.concat([data, clientHash]), key, bytesOf(assertion.signature)))
    return 'signature';
  // Those that count must count up: one that does not was copied. Those that do not count say 0 for ever.
  const count = countOf(data);
  return count > kept.signCount || (count === 0 && kept.signCount === 0) ? count : 'cloned';
}

function checkClient(
  said: Pick<Assertion, 'clientData' | 'authenticatorData'>,
  type: 'webauthn.create' | 'webauthn.get',
  challenge: string,
  site: Site,
): PasskeyProblem | undefined {
  const client = clientOf(bytesOf(said.clientData));
  if (client?.type !== type || client.crossOrigin === true) return 'client-data';
  if (client.challenge !== challenge) return 'challenge';
  if (client.origin !== site.origin) return 'origin';
  const data = bytesOf(said.authenticatorData);
  if (data.length < HEAD_BYTES) return 'relying-party';
  const expected = createHash('sha256').update(site.relyingParty).digest();
  if (!timingSafeEqual(data.subarray(0, HASH_BYTES), expected)) return 'relying-party';
  const both = USER_PRESENT | USER_VERIFIED;
  return ((data[HASH_BYTES] ?? 0) & both) === both ? undefined : 'not-verified';
}

function clientOf(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const client: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof client === 'object' && client !== null ? { ...client } : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(publicKey: Buffer): ReturnType<typeof createPublicKey> | undefined {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
    const isKnown =
      (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') ||
      (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= 2048);
    return isKnown ? key : undefined;
  } catch {
    return undefined;
  }
}

function countOf(authenticatorData: Buffer): number {
  return authenticatorData.readUInt32BE(HASH_BYTES + 1);
}

function bytesOf(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url');
}
