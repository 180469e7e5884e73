// Goal: what leaves the page opens for the bank's key, for this card, nonce and time, and for nothing else; the digits
// are wiped. Method: the bank's half is written here over the web's own cryptography.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64urlOf, bytesOf } from './base64url.js';
import { sealPin } from './seal-pin.js';

const { subtle } = globalThis.crypto;
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const purpose = new TextEncoder().encode('tillgate phone PIN 1');

async function bank() {
  const { privateKey, publicKey } = await subtle.generateKey(curve, false, ['deriveBits']);
  const spki = base64urlOf(new Uint8Array(await subtle.exportKey('spki', publicKey)));
  const [handle, nonce] = [32, 32].map((length) =>
    base64urlOf(crypto.getRandomValues(new Uint8Array(length))),
  );
  return { privateKey, terms: { publicKey: spki, handle: handle!, nonce: nonce!, at: 1_795_320_000_000 } };
}

type Terms = Awaited<ReturnType<typeof bank>>['terms'];

async function opened(
  privateKey: CryptoKey,
  { ephemeralKey, sealed }: { ephemeralKey: string; sealed: string },
  { handle, nonce, at }: Terms,
): Promise<Uint8Array> {
  const other = await subtle.importKey('spki', bytesOf(ephemeralKey), curve, false, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: other }, privateKey, 256);
  const shared = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: bytesOf(ephemeralKey), info: purpose };
  const key = await subtle.deriveKey(how, shared, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  const time = new DataView(new ArrayBuffer(8));
  time.setBigUint64(0, BigInt(at));
  const parts = [...purpose, ...bytesOf(handle), ...bytesOf(nonce), ...new Uint8Array(time.buffer)];
  const additionalData = Uint8Array.from(parts);
  const gcm = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData };
  return new Uint8Array(await subtle.decrypt(gcm, key, bytesOf(sealed)));
}

test('the PIN field of format 4, of every length', async () => {
  const { privateKey, terms } = await bank();
  for (const pin of ['9027', '90275', '902751', '135792468013']) {
    const digits = Uint8Array.from(pin, Number);
    const field = await opened(privateKey, await sealPin(digits, terms), terms);
    const text = [...field].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    assert.equal(text.slice(0, 16), `4${pin.length.toString(16)}${pin}`.padEnd(16, 'a'));
    assert.equal(field.length, 16);
    assert.deepEqual([...digits], Array(pin.length).fill(0));
  }
});

test('the same PIN never looks the same, and opens for no other card, nonce or time', async () => {
  const { privateKey, terms } = await bank();
  const seal = () => sealPin(Uint8Array.of(9, 0, 2, 7), terms);
  const [one, two] = [await seal(), await seal()];
  assert.notEqual(one.sealed, two.sealed);
  const { handle, nonce } = (await bank()).terms;
  for (const change of [{ handle }, { nonce }, { at: terms.at + 1 }]) {
    await assert.rejects(opened(privateKey, one, { ...terms, ...change }));
  }
});
