// Goal: a key block gives its key back whole, and gives nothing back once a single character is changed.
// Method: round trips over versions, key lengths and labels; every character of a block changed in turn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CryptoFault } from './crypto-fault.js';
import { keyBlockPaddingBytes, unwrapKeyBlock, wrapKeyBlock } from './key-block.js';
import type { KeyBlockHeader, KeyBlockVersion } from './key-block-header.js';

const KBPK_LENGTHS: Readonly<Record<KeyBlockVersion, readonly number[]>> = {
  A: [16, 24],
  B: [16, 24],
  C: [16, 24],
  D: [16, 24, 32],
};

function header(version: KeyBlockVersion, label: string): KeyBlockHeader {
  const optionalBlocks = label === '' ? [] : [{ id: 'LB', data: label }];
  const use = { keyUsage: 'P0', algorithm: 'T', modeOfUse: 'D', keyVersion: '00', exportability: 'N' };
  return { version, ...use, optionalBlocks };
}

const anyBytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

test('what is wrapped is unwrapped, with labels up to the extended length', () => {
  const cases = fc.constantFrom<KeyBlockVersion>('A', 'B', 'C', 'D').chain((version) =>
    fc.record({
      version: fc.constant(version),
      kbpk: fc.constantFrom(...KBPK_LENGTHS[version]).chain(anyBytes),
      key: fc.constantFrom(8, 16, 24, 32).chain(anyBytes),
      label: fc.stringMatching(/^[ -~]{0,300}$/),
    }),
  );
  fc.assert(
    fc.property(cases, ({ version, kbpk, key, label }) => {
      const padding = new Uint8Array(keyBlockPaddingBytes(version, key.length)).fill(0xa5);
      const block = wrapKeyBlock(kbpk, header(version, label), key, padding);
      const unwrapped = unwrapKeyBlock(kbpk, block);
      assert.deepEqual(unwrapped.key, key);
      assert.deepEqual(unwrapped.header.optionalBlocks, header(version, label).optionalBlocks);
      assert.equal(unwrapped.header.statedLength, block.length);
    }),
  );
});

test('changing any one character releases no key, in every version', () => {
  for (const version of ['A', 'B', 'C', 'D'] as const) {
    const kbpk = Uint8Array.from({ length: 16 }, (_, i) => 16 * i + 7);
    const key = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);
    const padding = new Uint8Array(keyBlockPaddingBytes(version, 16));
    const block = wrapKeyBlock(kbpk, header(version, 'till 1'), key, padding);
    for (let at = 0; at < block.length; at++) {
      const other = block[at] === '1' ? '2' : '1';
      const changed = block.slice(0, at) + other + block.slice(at + 1);
      assert.throws(() => unwrapKeyBlock(kbpk, changed), CryptoFault, `version ${version}, character ${at}`);
    }
  }
});

test('a header with characters outside its form is not written', () => {
  const bad: KeyBlockHeader = { ...header('D', ''), keyUsage: 'p0' };
  const padding = new Uint8Array(keyBlockPaddingBytes('D', 16));
  assert.throws(() => wrapKeyBlock(new Uint8Array(32), bad, new Uint8Array(16), padding), {
    code: 'TG_KEY_BLOCK',
  });
});

test('any text at all is refused with a CryptoFault, never with another error', () => {
  const start = fc.constantFrom('', 'D0112P0TE00N0000', 'B0080K0TN00N0100KS', 'A0072P0TE00N0200LB');
  fc.assert(
    fc.property(start, fc.string({ unit: 'binary', maxLength: 120 }), (prefix, rest) => {
      assert.throws(() => unwrapKeyBlock(new Uint8Array(16), prefix + rest), CryptoFault);
    }),
  );
});
