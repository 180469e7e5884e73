// Goal: what is packed comes back the same, in every combination of kind, encoding, prefix and padding, and
// no bytes at all make the codec throw or read past the end. Method: properties, mutated good messages, and
// the inputs that are known to have crashed other ISO 8583 codecs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex, Message, maskedHex, PackFault, pack, type Spec, toHex, unpack } from './index.js';
import { messageOf, valuesOf } from './message.fixture.js';
import { characterSample, packedSample } from './specs.fixture.js';

const specs = [packedSample, characterSample];

for (const spec of specs) {
  test(`${spec.name}: what is packed is unpacked the same, at any offset`, () => {
    fc.assert(
      fc.property(messageOf(spec), fc.nat(12), (message, headroom) => {
        const { message: back, problems } = unpack(spec, pack(spec, message, headroom), headroom);
        assert.deepEqual(problems, []);
        assert.equal(back.mti, message.mti);
        assert.deepEqual(valuesOf(back), valuesOf(message));
      }),
    );
  });

  test(`${spec.name}: ranges cover every byte in order`, () => {
    fc.assert(
      fc.property(messageOf(spec), (message) => {
        const bytes = pack(spec, message);
        let at = 0;
        for (const range of unpack(spec, bytes).ranges) {
          if (range.part === 'pad') continue;
          assert.equal(range.start, at);
          at = range.end;
        }
        assert.equal(at, bytes.length);
      }),
    );
  });

  test(`${spec.name}: cut, changed or lengthened, a message never throws`, () => {
    fc.assert(
      fc.property(messageOf(spec), fc.nat(), fc.nat(255), fc.nat(), (message, at, byte, keep) => {
        const bytes = pack(spec, message);
        bytes[at % bytes.length] = byte;
        const cut = bytes.slice(0, keep % (bytes.length + 1));
        for (const input of [bytes, cut, new Uint8Array([...bytes, byte])]) check(spec, input);
      }),
      { numRuns: 500 },
    );
  });

  test(`${spec.name}: random bytes never throw`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => check(spec, bytes)),
      { numRuns: 2000 },
    );
  });
}

/** Whatever comes in: ranges within the bytes, and what was read without problems packs again. */
function check(spec: Spec, bytes: Uint8Array): void {
  const { message, problems, ranges } = unpack(spec, bytes);
  for (const { start, end } of ranges) assert.ok(0 <= start && start <= end && end <= bytes.length);
  for (const problem of problems) assert.ok(problem.offset <= bytes.length);
  maskedHex(spec, message, bytes, ranges);
  if (problems.length > 0) return;
  const again = unpack(spec, pack(spec, message));
  assert.deepEqual(again.problems, []);
  assert.deepEqual(valuesOf(again.message), valuesOf(message));
}

const seeds: readonly [why: string, spec: Spec, hex: string, field: string][] = [
  ['nothing at all', packedSample, '', 'mti'],
  ['half an MTI', packedSample, '02', 'mti'],
  ['an MTI of letters', packedSample, '02AB0000000000000000', 'mti'],
  ['a bitmap cut short', packedSample, '020040', 'bitmap'],
  ['a second bitmap announced', packedSample, '02008000000000000000', 'bitmap'],
  ['a field that the spec lacks', packedSample, '02000800000000000000123456', '5'],
  ['a length prefix that is missing', packedSample, '02004000000000000000', '2'],
  ['a length prefix of letters', packedSample, '020040000000000000001A1234', '2'],
  ['a length above the most allowed', packedSample, '02004000000000000000996299', '2'],
  ['a value cut short', packedSample, '02004000000000000000196299', '2'],
  ['a three-digit length in four nibbles', packedSample, '0200000000000001000099990000', '48'],
  ['half a three-digit length', packedSample, '0200000000000001000003', '48'],
  ['a binary value longer than the message', packedSample, '020000000000000002000255FF', '55'],
  ['letters among digits', packedSample, '0200200000000000000012C456', '3'],
  ['a pad nibble that is neither 0 nor F', packedSample, '020000000400000000000725', '22'],
  ['bytes after the last field', packedSample, '02002000000000000000000000FF', 'message'],
  ['a negative length in characters', characterSample, '3032303040000000000000002D33', '2'],
  ['a length of letters', characterSample, '3032303040000000000000004141', '2'],
  ['characters above ASCII', characterSample, '30323030400000000000000030324180', '2'],
];

for (const [why, spec, hex, field] of seeds) {
  test(`a known crasher is a clean problem: ${why}`, () => {
    const bytes = fromHex(hex)!;
    const { problems } = unpack(spec, bytes);
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.field, field);
    assert.notEqual(problems[0]!.expected, problems[0]!.got);
  });
}

test('a bad value does not hide the fields after it', () => {
  const { message, problems } = unpack(packedSample, fromHex('0200200004000000000012C4560720')!);
  assert.deepEqual(problems, [{ field: '3', offset: 11, expected: 'BCD digits', got: 'nibble C' }]);
  assert.equal(message.text(22), '072');
});

test('pad nibbles 0 and F are read alike, before and after, and written as 0', () => {
  for (const tail of ['07200001', '072FF001']) {
    const { message, problems } = unpack(packedSample, fromHex(`02000000060000000000${tail}`)!);
    assert.deepEqual(problems, []);
    assert.equal(message.text(22), '072');
    assert.equal(message.text(23), '001');
    assert.equal(toHex(pack(packedSample, message)), '0200000006000000000007200001');
  }
});

test('problems never quote the digits of a value', () => {
  const bytes = pack(packedSample, new Message('0200').set(2, '6299990000001000011'));
  // One digit fewer than there are: the digit that is left over stands where a pad is expected.
  bytes[10] = 0x17;
  bytes[18] = 0x10;
  const printed = JSON.stringify(unpack(packedSample, bytes).problems);
  assert.doesNotMatch(printed, /6299|1000011|"nibble [0-9]/);
});

const misfits: readonly [why: string, message: Message, field: string][] = [
  ['an MTI of three digits', new Message('020'), 'mti'],
  ['a fixed field too short', new Message('0200').set(3, '00000'), '3'],
  ['a value too long', new Message('0200').set(2, '1'.repeat(20)), '2'],
  ['letters in a numeric field', new Message('0200').set(3, '00000A'), '3'],
  ['characters outside ASCII', new Message('0200').set(38, '授权号一二三'), '38'],
  ['text where bytes belong', new Message('0200').set(52, '12345678'), '52'],
  ['bytes where text belongs', new Message('0200').set(3, new Uint8Array(3)), '3'],
  ['a field that the spec lacks', new Message('0200').set(5, '1'), '5'],
];

for (const [why, message, field] of misfits) {
  test(`packing refuses ${why}`, () => {
    assert.throws(
      () => pack(packedSample, message),
      (error) => error instanceof PackFault && error.field === field && error.code === 'TG_MESSAGE_PACK',
    );
  });
}

test('a field number that no bitmap can announce is a mistake of the caller', () => {
  for (const number of [0, 1, 193, 2.5, Number.NaN]) {
    assert.throws(() => new Message('0200').set(number, '1'), RangeError);
  }
});
