// The terminal's end of an enrolment: a key of its own that never leaves it, and a request that proves it has it
// (PKCS#10, RFC 2986).

import { terminalName } from './terminal-name.js';

export interface KeyAndRequest {
  /** PKCS#8, PEM. */
  readonly keyPem: string;
  readonly requestPem: string;
}

export async function makeCertificateRequest(terminalId: string): Promise<KeyAndRequest> {
  const x509 = await import('./x509-library.js');
  const keys = await crypto.subtle.generateKey(x509.KEY_ALGORITHM, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: terminalName(terminalId),
    keys,
    signingAlgorithm: x509.SIGNING_ALGORITHM,
  });
  const keyBytes = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { keyPem: x509.PemConverter.encode(keyBytes, 'PRIVATE KEY'), requestPem: request.toString('pem') };
}
