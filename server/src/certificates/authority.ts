// The host's own certificate authority: it signs for terminals and for the host's listener, and nobody else trusts
// it. Its key is a file that the owner of the data directory alone may read, and not in the HSM: README.md.

import type { webcrypto } from 'node:crypto';
import type { Random } from '../kernel/random.js';
import { terminalName } from './terminal-name.js';

export interface AuthorityFiles {
  /** PEM texts; undefined on the very first start. */
  load(): Promise<AuthorityPems | undefined>;
  save(pems: AuthorityPems): Promise<void>;
}

export interface AuthorityPems {
  /** PKCS#8. */
  readonly keyPem: string;
  readonly certificatePem: string;
}

export interface IssuedCertificate {
  /** Lower-case hex, as `X509Certificate.serialNumber` is in lower case. */
  readonly serial: string;
  readonly certificatePem: string;
  /** Milliseconds since 1970 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Authority {
  /** For whoever is to trust this host. */
  readonly certificatePem: string;
  /** For the listener: a fresh key each start, valid for the names and addresses given. */
  issueForHost(names: readonly string[], addresses: readonly string[], now: number): Promise<AuthorityPems>;
  /** Undefined for a request that is none, is not signed by its own key, or names another terminal. */
  issueForTerminal(
    requestPem: string,
    terminalId: string,
    now: number,
  ): Promise<IssuedCertificate | undefined>;
}

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const HOST_DAYS = 400;
const TERMINAL_DAYS = 365;
/** Clocks of terminals are not exact. */
const EARLIER_MS = DAY_MS;
const SERIAL_BYTES = 16;

type Library = typeof import('./x509-library.js');

export async function openAuthority(files: AuthorityFiles, random: Random, now: number): Promise<Authority> {
  const x509 = await import('./x509-library.js');
  const pems = (await files.load()) ?? (await makeAuthority(x509, files, random, now));
  const [keyBytes] = x509.PemConverter.decode(pems.keyPem);
  const signingKey = await crypto.subtle.importKey('pkcs8', keyBytes!, x509.KEY_ALGORITHM, false, ['sign']);
  const own = new x509.X509Certificate(pems.certificatePem);
  const base = (at: number, days: number) => ({
    serialNumber: newSerial(random),
    issuer: own.subject,
    notBefore: new Date(at - EARLIER_MS),
    notAfter: new Date(at + days * DAY_MS),
    signingAlgorithm: x509.SIGNING_ALGORITHM,
    signingKey,
  });
  return {
    certificatePem: pems.certificatePem,
    async issueForHost(names, addresses, at) {
      const keys = await crypto.subtle.generateKey(x509.KEY_ALGORITHM, true, ['sign', 'verify']);
      const certificate = await x509.X509CertificateGenerator.create({
        ...base(at, HOST_DAYS),
        subject: 'CN=Tillgate host, O=Tillgate',
        publicKey: keys.publicKey,
        extensions: [
          ...leafExtensions(x509, x509.ExtendedKeyUsage.serverAuth),
          new x509.SubjectAlternativeNameExtension([
            ...names.map((value) => ({ type: 'dns', value }) as const),
            ...addresses.map((value) => ({ type: 'ip', value }) as const),
          ]),
        ],
      });
      return { keyPem: await privatePem(x509, keys.privateKey), certificatePem: certificate.toString('pem') };
    },
    async issueForTerminal(requestPem, terminalId, at) {
      const publicKey = await provenKey(x509, requestPem, terminalId);
      if (!publicKey) return undefined;
      const terms = base(at, TERMINAL_DAYS);
      const certificate = await x509.X509CertificateGenerator.create({
        ...terms,
        subject: terminalName(terminalId),
        publicKey,
        extensions: [
          ...leafExtensions(x509, x509.ExtendedKeyUsage.clientAuth),
          new x509.SubjectAlternativeNameExtension([
            { type: 'url', value: `urn:tillgate:terminal:${terminalId}` },
          ]),
        ],
      });
      return {
        serial: terms.serialNumber,
        certificatePem: certificate.toString('pem'),
        notBefore: terms.notBefore.getTime(),
        notAfter: terms.notAfter.getTime(),
      };
    },
  };
}

async function makeAuthority(
  x509: Library,
  files: AuthorityFiles,
  random: Random,
  now: number,
): Promise<AuthorityPems> {
  const keys = await crypto.subtle.generateKey(x509.KEY_ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(random),
    name: 'CN=Tillgate terminal authority, O=Tillgate',
    notBefore: new Date(now - EARLIER_MS),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: x509.SIGNING_ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const pems = {
    keyPem: await privatePem(x509, keys.privateKey),
    certificatePem: certificate.toString('pem'),
  };
  await files.save(pems);
  return pems;
}

function leafExtensions(x509: Library, purpose: string) {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([purpose]),
  ];
}

/** The request's public key, when the request is for this terminal and signed with the key it names. */
async function provenKey(x509: Library, requestPem: string, terminalId: string) {
  try {
    const request = new x509.Pkcs10CertificateRequest(requestPem);
    const isOurs = request.subject === terminalName(terminalId);
    return isOurs && (await request.verify()) ? request.publicKey : undefined;
  } catch {
    // The parser throws for what is no request.
    return undefined;
  }
}

async function privatePem(x509: Library, key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** Positive, and without a leading zero byte, so that every writer prints it alike (RFC 5280, 4.1.2.2). */
function newSerial(random: Random): string {
  const bytes = random.bytes(SERIAL_BYTES);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}
