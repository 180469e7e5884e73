// Goal: every byte has one meaning, whatever the bytes are, and no meaning shows card data. Method: properties
// over good, bent and random messages, and one message of each form looked at closely.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Annotation,
  annotate,
  annotatedHex,
  fromHex,
  Message,
  pack,
  type Spec,
  unpack,
} from './index.js';
import { characterSample, compositeSample, packedSample } from './specs.fixture.js';

const pan = '6299990000001000011';
const packed = pack(
  packedSample,
  new Message('0200').set(2, pan).set(3, '000000').set(22, '072').set(23, '001').set(35, `${pan}D3012`),
);

/** The annotations tile the bytes; parts within lie within. */
function checkCover(annotations: readonly Annotation[], start: number, end: number): void {
  let at = start;
  for (const { offset, length } of annotations) {
    assert.equal(offset, at);
    assert.ok(length >= 0);
    at += length;
  }
  assert.equal(at, end);
  annotations.forEach(checkWithin);
}

function checkWithin({ offset, length, inside }: Annotation): void {
  for (const part of inside) {
    assert.ok(part.offset >= offset && part.offset + part.length <= offset + length, part.field);
    checkWithin(part);
  }
}

function flat(annotations: readonly Annotation[]): Annotation[] {
  return annotations.flatMap((one) => [one, ...flat(one.inside)]);
}

for (const spec of [packedSample, characterSample, compositeSample]) {
  test(`${spec.name}: random bytes are covered without a gap, at any offset`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(5), (bytes, offset) => {
        const from = Math.min(offset, bytes.length);
        checkCover(annotate(spec, bytes, from), from, bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
}

const samples: readonly [Spec, Uint8Array][] = [
  [packedSample, packed],
  [
    compositeSample,
    fromHex(
      '02003000000000000A2000123409012345678901234500189F2608AABBCCDDEEFF0011DF0101775A0462999900' +
        '0006A303ABC000',
    )!,
  ],
];

for (const [spec, good] of samples) {
  test(`${spec.name}: a bent message is covered, and says what is wrong exactly when unpacking does`, () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), fc.nat(), (at, byte, keep) => {
        const bent = good.slice(0, keep % (good.length + 1));
        if (bent.length > 0) bent[at % bent.length] = byte;
        const annotations = annotate(spec, bent);
        checkCover(annotations, 0, bent.length);
        const { problems } = unpack(spec, bent);
        const said = flat(annotations).filter(({ problem }) => problem !== undefined);
        for (const problem of problems) {
          assert.ok(
            said.some((one) => one.problem?.offset === problem.offset),
            JSON.stringify(problem),
          );
        }
        assert.equal(said.length > 0, problems.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
}

test('each part has its field, its meaning, and its bytes', () => {
  const rows = annotate(packedSample, packed).map(({ field, part, offset, length, text }) =>
    [field, part, offset, length, text].join(' '),
  );
  assert.deepEqual(rows, [
    'mti mti 0 2 0200',
    'bitmap bitmap 2 8 2 3 22 23 35',
    '2 length 10 1 19',
    '2 data 11 10 629999*********0011',
    '3 data 21 3 000000',
    '22 data 24 2 072',
    '23 data 26 2 001',
    '35 length 28 1 24',
    `35 data 29 12 ${'*'.repeat(24)}`,
  ]);
  const pads = flat(annotate(packedSample, packed)).filter(({ part }) => part === 'pad');
  assert.deepEqual(
    pads.map(({ field, offset }) => [field, offset]),
    [
      ['2', 20],
      ['22', 25],
      ['23', 26],
    ],
  );
});

test('sensitive bytes are hidden, in the text and in the hexadecimal', () => {
  const annotations = annotate(packedSample, packed);
  assert.doesNotMatch(JSON.stringify(annotations), /6299990000/);
  const hex = annotatedHex(annotations, packed).replaceAll(' ', '');
  assert.ok(hex.startsWith('02006000060020000000'));
  assert.doesNotMatch(hex, /629999/);
  assert.equal(annotations.find(({ field, part }) => field === '2' && part === 'data')?.sensitive, true);
});

test('a field that breaks off: its length, then the rest unread with the problem; nothing left has length 0', () => {
  const cut = packed.slice(0, 15);
  const [, , length, rest] = annotate(packedSample, cut);
  assert.deepEqual([length?.part, length?.offset, length?.length], ['length', 10, 1]);
  assert.deepEqual([rest?.field, rest?.part, rest?.offset, rest?.length], ['2', 'unread', 11, 4]);
  assert.equal(rest?.text, 'expected 10 bytes of data, got 4 left');
  assert.equal(rest?.sensitive, true);
  const missing = annotate(packedSample, packed.slice(0, 21)).at(-1);
  assert.deepEqual([missing?.field, missing?.part, missing?.length], ['3', 'unread', 0]);
});
