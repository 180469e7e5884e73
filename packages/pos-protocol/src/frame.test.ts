// Goal: bodies come out whole however the stream is cut, and lengths that cannot be right stop the reading.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader, frame } from './index.js';

const body = fc.uint8Array({ minLength: 10, maxLength: 300 });

test('bodies come out whole and in order, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(body, { maxLength: 5 }), fc.array(fc.nat(40), { minLength: 1 }), (bodies, cuts) => {
      const stream = Uint8Array.from(bodies.flatMap((one) => [...frame(one)]));
      const reader = new FrameReader();
      const got: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const end = at + 1 + cuts[turn % cuts.length]!;
        got.push(...reader.push(stream.subarray(at, end)));
        at = end;
      }
      assert.deepEqual(got, bodies);
      assert.equal(reader.pendingBytes, 0);
      assert.equal(reader.broken, undefined);
    }),
  );
});

test('a half frame is counted', () => {
  const reader = new FrameReader();
  assert.deepEqual(reader.push(Uint8Array.of(0x00)), []);
  assert.equal(reader.pendingBytes, 1);
  reader.push(Uint8Array.of(0x40, 1, 2, 3));
  assert.equal(reader.pendingBytes, 5);
});

for (const [why, length] of [
  ['nothing', 0],
  ['less than a message', 9],
  ['more than the limit', 4097],
  ['all ones', 0xffff],
] as const) {
  test(`a length of ${why} breaks the stream for good`, () => {
    const reader = new FrameReader();
    assert.deepEqual(reader.push(Uint8Array.of(length >> 8, length & 255, ...new Uint8Array(30))), []);
    assert.match(reader.broken!, new RegExp(`${length} bytes`));
    assert.deepEqual(reader.push(frame(new Uint8Array(40))), []);
  });
}

test('what came before a broken length is still handed out', () => {
  const reader = new FrameReader(64);
  const good = new Uint8Array(64).fill(7);
  assert.deepEqual(reader.push(Uint8Array.of(...frame(good), 0x00, 0x41)), [good]);
  assert.ok(reader.broken);
});

test('a body that two bytes cannot count is refused', () => {
  assert.throws(() => frame(new Uint8Array(0x10000)), RangeError);
});
