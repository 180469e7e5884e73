// Goal: every shipped spec reads what it writes, in all its fields, and is a spec without mistakes. Method: one
// message with every field at its longest, properties over the fields, and a known message of each form.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkSpec, describe, fromHex, Message, pack, type Spec, toHex, unpack } from '../index.js';
import { messageOf, valuesOf } from '../message.fixture.js';
import * as specs from './index.js';

const shipped: readonly Spec[] = Object.values(specs);

for (const spec of shipped) {
  test(`${spec.name}: has no mistake`, () => {
    assert.deepEqual(checkSpec(spec), []);
    assert.equal(Object.keys(spec.fields).length, spec.bitmap.bits === 192 ? 190 : 127);
  });

  test(`${spec.name}: what is packed is unpacked the same`, () => {
    fc.assert(
      fc.property(messageOf(spec), (message) => {
        const bytes = pack(spec, message);
        const { message: back, problems } = unpack(spec, bytes);
        assert.deepEqual(problems, []);
        assert.equal(back.mti, message.mti);
        assert.deepEqual(valuesOf(back), valuesOf(message));
        assert.deepEqual(pack(spec, back), bytes);
      }),
      { numRuns: 60 },
    );
  });

  test(`${spec.name}: hides card data`, () => {
    const pan = '6299990000001000011';
    const message = new Message('0200')
      .set(2, pan)
      .set(35, `${pan}D30122200000`)
      .set(52, new Uint8Array(8).fill(0xa5));
    const text = JSON.stringify(describe(spec, message));
    assert.doesNotMatch(text, /6299990000|A5A5/);
  });
}

const sale = new Message('0200')
  .set(2, '6299990000001000011')
  .set(3, '000000')
  .set(4, '000000001234')
  .set(70, '301');

test('1987 in characters: hexadecimal bitmaps, the second one announced by the first', () => {
  assert.equal(
    new TextDecoder().decode(pack(specs.iso1987Ascii, sale)),
    '0200F0000000000000000400000000000000' + '196299990000001000011' + '000000' + '000000001234' + '301',
  );
});

test('1987 packed: two digits a byte, lengths too', () => {
  assert.equal(
    toHex(pack(specs.iso1987Bcd, sale)),
    '0200F0000000000000000400000000000000' + '1962999900000010000110' + '000000' + '000000001234' + '3010',
  );
});

test('1987 in EBCDIC: characters and lengths, bitmap as bytes', () => {
  assert.equal(
    toHex(pack(specs.iso1987Ebcdic, new Message('0800').set(3, '990000').set(70, '301'))),
    'F0F8F0F0A0000000000000000400000000000000F9F9F0F0F0F0F3F0F1',
  );
});

test('2003: bit 65 announces a third bitmap', () => {
  const message = new Message('2200').set(3, '000000').set(130, 'X').set(192, new Uint8Array(8));
  const bytes = pack(specs.iso2003Bcd, message);
  assert.equal(toHex(bytes, 2, 26), 'A000000000000000' + '8000000000000000' + '4000000000000001');
  assert.deepEqual(unpack(specs.iso2003Bcd, bytes).message.fieldNumbers(), [3, 130, 192]);
});

test('1993: signed amounts in digits and in characters', () => {
  const message = new Message('1520').set(97, 'D0000000000001234');
  assert.match(toHex(pack(specs.iso1993Bcd, message)), /440000000000001234$/);
  assert.match(new TextDecoder().decode(pack(specs.iso1993Ascii, message)), /D0000000000001234$/);
  const bent = fromHex('1520800000000000000000000000800000004500000000000012C4')!;
  assert.deepEqual(unpack(specs.iso1993Bcd, bent).problems[0]?.expected, 'a sign C or D');
});
