// The browser's side of passkeys (W3C Web Authentication): what the host asks, handed to the authenticator, and what it
// signed, handed back; bytes travel in base64url.

import type { NewPasskey, PasskeyAnswer, PasskeyQuestion } from '@tillgate/server/api';
import { base64urlOf, bytesOf } from './base64url.js';

const WAIT_MS = 60_000;
/** ES256 and RS256, those that the host verifies. */
const ALGORITHMS = [-7, -257];

export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && isSecureContext;
}

/** Undefined when the holder does not want to, or there is none. */
export async function answerPasskey(question: PasskeyQuestion): Promise<PasskeyAnswer | undefined> {
  const credential = await navigator.credentials
    .get({
      publicKey: {
        challenge: bytesOf(question.challenge),
        rpId: question.relyingParty,
        userVerification: 'required',
        timeout: WAIT_MS,
        allowCredentials: question.credentialIds.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
      },
    })
    .catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return undefined;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    credentialId: credential.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  };
}

export async function makePasskey(
  question: PasskeyQuestion,
  holder: { readonly id: string; readonly name: string },
): Promise<NewPasskey | undefined> {
  const credential = await navigator.credentials
    .create({
      publicKey: {
        challenge: bytesOf(question.challenge),
        rp: { id: question.relyingParty, name: 'Tillgate' },
        user: { id: new TextEncoder().encode(holder.id), name: holder.name, displayName: holder.name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        excludeCredentials: question.credentialIds.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
        timeout: WAIT_MS,
      },
    })
    .catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return undefined;
  const response = credential.response as AuthenticatorAttestationResponse;
  const publicKey = response.getPublicKey();
  if (publicKey === null) return undefined;
  return {
    credentialId: credential.id,
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.getAuthenticatorData()),
    publicKey: textOf(publicKey),
    label: navigator.platform.slice(0, 60),
  };
}

function textOf(bytes: ArrayBuffer): string {
  return base64urlOf(new Uint8Array(bytes));
}
