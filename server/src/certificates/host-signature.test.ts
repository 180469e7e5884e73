// Goal: a terminal takes the word of a host of its own authority, and of nobody else who has a certificate. Method: two
// authorities in memory, and each part of what is signed bent in turn.

import assert from 'node:assert/strict';
import { createSign } from 'node:crypto';
import { test } from 'node:test';
import { systemRandom } from '../kernel/random.js';
import { hostSigner, isSignedByHost, makeCertificateRequest, openAuthority } from './index.js';

const NOW = Date.UTC(2026, 10, 22, 4);
const DAY_MS = 86_400_000;
const authorityAt = (now: number) =>
  openAuthority({ load: async () => undefined, save: async () => undefined }, systemRandom, now);
const [authority, other] = [await authorityAt(NOW), await authorityAt(NOW)];
const TEXT = 'a key for 10000001';
const signed = (await hostSigner(authority, NOW))(TEXT);

const isGood = (text: string, signature: typeof signed, now = NOW): boolean =>
  isSignedByHost(authority.certificatePem, text, signature, now);

test('what the host signs is good at its terminals, as long as its certificate is', () => {
  assert.equal(isGood(TEXT, signed), true);
  assert.equal(isGood(TEXT, signed, NOW + 399 * DAY_MS), true);
  assert.equal(isGood(TEXT, signed, NOW + 401 * DAY_MS), false);
  assert.equal(isGood(TEXT, signed, NOW - 2 * DAY_MS), false);
});

test('another text, another authority, and what is no signature or certificate are refused', async () => {
  assert.equal(isGood(`${TEXT}.`, signed), false);
  assert.equal(isGood(TEXT, (await hostSigner(other, NOW))(TEXT)), false);
  assert.equal(isGood(TEXT, { ...signed, signature: '' }), false);
  assert.equal(isGood(TEXT, { ...signed, certificatePem: 'none' }), false);
  assert.equal(isGood(TEXT, { ...signed, certificatePem: authority.certificatePem }), false);
});

test('a terminal cannot speak for the host, though the same authority signed for it', async () => {
  const { keyPem, requestPem } = await makeCertificateRequest('10000001');
  const issued = await authority.issueForTerminal(requestPem, '10000001', NOW);
  const signature = createSign('sha256').update(TEXT).sign(keyPem, 'base64');
  assert.equal(isGood(TEXT, { signature, certificatePem: issued!.certificatePem }), false);
});
