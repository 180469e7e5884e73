// Goal: what is packed is read back, and a value that cannot be packed leaves no trace in its batch.
// Method: a property over nested forms; then a batch with one impossible value in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeRequest } from './batch.js';
import {
  bytes,
  either,
  type Form,
  flag,
  list,
  number,
  PackedReader,
  PackedWriter,
  record,
  text,
} from './packing.js';

interface Nested {
  readonly name: string;
  readonly amounts: readonly number[];
  readonly blob: Uint8Array;
  readonly choice: string | Uint8Array;
  readonly yes: boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const nested: Form<Nested> = record<Nested>({
  name: text,
  amounts: list(number),
  blob: bytes,
  choice: either(isText, text, bytes),
  yes: flag,
});

test('every nested value survives', () => {
  const values = fc.record(
    {
      name: fc.string({ unit: 'grapheme', maxLength: 3000 }),
      amounts: fc.array(fc.double()),
      blob: fc.uint8Array({ maxLength: 9000 }),
      choice: fc.oneof(fc.string(), fc.uint8Array()),
      yes: fc.boolean(),
    },
    { noNullPrototype: true },
  );
  const writer = new PackedWriter();
  fc.assert(
    fc.property(values, values, (first, second) => {
      nested.write(writer, first);
      nested.write(writer, second);
      const reader = new PackedReader(writer.take());
      assert.deepEqual(nested.read(reader), first);
      assert.deepEqual(nested.read(reader), second);
      assert.ok(reader.atEnd);
    }),
  );
});

test('a request that cannot be packed is taken back whole', () => {
  const writer = new PackedWriter();
  writeRequest(writer, 'panHash', '6299990000001000011');
  const length = writer.length;
  const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
  const broken = { key: 'a block', data: undefined as unknown as Uint8Array, method };
  assert.throws(() => writeRequest(writer, 'makeMac', broken), TypeError);
  assert.equal(writer.length, length);
});
