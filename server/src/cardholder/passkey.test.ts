// What an authenticator signs, and everything that makes it worthless. Method: an authenticator in twenty lines, with a
// key of its own, whose every part is bent once.

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { test } from 'node:test';
import { type Assertion, checkAssertion, checkRegistration, type Site } from './passkey.js';

const site: Site = { origin: 'http://localhost:8080', relyingParty: 'localhost' };
const challenge = 'a'.repeat(43);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = publicKey.export({ format: 'der', type: 'spki' });
const credential = randomBytes(20);
const kept = { publicKey: spki.toString('base64'), signCount: 4 };

interface Bent {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly relyingParty?: string;
  readonly flags?: number;
  readonly count?: number;
  readonly key?: typeof privateKey;
}

function clientOf({ type, origin = site.origin, crossOrigin = false, ...bent }: Bent): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge: bent.challenge ?? challenge, origin, crossOrigin }));
}

function dataOf(
  { relyingParty = site.relyingParty, flags = 0x05, count = 5 }: Bent,
  rest = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(count, 1);
  return Buffer.concat([createHash('sha256').update(relyingParty).digest(), head, rest]);
}

function assertion(bent: Bent = {}): Assertion {
  const client = clientOf({ type: 'webauthn.get', ...bent });
  const data = dataOf(bent);
  const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
  return {
    credentialId: credential.toString('base64url'),
    clientData: client.toString('base64url'),
    authenticatorData: data.toString('base64url'),
    signature: sign('sha256', signed, bent.key ?? privateKey).toString('base64url'),
  };
}

test('a right answer gives the new count', () => {
  assert.equal(checkAssertion(assertion(), challenge, site, kept), 5);
  assert.equal(checkAssertion(assertion({ count: 0 }), challenge, site, { ...kept, signCount: 0 }), 0);
});

test('every part that differs is found', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rows: ReadonlyArray<readonly [bent: Bent, problem: string]> = [
    [{ type: 'webauthn.create' }, 'client-data'],
    [{ crossOrigin: true }, 'client-data'],
    [{ challenge: 'b'.repeat(43) }, 'challenge'],
    [{ origin: 'http://localhost:8081' }, 'origin'],
    [{ origin: 'https://localhost.trap.example' }, 'origin'],
    [{ relyingParty: 'trap.example' }, 'relying-party'],
    [{ flags: 0x01 }, 'not-verified'],
    [{ flags: 0x04 }, 'not-verified'],
    [{ key: other }, 'signature'],
    [{ count: 4 }, 'cloned'],
    [{ count: 0 }, 'cloned'],
  ];
  for (const [bent, problem] of rows) {
    assert.equal(checkAssertion(assertion(bent), challenge, site, kept), problem, JSON.stringify(bent));
  }
});

test('any byte of data or signature that changes makes it wrong', () => {
  const right = assertion();
  for (const part of ['clientData', 'authenticatorData', 'signature'] as const) {
    const bytes = Buffer.from(right[part], 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 1;
      const bent = { ...right, [part]: changed.toString('base64url') };
      assert.equal(typeof checkAssertion(bent, challenge, site, kept), 'string', `${part} byte ${at}`);
    }
  }
});

test('a new passkey: its key is kept, one of another kind or for another credential is not', () => {
  const attested = (id: Uint8Array) =>
    Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([id.length >> 8, id.length & 0xff]),
      id,
      Buffer.from('a0', 'hex'),
    ]);
  const registration = (bent: Bent = {}, id: Uint8Array = credential, key: Uint8Array = spki) => ({
    credentialId: credential.toString('base64url'),
    clientData: clientOf({ type: 'webauthn.create', ...bent }).toString('base64url'),
    authenticatorData: dataOf({ flags: 0x45, ...bent }, attested(id)).toString('base64url'),
    publicKey: Buffer.from(key).toString('base64url'),
  });
  assert.deepEqual(checkRegistration(registration(), challenge, site), {
    publicKey: kept.publicKey,
    signCount: 5,
  });
  assert.equal(checkRegistration(registration({ flags: 0x05 }), challenge, site), 'credential');
  assert.equal(checkRegistration(registration({}, randomBytes(20)), challenge, site), 'credential');
  assert.equal(checkRegistration(registration({ flags: 0x41 }), challenge, site), 'not-verified');
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const odd = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey;
  for (const key of [weak, odd]) {
    const der = key.export({ format: 'der', type: 'spki' });
    assert.equal(checkRegistration(registration({}, credential, der), challenge, site), 'key');
  }
  assert.equal(checkRegistration(registration({}, credential, Buffer.from('00')), challenge, site), 'key');
});

test('bytes that are nothing at all are refused, not thrown', () => {
  for (const nothing of ['', 'AA', Buffer.from('null').toString('base64url')]) {
    const answer = {
      credentialId: nothing,
      clientData: nothing,
      authenticatorData: nothing,
      signature: nothing,
    };
    assert.equal(typeof checkAssertion(answer, challenge, site, kept), 'string');
  }
});
