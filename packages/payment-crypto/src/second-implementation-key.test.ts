// Goal: derived keys and key blocks are what a second implementation over OpenSSL computes. Method: X9.24-1 and X9.24-3
// written anew, walking the counter bit by bit; key blocks of versions B and D opened by hand.

import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { test } from 'node:test';
import {
  type AesDukptAlgorithm,
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
} from './aes-dukpt.js';
import { keyBlockPaddingBytes, wrapKeyBlock } from './key-block.js';
import { combineComponents, splitIntoComponents } from './key-check.js';
import {
  aes,
  cmacOf,
  des,
  hex,
  ROUNDS,
  randomBytes,
  randomInt,
  u8,
  xor,
} from './second-implementation.fixture.js';
import { tdesDukptInitialKey, tdesDukptTransactionKey, tdesDukptWorkingKey } from './tdes-dukpt.js';

/** A counter of `bits` bits with at most `most` of them set. */
function counterOf(bits: number, most: number): number {
  let counter = 0;
  for (let set = randomInt(1, most + 1); set > 0; set--) counter |= 1 << randomInt(bits);
  return counter >>> 0;
}

const C0 = Buffer.from('C0C0C0C000000000C0C0C0C000000000', 'hex');

test('ANSI X9.24-1: initial key, transaction keys and working keys', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [bdk, ksn, counter] = [randomBytes(16), randomBytes(10), counterOf(21, 10)];
    ksn[7] = ksn[7]! & 0xe0;
    ksn.fill(0, 8);
    const start = ksn.subarray(0, 8);
    let key = Buffer.concat([des.encrypt(bdk, start), des.encrypt(xor(bdk, C0), start)]);
    assert.equal(hex(tdesDukptInitialKey(u8(bdk), u8(ksn))), hex(key));
    const initial = key;
    const register = Buffer.from(ksn.subarray(2));
    for (let bit = 20; bit >= 0; bit--) {
      if ((counter & (1 << bit)) === 0) continue;
      register.writeUIntBE(register.readUIntBE(5, 3) | (1 << bit), 5, 3);
      const half = (parent: Buffer): Buffer => {
        const right = parent.subarray(8);
        return xor(des.encrypt(parent.subarray(0, 8), xor(register, right)), right);
      };
      key = Buffer.concat([half(xor(key, C0)), half(key)]);
    }
    const full = Buffer.from(ksn);
    full.writeUIntBE(full.readUIntBE(7, 3) | counter, 7, 3);
    const own = tdesDukptTransactionKey(u8(initial), u8(full));
    assert.equal(hex(own), hex(key));
    const pinMask = Buffer.from('00000000000000FF00000000000000FF', 'hex');
    assert.equal(hex(tdesDukptWorkingKey(own, 'pin')), hex(xor(key, pinMask)));
    const data = xor(key, Buffer.from('0000000000FF00000000000000FF0000', 'hex'));
    assert.equal(hex(tdesDukptWorkingKey(own, 'data-request')), hex(des.encrypt(data, data)));
  }
});

const ALGORITHMS: readonly (readonly [AesDukptAlgorithm, indicator: number, bits: number])[] = [
  ['TDES2', 0, 128],
  ['TDES3', 1, 192],
  ['AES128', 2, 128],
  ['AES192', 3, 192],
  ['AES256', 4, 256],
  ['HMAC128', 5, 128],
  ['HMAC192', 5, 192],
  ['HMAC256', 5, 256],
];

function derived(parent: Buffer, usage: number, indicator: number, bits: number, context: Buffer): Buffer {
  const blocks = [1, 2].slice(0, Math.ceil(bits / 128)).map((block) => {
    const input = Buffer.alloc(8);
    input.writeUInt8(1, 0);
    input.writeUInt8(block, 1);
    input.writeUInt16BE(usage, 2);
    input.writeUInt16BE(indicator, 4);
    input.writeUInt16BE(bits, 6);
    return aes.encrypt(parent, Buffer.concat([input, context]));
  });
  return Buffer.concat(blocks).subarray(0, bits / 8);
}

