// Goal: the parts of a field are read and written alike in every form, and no bytes make reading throw. Method:
// one message of each form, properties over random values, and known bad inputs of composite and TLV readers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bytesAt,
  fromHex,
  Message,
  PackFault,
  pack,
  packSubfields,
  setAt,
  subfieldsOf,
  textAt,
  toHex,
  unpack,
  valueAt,
} from './index.js';
import { compositeSample } from './specs.fixture.js';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const message = new Message('0200')
  .set(3, '123456')
  .set(4, 'D00001234')
  .set(55, bytes('9F2608AABBCCDDEEFF00119F02060000000012347007DF0101779F3600'))
  .set(59, 'A300412349900212A4000')
  .set(63, bytes('C0011234024142041258595A'));

test('parts are found by path, in the type that their spec says', () => {
  assert.equal(textAt(compositeSample, message, '3.1'), '123');
  assert.equal(textAt(compositeSample, message, '3.3'), '56');
  assert.equal(textAt(compositeSample, message, '4'), 'D00001234');
  assert.equal(toHex(bytesAt(compositeSample, message, '55.9F26')!), 'AABBCCDDEEFF0011');
  assert.equal(textAt(compositeSample, message, '55.9F02'), '000000001234');
  assert.equal(textAt(compositeSample, message, '59.A3'), '1234');
  assert.equal(textAt(compositeSample, message, '59.99'), '12');
  assert.equal(valueAt(compositeSample, message, '59.A4'), '');
  assert.equal(valueAt(compositeSample, message, '3.9'), undefined);
  assert.equal(valueAt(compositeSample, message, '2.1'), undefined);
});

test('a template of BER-TLV is entered, whatever tag it has', () => {
  const item = subfieldsOf(compositeSample, message, 55).find(({ id }) => id === '70');
  assert.deepEqual(
    item?.inside.map(({ path }) => path),
    ['55.70.DF01', '55.70.9F36'],
  );
  assert.equal(toHex(bytesAt(compositeSample, message, '55.70.DF01')!), '77');
});

test('a part is set and the others stay; a new tag comes last', () => {
  const changed = message.clone();
  setAt(compositeSample, changed, '3.2', '9');
  assert.equal(changed.text(3), '123956');
  setAt(compositeSample, changed, '55.9F02', '000000009999');
  setAt(compositeSample, changed, '55.70.9F36', bytes('0102'));
  setAt(compositeSample, changed, '55.95', bytes('0000000000'));
  assert.equal(
    toHex(changed.bytes(55)!),
    '9F2608AABBCCDDEEFF00119F02060000000099997009DF0101779F3602010295050000000000',
  );
  setAt(compositeSample, changed, '59.A3', '55');
  assert.equal(changed.text(59), 'A3002559900212A4000');
  setAt(compositeSample, changed, '63.16.1', '77');
  assert.equal(textAt(compositeSample, changed, '63.16.1'), '77');
  assert.deepEqual(unpack(compositeSample, pack(compositeSample, changed)).problems, []);
});

const misfits: readonly [why: string, path: string, value: string | Uint8Array, field: string][] = [
  ['a part of a field without parts', '4.1', '1', '4'],
  ['a position behind a gap', '3.3', '12', '3.1'],
  ['a value too long', '55.9F02', '0000000000001', '55.9F02'],
  ['a value of the wrong type', '55.9F26', '00', '55.9F26'],
  ['characters that the kind refuses', '55.9F02', 'ABCDEF', '55.9F02'],
  ['a tag that is none', '55.XY', new Uint8Array(1), '55.XY'],
  ['a tag of another length', '59.A', '1', '59.A'],
  ['a value longer than its length form', '59.99', 'x'.repeat(1000), '59.99'],
  ['a bit that the spec lacks', '63.3', '1', '63.3'],
];

for (const [why, path, value, field] of misfits) {
  test(`setting refuses ${why}`, () => {
    assert.throws(
      () => setAt(compositeSample, new Message('0200').set(4, 'C00000000'), path, value),
      (error) => error instanceof PackFault && error.field === field,
    );
  });
}

test('parts in any order become one value', () => {
  const value = packSubfields(compositeSample.fields[63]!, [
    ['2', 'AB'],
    ['1', '1234'],
    [
      '16',
      [
        ['1', '12'],
        ['2', 'XYZ'],
      ],
    ],
  ]);
  assert.equal(toHex(value as Uint8Array), 'C0011234024142041258595A');
});

const broken: readonly [
  why: string,
  field: number,
  value: string | Uint8Array,
  path: string,
  offset: number,
][] = [
  ['a tag alone', 55, bytes('9F26'), '55', 12],
  ['a value cut short', 55, bytes('9F2608AABB'), '55', 14],
  ['an unknown tag, cut short', 55, bytes('DF0105AA'), '55', 14],
  ['a length of eight bytes, 2^63, behind an unknown tag', 55, bytes('DF01888000000000000000'), '55', 14],
  ['a length of four bytes, 2^32 - 1', 55, bytes('DF0184FFFFFFFF'), '55', 14],
  ['an indefinite length', 55, bytes('7080AA0000'), '55', 13],
  ['a part that is too long', 55, bytes('9F0207000000000000FF'), '55.9F02', 14],
  ['letters where digits belong', 55, bytes('9F02060000000012C4'), '55.9F02', 20],
  ['nine levels of templates', 55, bytes('7012701070' + '0E700C700A70087006700470020000'), '', 0],
  ['a negative length in characters', 59, 'A3-12345', '59.A3', 14],
  ['a length beyond the end', 59, 'A3099123', '59.A3', 14],
  ['half a tag', 59, 'A', '59', 12],
  ['a bitmap cut short', 63, bytes('80'), '63.bitmap', 12],
  ['a bit that the spec lacks', 63, bytes('2000'), '63.3', 12],
  ['a part that the bitmap announces and that is missing', 63, bytes('8000'), '63.1', 14],
  ['bytes behind the last part', 63, bytes('80001234FF'), '63', 16],
];

for (const [why, field, value, path, offset] of broken) {
  test(`a clean problem in a part: ${why}`, () => {
    const { problems } = unpack(
      compositeSample,
      pack(compositeSample, new Message('0200').set(field, value)),
    );
    if (path === '') return assert.equal(problems.length, 1);
    assert.deepEqual(
      problems.map((one) => [one.field, one.offset]),
      [[path, offset]],
    );
  });
}

test('whatever a field holds, its parts never throw and lie within it', () => {
  const value = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(55, 63), value, (field, random) => {
      const filled = new Message('0200').set(field, random);
      for (const { start, end } of subfieldsOf(compositeSample, filled, field)) {
        assert.ok(start >= 0 && start <= end && end <= random.length);
      }
    }),
    { numRuns: 3000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (random) => {
      subfieldsOf(compositeSample, new Message('0200').set(59, random), 59);
    }),
    { numRuns: 2000 },
  );
});
