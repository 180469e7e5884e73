// Goal: SHA-1, SHA-256, HMAC-SHA-256, SM3 and SM4 compute their standards for every length of input.
// Method: against node:crypto on random data around the block boundaries.

import assert from 'node:assert/strict';
import { createCipheriv, createHash, createHmac, getCiphers, getHashes, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { bytesToHex } from './bytes.js';
import { hmacSha1, hmacSha256, hmacSm3 } from './hmac.js';
import type { HashFunction } from './merkle-damgard.js';
import { sha1 } from './sha-1.js';
import { sha256 } from './sha-256.js';
import { sm3 } from './sm3.js';
import { createSm4 } from './sm4.js';

const lengths = [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000];
const hashes: Readonly<Record<string, HashFunction>> = { sha1, sha256, sm3 };

for (const [name, hash] of Object.entries(hashes)) {
  test(`${name} equals node:crypto`, { skip: !getHashes().includes(name) }, () => {
    for (const length of lengths) {
      const data = new Uint8Array(randomBytes(length));
      const expected = createHash(name).update(data).digest('hex').toUpperCase();
      assert.equal(bytesToHex(hash(data)), expected, `${length} bytes`);
    }
  });
}

for (const [name, hmac] of Object.entries({ sha1: hmacSha1, sha256: hmacSha256, sm3: hmacSm3 })) {
  const skip = !getHashes().includes(name);
  test(`HMAC of ${name} equals node:crypto for short, block-long and longer keys`, { skip }, () => {
    for (const keyBytes of [0, 1, 16, 63, 64, 65, 200]) {
      const [key, data] = [new Uint8Array(randomBytes(keyBytes)), new Uint8Array(randomBytes(77))];
      const expected = createHmac(name, key).update(data).digest('hex').toUpperCase();
      assert.equal(bytesToHex(hmac(key, data)), expected, `key of ${keyBytes} bytes`);
    }
  });
}

test('SM4 equals node:crypto, both directions', { skip: !getCiphers().includes('sm4-ecb') }, () => {
  for (let round = 0; round < 200; round++) {
    const [key, block] = [new Uint8Array(randomBytes(16)), new Uint8Array(randomBytes(16))];
    const cipher = createSm4(key);
    const out = new Uint8Array(16);
    cipher.encryptBlock(block, 0, out, 0);
    const expected = createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(block);
    assert.deepEqual(out, new Uint8Array(expected));
    cipher.decryptBlock(out, 0, out, 0);
    assert.deepEqual(out, block);
  }
});
