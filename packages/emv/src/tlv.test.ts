// Goal: any bytes give data objects or a clean problem; what is written is read back. Method: properties and
// the truncated and oversized forms that have crashed other TLV readers (EMV Book 3 Annex B).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findTlv, readTlv, type Tlv, writeTlv } from './index.js';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number(`0x${pair}`));

const primitive = fc.constantFrom('9F26', '95', '9A', '5A', 'DF8129', '9F10');

test('what is written is read back', () => {
  const item = fc.tuple(primitive, fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), (items) => {
      const { items: back, problems } = readTlv(writeTlv(items));
      assert.deepEqual(problems, []);
      assert.deepEqual(
        back.map(({ tag, value }) => [tag, value]),
        items,
      );
    }),
  );
});

test('random bytes never throw, and every data object lies within the one around it', () => {
  const within = (items: readonly Tlv[], start: number, end: number): void => {
    for (const item of items) {
      assert.ok(start <= item.offset && item.offset < item.valueOffset);
      assert.ok(item.valueOffset <= item.end && item.end <= end);
      within(item.children, item.valueOffset, item.end);
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (input) => within(readTlv(input).items, 0, input.length)),
    { numRuns: 3000 },
  );
});

const broken: readonly [why: string, hex: string, offset: number][] = [
  ['a tag alone', '9F26', 0],
  ['half a tag', '9F', 0],
  ['a tag of four bytes', 'DF81828300', 0],
  ['a tag that never ends', 'FFFFFFFFFFFF', 0],
  ['a value cut short', '9F2608AABB', 2],
  ['an unknown tag, cut short', 'DF0105AA', 2],
  ['a length of eight bytes, 2^63', 'DF01888000000000000000', 2],
  ['a length of four bytes, 2^31', 'DF018480000000AA', 2],
  ['a length of four bytes, 2^32 - 1', 'DF0184FFFFFFFF', 2],
  ['an indefinite length', '7080AA0000', 1],
  ['length bytes that are missing', '9F1082', 2],
  ['a child longer than its parent', '70039F1001', 4],
  ['sixteen levels of nesting', '701E701C701A7018701670147012701070' + '0E700C700A70087006700470020000', 16],
];

for (const [why, hex, offset] of broken) {
  test(`a clean problem: ${why}`, () => {
    const { problems } = readTlv(bytes(hex));
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.offset, offset);
  });
}

test('bytes 00 between data objects mean nothing', () => {
  const { items, problems } = readTlv(bytes('00009A03261122009C0100'));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    items.map((item) => item.tag),
    ['9A', '9C'],
  );
  assert.equal(findTlv(items, '9C')?.offset, 8);
});

test('what was read before a problem is kept', () => {
  const { items, problems } = readTlv(bytes('9A032611229F2608AA'));
  assert.equal(items[0]?.tag, '9A');
  assert.equal(problems[0]?.expected, '8 bytes of value');
});
