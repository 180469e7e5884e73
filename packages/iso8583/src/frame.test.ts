// Goal: messages come out of a stream as they went in, in every length header and however the stream is cut, and
// no header makes a reader take more memory than the bytes that came. Method: properties, and one of each form.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ascii4,
  bcd2,
  binary2,
  binary2Little,
  binary4,
  binary4Little,
  countingItself,
  FrameReader,
  frameMessage,
  fromHex,
  headerBytes,
  messageBytesMaximum,
  readBase24Header,
  type readLengthHeader,
  toHex,
  vmlh,
  writeBase24Header,
} from './index.js';

const plain = { binary2, binary2Little, binary4, binary4Little, ascii4, bcd2, vmlh };
const headers = [...Object.values(plain), ...Object.values(plain).map(countingItself)];

test('each form, as it stands on the wire', () => {
  const message = new Uint8Array(258);
  const front = Object.values(plain).map((header) =>
    toHex(frameMessage(header, message), 0, headerBytes(header)),
  );
  assert.deepEqual(front, ['0102', '0201', '00000102', '02010000', '30323538', '0258', '01020000']);
  assert.equal(toHex(frameMessage(countingItself(ascii4), message), 0, 4), '30323632');
  assert.equal(toHex(frameMessage(countingItself(vmlh), message), 0, 4), '01060000');
});

test('what is framed is read, however the stream is cut', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(...headers),
      messages,
      fc.integer({ min: 1, max: 999 }),
      (header, sent, cut) => {
        const stream = Uint8Array.from(sent.flatMap((message) => [...frameMessage(header, message)]));
        const reader = new FrameReader(header, 700);
        const read: Uint8Array[] = [];
        for (let at = 0; at < stream.length; at += cut)
          read.push(...reader.push(stream.subarray(at, at + cut)));
        assert.equal(reader.broken, undefined);
        assert.equal(reader.pendingBytes, 0);
        assert.deepEqual(read, sent);
      },
    ),
  );
});

test('a message above the limit, or a header that is no length, breaks the stream for good', () => {
  const breaking: readonly (readonly [Parameters<typeof readLengthHeader>[0], string])[] = [
    [binary2, 'FFFF'],
    [binary4, 'FFFFFFFF'],
    [ascii4, '2D313233'],
    [ascii4, '20202031'],
    [bcd2, '0A00'],
    [countingItself(binary2), '0001'],
    [binary2, '0065'],
  ];
  for (const [header, hex] of breaking) {
    const reader = new FrameReader(header, 100);
    assert.deepEqual(reader.push(fromHex(`${hex}00000000`)!), []);
    assert.ok(reader.broken !== undefined, hex);
    assert.deepEqual(reader.push(new Uint8Array(500)), []);
  }
});

test('a length that is announced takes no memory before its bytes come', () => {
  const readers = Array.from({ length: 200 }, () => new FrameReader(binary4, 0xffff_ffff));
  const before = process.memoryUsage().arrayBuffers;
  for (const reader of readers) reader.push(fromHex('FFFFFFFF00')!);
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
});

test('a message that its header cannot count is a mistake of the caller', () => {
  assert.throws(() => frameMessage(binary2, new Uint8Array(0x10000)), RangeError);
  assert.throws(() => frameMessage(countingItself(ascii4), new Uint8Array(9_996)), RangeError);
  assert.equal(messageBytesMaximum(countingItself(bcd2)), 9_997);
});

test('the header of Base24 hosts', () => {
  const header = { product: '02', release: '50', status: '000', originator: '5', responder: '0' };
  const bytes = writeBase24Header(header);
  assert.equal(new TextDecoder().decode(bytes), 'ISO025000050');
  assert.deepEqual(readBase24Header(bytes), header);
  assert.equal(readBase24Header(bytes.slice(1)), undefined);
  assert.equal(readBase24Header(new Uint8Array(12)), undefined);
  assert.throws(() => writeBase24Header({ ...header, product: '2', release: '500' }), RangeError);
});
