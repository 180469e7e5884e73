// Goal: nothing printed about a message shows card data. Method: a message full of it, in every printed form.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { describe, Message, maskDigits, maskedHex, pack, unpack } from './index.js';
import { packedSample } from './specs.fixture.js';

const pan = '6299990000001000011';
const message = new Message('0200')
  .set(2, pan)
  .set(3, '000000')
  .set(35, `${pan}D30122200000`)
  .set(52, Uint8Array.from([0x98, 0x76, 0x54, 0x32, 0x10, 0xab, 0xcd, 0xef]));

test('a description shows the PAN as first six and last four, track and PIN block as stars', () => {
  const text = new Map(describe(packedSample, message).map((view) => [view.field, view.text]));
  assert.equal(text.get(2), '629999*********0011');
  assert.match(text.get(35)!, /^\*+$/);
  assert.match(text.get(52)!, /^\*+$/);
  assert.equal(text.get(3), '000000');
});

test('masked hexadecimal keeps the structure and hides the bytes of sensitive fields', () => {
  const bytes = pack(packedSample, message);
  const hex = maskedHex(packedSample, message, bytes, unpack(packedSample, bytes).ranges);
  assert.equal(hex.split(' ').length, bytes.length);
  assert.ok(hex.startsWith('02 00 60 00 00 00 20 00 10 00 19 ** '));
  assert.doesNotMatch(hex.replaceAll(' ', ''), /629999|9876/);
});

test('bytes after a problem are hidden: they may be anything', () => {
  const bytes = pack(packedSample, message);
  bytes[10] = 0x99;
  const { message: read, ranges } = unpack(packedSample, bytes);
  const hex = maskedHex(packedSample, read, bytes, ranges);
  assert.match(hex, /^02 00 60 00 00 00 20 00 10 00( \*\*)+$/);
});

test('a message prints no values through inspect or JSON', () => {
  assert.doesNotMatch(inspect(message, { depth: 9, showHidden: true }), /6299/);
  assert.equal(JSON.stringify(message), '{"mti":"0200"}');
});

test('short numbers are hidden whole', () => {
  assert.equal(maskDigits('629999000011'), '*'.repeat(12));
  assert.equal(maskDigits('6299990000001'), '629999***0001');
});

test('control characters from the wire are not printed', () => {
  const show = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
  const spec = { ...packedSample, fields: { 55: { ...packedSample.fields[55]!, show } } };
  const [view] = describe(spec, new Message('0200').set(55, Uint8Array.of(0x1b, 0x5b, 0x32, 0x4a, 0x0a)));
  assert.equal(view?.text, '·[2J·');
});
