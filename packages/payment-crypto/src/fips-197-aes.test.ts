// Goal: AES computes FIPS 197 in both directions, for every key length.
// Method: against node:crypto on random keys; the example of FIPS 197 Appendix C.1.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createAes } from './aes.js';
import { bytesToHex, hexToBytes } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { createNodeAes } from './node/index.js';

test('AES equals node:crypto on random keys of 16, 24 and 32 bytes, both directions', () => {
  for (const keyBytes of [16, 24, 32]) {
    for (let round = 0; round < 200; round++) {
      const key = new Uint8Array(randomBytes(keyBytes));
      const block = new Uint8Array(randomBytes(16));
      const [own, node] = [createAes(key), createNodeAes(key)];
      const [byOwn, byNode] = [new Uint8Array(16), new Uint8Array(16)];
      own.encryptBlock(block, 0, byOwn, 0);
      node.encryptBlock(block, 0, byNode, 0);
      assert.deepEqual(byOwn, byNode);
      own.decryptBlock(byOwn, 0, byOwn, 0);
      assert.deepEqual(byOwn, block);
    }
  }
});

test('FIPS 197 Appendix C.1', () => {
  const block = hexToBytes('00112233445566778899AABBCCDDEEFF');
  createAes(hexToBytes('000102030405060708090A0B0C0D0E0F')).encryptBlock(block, 0, block, 0);
  assert.equal(bytesToHex(block), '69C4E0D86A7B0430D8CDB78070B4C55A');
});

test('a key of another length is refused', () => {
  for (const keyBytes of [0, 8, 15, 33]) {
    assert.throws(
      () => createAes(new Uint8Array(keyBytes)),
      (error) => error instanceof CryptoFault && error.code === 'TG_KEY_LENGTH',
    );
  }
});
