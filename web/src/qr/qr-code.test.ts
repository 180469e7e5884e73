// QR codes against what the standard prints, and read back by a reader in this file that knows nothing of the writer's
// drawing: it finds the mask in the format bits, walks the columns and takes the bytes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Modules, qrCode } from './qr-code.js';
import { errorCorrection } from './reed-solomon.js';

/** ISO/IEC 18004:2015, Annex I: the data of version 1-M, and its ten bytes of error correction. */
test('the example of the standard has its error correction', () => {
  const data = Uint8Array.of(
    0x10,
    0x20,
    0x0c,
    0x56,
    0x61,
    0x80,
    0xec,
    0x11,
    0xec,
    0x11,
    0xec,
    0x11,
    0xec,
    0x11,
    0xec,
    0x11,
  );
  const expected = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
  assert.deepEqual([...errorCorrection(data, 10)], expected);
});

const FINDER = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
/** Format words of level M by mask (Annex C, Table C.1). */
const FORMATS = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0];
/** Data blocks by version at level M (Table 9). */
const BLOCKS: ReadonlyArray<readonly number[]> = [
  [16],
  [28],
  [44],
  [32, 32],
  [43, 43],
  [27, 27, 27, 27],
  [31, 31, 31, 31],
  [38, 38, 39, 39],
  [36, 36, 36, 37, 37],
  [43, 43, 43, 43, 44],
];

const at = (modules: Modules, row: number, column: number): number => (modules[row]?.[column] ? 1 : 0);

function formatOf(modules: Modules): number {
  const cells: Array<readonly [number, number]> = [
    ...[0, 1, 2, 3, 4, 5, 7, 8].map((column) => [8, column] as const),
    ...[7, 5, 4, 3, 2, 1, 0].map((row) => [row, 8] as const),
  ];
  return cells.reduce((word, [row, column]) => (word << 1) | at(modules, row, column), 0);
}

const inMask: ReadonlyArray<(i: number, j: number) => number> = [
  (i, j) => (i + j) % 2,
  (i) => i % 2,
  (_, j) => j % 3,
  (i, j) => (i + j) % 3,
  (i, j) => ((i >> 1) + Math.trunc(j / 3)) % 2,
  (i, j) => ((i * j) % 2) + ((i * j) % 3),
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2,
];

function isFunction(size: number, row: number, column: number): boolean {
  const version = (size - 17) / 4;
  if (row === 6 || column === 6) return true;
  if ((row < 9 && (column < 9 || column > size - 9)) || (row > size - 9 && column < 9)) return true;
  if (version >= 7 && ((row < 6 && column > size - 12) || (column < 6 && row > size - 12))) return true;
  const last = size - 7;
  const centres = version === 1 ? [] : version < 7 ? [6, last] : [6, (6 + last) / 2, last];
  return centres.some((r) =>
    centres.some((c) => {
      const corner = (r === 6 && (c === 6 || c === last)) || (r === last && c === 6);
      return !corner && Math.abs(row - r) < 3 && Math.abs(column - c) < 3;
    }),
  );
}

function readBack(modules: Modules): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const mask = FORMATS.indexOf(formatOf(modules));
  assert.ok(mask >= 0, 'the format is one of level M');
  const bits: number[] = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (isFunction(size, row, column)) continue;
        bits.push(at(modules, row, column) ^ (inMask[mask]!(row, column) === 0 ? 1 : 0));
      }
    }
    up = !up;
  }
  const bytes = Array.from({ length: bits.length >> 3 }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((value, bit) => (value << 1) | bit, 0),
  );
  const lengths = BLOCKS[version - 1]!;
  const blocks: number[][] = lengths.map(() => []);
  for (let position = 0, next = 0; position < Math.max(...lengths); position += 1) {
    blocks.forEach((block, which) => {
      if (position < lengths[which]!) block.push(bytes[next++]!);
    });
  }
  const data = blocks.flat().flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  const take = (from: number, count: number): number =>
    data.slice(from, from + count).reduce((value, bit) => (value << 1) | bit, 0);
  assert.equal(take(0, 4), 4, 'byte mode');
  const countBits = version < 10 ? 8 : 16;
  const text = Uint8Array.from({ length: take(4, countBits) }, (_, byte) =>
    take(4 + countBits + byte * 8, 8),
  );
  return new TextDecoder().decode(text);
}

test('what is written is read back, in every version', () => {
  const seen = new Set<number>();
  for (let length = 0; length <= 213; length += 3) {
    const text = 'https://pay.example/phone/#'.padEnd(length, 'x7K_').slice(0, length);
    const modules = qrCode(text);
    assert.ok(modules);
    seen.add(modules.length);
    assert.equal(readBack(modules), text);
    for (const [top, left] of [
      [0, 0],
      [0, modules.length - 7],
      [modules.length - 7, 0],
    ] as const) {
      FINDER.forEach((line, row) => {
        const drawn = [...line].map((_, column) => at(modules, top + row, left + column)).join('');
        assert.equal(drawn, line);
      });
    }
  }
  assert.deepEqual([...seen], [21, 25, 29, 33, 37, 41, 45, 49, 53, 57]);
});

test('any short text is read back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 50, unit: 'grapheme' }), (text) => {
      const modules = qrCode(text);
      if (new TextEncoder().encode(text).length > 213) assert.equal(modules, undefined);
      else assert.equal(readBack(modules!), text);
    }),
    { numRuns: 100 },
  );
});

test('a longer text is refused', () => {
  assert.ok(qrCode('x'.repeat(213)));
  assert.equal(qrCode('x'.repeat(214)), undefined);
});
