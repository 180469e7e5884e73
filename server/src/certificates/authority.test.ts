// The authority. Goal: it signs for the terminal that proves its key and for nobody else, and node's own X.509 reader
// finds the result right: signer, name, purpose, dates. Method: files in memory, requests made and bent here.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { systemRandom } from '../kernel/random.js';
import type { AuthorityPems } from './authority.js';
import { makeCertificateRequest, openAuthority, terminalOf } from './index.js';

const NOW = Date.UTC(2026, 10, 22, 4);
const DAY_MS = 86_400_000;
const TERMINAL = '10000001';

let kept: AuthorityPems | undefined;
const files = {
  load: async () => kept,
  save: async (pems: AuthorityPems) => {
    kept = pems;
  },
};
const authority = await openAuthority(files, systemRandom, NOW);
const ca = new X509Certificate(authority.certificatePem);

test('the authority signs itself, is kept, and is the same after a restart', async () => {
  assert.ok(ca.ca && ca.verify(ca.publicKey));
  const again = await openAuthority(files, systemRandom, NOW + DAY_MS);
  assert.equal(again.certificatePem, authority.certificatePem);
  assert.match(kept?.keyPem ?? '', /BEGIN PRIVATE KEY/);
});

test('a terminal gets a certificate of its own name, for a year, for clients only', async () => {
  const { keyPem, requestPem } = await makeCertificateRequest(TERMINAL);
  const issued = await authority.issueForTerminal(requestPem, TERMINAL, NOW);
  assert.ok(issued);
  const certificate = new X509Certificate(issued.certificatePem);
  assert.ok(certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
  assert.equal(terminalOf(certificate), TERMINAL);
  assert.equal(certificate.subjectAltName, `URI:urn:tillgate:terminal:${TERMINAL}`);
  assert.equal(certificate.serialNumber.toLowerCase(), issued.serial);
  assert.equal(certificate.ca, false);
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  assert.equal(Date.parse(certificate.validTo), NOW + 365 * DAY_MS);
  assert.equal(issued.notAfter, NOW + 365 * DAY_MS);
  assert.ok(certificate.checkPrivateKey((await import('node:crypto')).createPrivateKey(keyPem)));
});

test('no two certificates have one serial', async () => {
  const { requestPem } = await makeCertificateRequest(TERMINAL);
  const serials = new Set<string | undefined>();
  for (let count = 0; count < 20; count += 1) {
    serials.add((await authority.issueForTerminal(requestPem, TERMINAL, NOW))?.serial);
  }
  assert.equal(serials.size, 20);
});

test('a request for another terminal, one that is bent, and what is no request get nothing', async () => {
  const { requestPem } = await makeCertificateRequest(TERMINAL);
  assert.equal(await authority.issueForTerminal(requestPem, '10000002', NOW), undefined);
  assert.equal(await authority.issueForTerminal('no request', TERMINAL, NOW), undefined);
  const bytes = Buffer.from(requestPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  // What is signed: the names and the key. Behind it stand an algorithm, which is ours anyway, and the signature.
  const signedEnd = bytes.length - 90;
  let bent = 0;
  for (let at = 0; at < signedEnd; at += 5) {
    const changed = Buffer.from(bytes);
    changed[at] = changed[at]! ^ 1;
    const label = 'CERTIFICATE REQUEST-----';
    const pem = `-----BEGIN ${label}\n${changed.toString('base64')}\n-----END ${label}\n`;
    assert.equal(await authority.issueForTerminal(pem, TERMINAL, NOW), undefined, `byte ${at}`);
    bent += 1;
  }
  assert.ok(bent > 20);
});

test('the listener’s certificate is for its names and addresses, for servers only, and names no terminal', async () => {
  const { certificatePem } = await authority.issueForHost(['tillgate-host'], ['127.0.0.1', '::1'], NOW);
  const certificate = new X509Certificate(certificatePem);
  assert.ok(certificate.verify(ca.publicKey));
  assert.equal(certificate.checkHost('tillgate-host'), 'tillgate-host');
  assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(certificate.checkHost('elsewhere'), undefined);
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.equal(terminalOf(certificate), undefined);
});
