// Goal: every MAC of the package is what a second implementation over OpenSSL computes (ISO/IEC 9797-1, SP 800-38B, the
// ECB MAC of UnionPay). Method: random keys and messages of every length around the block boundaries.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAes } from './aes.js';
import { cmac } from './cmac.js';
import { createTdes } from './des.js';
import { emvMac } from './emv-cryptogram.js';
import { macAlgorithm1, macAlgorithm3, type PaddingMethod, unionPayEcbMac } from './mac.js';
import { aes, cmacOf, des, hex, ROUNDS, randomBytes, u8, xor } from './second-implementation.fixture.js';

/** Padding as ISO/IEC 9797-1 clause 6.3 has it. */
function padded(data: Buffer, method: PaddingMethod): Buffer {
  const marked = method === 2 ? Buffer.concat([data, Buffer.of(0x80)]) : data;
  const whole = Buffer.concat([marked, Buffer.alloc((8 - (marked.length % 8)) % 8)]);
  if (method !== 3) return whole.length === 0 ? Buffer.alloc(8) : whole;
  const length = Buffer.alloc(8);
  length.writeUInt32BE(8 * data.length, 4);
  return Buffer.concat([length, whole]);
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
  key: randomBytes(16),
  data: randomBytes(1 + (round % 70)),
}));

test('ISO/IEC 9797-1 algorithm 1 (X9.9) by all three paddings', () => {
  for (const { key, data } of rounds) {
    for (const method of [1, 2, 3] as const) {
      const expected = des.cbc(key, padded(data, method)).subarray(-8);
      assert.equal(hex(macAlgorithm1(createTdes(u8(key)), u8(data), method)), hex(expected));
    }
  }
});

test('ISO/IEC 9797-1 algorithm 3 (X9.19, the MAC of EMV) by all three paddings', () => {
  for (const { key, data } of rounds) {
    const [left, right] = [key.subarray(0, 8), key.subarray(8)];
    for (const method of [1, 2, 3] as const) {
      const chain = des.cbc(left, padded(data, method)).subarray(-8);
      const expected = hex(des.encrypt(left, des.decrypt(right, chain)));
      const own = macAlgorithm3(createTdes(u8(left)), createTdes(u8(right)), u8(data), method);
      assert.equal(hex(own), expected);
      assert.equal(hex(emvMac(u8(key), u8(data), method)), expected);
    }
  }
});

test('CMAC of TDES and of AES with each key length', () => {
  for (const { key, data } of rounds) {
    assert.equal(hex(cmac(createTdes(u8(key)), u8(data))), hex(cmacOf(des, key, data)));
    for (const keyBytes of [16, 24, 32]) {
      const aesKey = randomBytes(keyBytes);
      assert.equal(hex(cmac(createAes(u8(aesKey)), u8(data))), hex(cmacOf(aes, aesKey, data)));
    }
  }
});

test('the ECB MAC of UnionPay terminals', () => {
  for (const { key, data } of rounds) {
    let folded: Buffer = Buffer.alloc(8);
    const whole = padded(data, 1);
    for (let at = 0; at < whole.length; at += 8) folded = xor(folded, whole.subarray(at, at + 8));
    const text = Buffer.from(folded.toString('hex').toUpperCase());
    const first = des.encrypt(key, text.subarray(0, 8));
    const field64 = des
      .encrypt(key, xor(first, text.subarray(8)))
      .toString('hex')
      .toUpperCase()
      .slice(0, 8);
    assert.equal(Buffer.from(unionPayEcbMac(createTdes(u8(key)), u8(data))).toString(), field64);
  }
});
