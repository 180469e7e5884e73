// What the host says under its own name: a text signed with a key whose certificate the authority has issued for this
// host, and the check of it at a terminal, which trusts the authority alone (ECDSA P-256 with SHA-256, FIPS 186-5).

import { createSign, createVerify, X509Certificate } from 'node:crypto';
import type { Authority } from './authority.js';

export interface HostSignature {
  /** Base64, DER. */
  readonly signature: string;
  readonly certificatePem: string;
}

export type SignAsHost = (text: string) => HostSignature;

const NAME = 'tillgate-host';
const DIGEST = 'sha256';
/** Extended key usage of a server: a terminal's certificate, of the same authority, has the one of a client. */
const SERVER = '1.3.6.1.5.5.7.3.1';

/** With a key of its own, made now and never written. */
export async function hostSigner(authority: Authority, now: number): Promise<SignAsHost> {
  const { keyPem, certificatePem } = await authority.issueForHost([NAME], [], now);
  return (text) => ({
    signature: createSign(DIGEST).update(text).sign(keyPem, 'base64'),
    certificatePem,
  });
}

/** Whether this text is signed by a host of this authority, with a certificate that is good now. */
export function isSignedByHost(
  authorityPem: string,
  text: string,
  { signature, certificatePem }: HostSignature,
  now: number,
): boolean {
  try {
    const authority = new X509Certificate(authorityPem);
    const certificate = new X509Certificate(certificatePem);
    return (
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey) &&
      !certificate.ca &&
      certificate.keyUsage?.includes(SERVER) === true &&
      certificate.checkHost(NAME) === NAME &&
      Date.parse(certificate.validFrom) <= now &&
      now < Date.parse(certificate.validTo) &&
      createVerify(DIGEST).update(text).verify(certificate.publicKey, signature, 'base64')
    );
  } catch {
    // The parser throws for what is no certificate or no signature.
    return false;
  }
}
