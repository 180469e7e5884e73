// Goal: DES and TDES compute FIPS 46-3 in both directions, for every key length.
// Method: against node:crypto on random keys, and by properties of the standard that need no other code.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { hexToBytes } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { createTdes } from './des.js';
import { createNodeTdes } from './node/index.js';

test('TDES equals node:crypto on random keys of 8, 16 and 24 bytes, both directions', () => {
  for (const keyBytes of [8, 16, 24]) {
    for (let round = 0; round < 200; round++) {
      const key = new Uint8Array(randomBytes(keyBytes));
      const block = new Uint8Array(randomBytes(8));
      const [own, node] = [createTdes(key), createNodeTdes(key)];
      const [byOwn, byNode] = [new Uint8Array(10), new Uint8Array(10)];
      own.encryptBlock(block, 0, byOwn, 2);
      node.encryptBlock(block, 0, byNode, 2);
      assert.deepEqual(byOwn, byNode);
      own.decryptBlock(byOwn, 2, byOwn, 2);
      node.decryptBlock(byNode, 2, byNode, 2);
      assert.deepEqual(byOwn.slice(2), block);
      assert.deepEqual(byNode.slice(2), block);
    }
  }
});

test('complementing key and data complements the result (FIPS 46-3, complementation property)', () => {
  const key = hexToBytes('0123456789ABCDEF');
  const block = hexToBytes('4E6F772069732074');
  const [straight, complement] = [new Uint8Array(8), new Uint8Array(8)];
  createTdes(key).encryptBlock(block, 0, straight, 0);
  createTdes(key.map((b) => ~b)).encryptBlock(
    block.map((b) => ~b),
    0,
    complement,
    0,
  );
  assert.deepEqual(
    complement,
    straight.map((b) => ~b),
  );
});

test('a key of another length is refused', () => {
  for (const keyBytes of [0, 7, 9, 17, 32]) {
    assert.throws(
      () => createTdes(new Uint8Array(keyBytes)),
      (error) => error instanceof CryptoFault && error.code === 'TG_KEY_LENGTH',
    );
  }
});

test('a destroyed cipher no longer holds its key', () => {
  const cipher = createTdes(hexToBytes('0123456789ABCDEFFEDCBA9876543210'));
  const [before, after, withoutKey] = [new Uint8Array(8), new Uint8Array(8), new Uint8Array(8)];
  cipher.encryptBlock(before, 0, before, 0);
  cipher.destroy();
  cipher.encryptBlock(after, 0, after, 0);
  createTdes(new Uint8Array(16)).encryptBlock(withoutKey, 0, withoutKey, 0);
  assert.notDeepEqual(after, before);
  assert.deepEqual(after, withoutKey);
});