test('ANSI X9.24-3: every kind of working key from a BDK of each length', () => {
  const usages = { pin: 0x1000, 'mac-both': 0x2002, 'data-encrypt': 0x3000, kek: 0x0002 } as const;
  for (let round = 0; round < ROUNDS; round++) {
    const bits = 128 + 64 * (round % 3);
    const indicator = 2 + (round % 3);
    const [bdk, id, counter] = [randomBytes(bits / 8), randomBytes(8), counterOf(32, 16)];
    const context = (value: number): Buffer => {
      const bytes = Buffer.alloc(8);
      id.copy(bytes, 0, 4);
      bytes.writeUInt32BE(value >>> 0, 4);
      return bytes;
    };
    let key = derived(bdk, 0x8001, indicator, bits, id);
    assert.equal(hex(aesDukptInitialKey(u8(bdk), u8(id))), hex(key));
    const initial = key;
    let reached = 0;
    for (let bit = 31; bit >= 0; bit--) {
      if (((counter >>> bit) & 1) === 0) continue;
      reached = (reached | (1 << bit)) >>> 0;
      key = derived(key, 0x8000, indicator, bits, context(reached));
    }
    const ksn = Buffer.concat([id, context(counter).subarray(4)]);
    const own = aesDukptDerivationKey(u8(initial), u8(ksn));
    assert.equal(hex(own), hex(key));
    for (const [algorithm, number, keyBits] of ALGORITHMS) {
      if (keyBits > bits) continue;
      for (const [usage, code] of Object.entries(usages)) {
        const expected = derived(key, code, number, keyBits, context(counter));
        const working = aesDukptWorkingKey(own, u8(ksn), usage as keyof typeof usages, algorithm);
        assert.equal(hex(working), hex(expected), `${usage} ${algorithm}`);
      }
    }
  }
});

test('ANSI X9.143: blocks of versions B and D open by hand, and their MAC covers header and key', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const version = round % 2 === 0 ? 'B' : 'D';
    const [cipher, blockBytes, name] =
      version === 'D' ? ([aes, 16, 'aes-256-cbc'] as const) : ([des, 8, 'des-ede3-cbc'] as const);
    const [kbpk, key] = [randomBytes(version === 'D' ? 32 : 16), randomBytes(16)];
    const header = { version, keyUsage: 'P0', algorithm: 'T', modeOfUse: 'E', keyVersion: '00' } as const;
    const padding = u8(randomBytes(keyBlockPaddingBytes(version, key.length)));
    const block = wrapKeyBlock(
      u8(kbpk),
      { ...header, exportability: 'N', optionalBlocks: [] },
      u8(key),
      padding,
    );
    const keyFor = (usage: number): Buffer => {
      const bits = 8 * kbpk.length;
      const parts = [1, 2].map((counter) =>
        cmacOf(
          cipher,
          kbpk,
          Buffer.of(counter, 0, usage, 0, 0, version === 'D' ? 4 : 0, bits >> 8, bits & 255),
        ),
      );
      return Buffer.concat(parts).subarray(0, kbpk.length);
    };
    const body = Buffer.from(block.slice(16), 'hex');
    const mac = body.subarray(-blockBytes);
    const encryption = version === 'D' ? keyFor(0) : Buffer.concat([keyFor(0), keyFor(0).subarray(0, 8)]);
    const clear = createDecipheriv(name, encryption, mac)
      .setAutoPadding(false)
      .update(body.subarray(0, -blockBytes));
    assert.equal(hex(clear.subarray(2, 18)), hex(key));
    assert.equal(clear.readUInt16BE(0), 128);
    const covered = Buffer.concat([Buffer.from(block.slice(0, 16)), clear]);
    assert.equal(hex(mac), hex(cmacOf(cipher, keyFor(1), covered)));
  }
});

test('components: any two to nine of them make the key again', () => {
  for (let others = 1; others <= 8; others++) {
    const key = u8(randomBytes(16));
    const parts = splitIntoComponents(
      key,
      Array.from({ length: others }, () => u8(randomBytes(16))),
    );
    assert.equal(parts.length, others + 1);
    assert.deepEqual(combineComponents(parts), key);
  }
});
