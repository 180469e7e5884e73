// Message to bytes. A message that does not fit its spec is refused with a PackFault that names the field.

import { writeCharacters } from './characters.js';
import { BITMAP_BYTES, type FieldLayout, type Layout, layoutOf } from './layout.js';
import { FIELD_MAX, type Message } from './message.js';
import { writeNibbles } from './nibbles.js';
import { writePrefix } from './prefix.js';
import { PackFault } from './problem.js';
import type { Spec } from './spec.js';
import type { Value } from './value-codec.js';

/** `headroom` bytes are left free in front, for the envelope of a dialect. */
export function pack(spec: Spec, message: Message, headroom = 0): Uint8Array {
  const layout = layoutOf(spec);
  const bitmapAt = headroom + layout.mtiBytes;
  const bodyAt = bitmapAt + BITMAP_BYTES;
  let end = bodyAt;
  for (let number = 2; number <= FIELD_MAX; number += 1) {
    const value = message.value(number);
    if (value !== undefined) end += sizeOf(layout, number, value);
  }
  const bytes = new Uint8Array(end);
  writeMti(spec, message.mti, bytes, headroom);
  for (let number = 2, at = bodyAt; at < end; number += 1) {
    const value = message.value(number);
    if (value === undefined) continue;
    const byteAt = bitmapAt + ((number - 1) >> 3);
    bytes[byteAt] = bytes[byteAt]! | (0x80 >> ((number - 1) & 7));
    at = writeField(layout.fields[number]!, value, bytes, at);
  }
  return bytes;
}

function writeMti(spec: Spec, mti: string, into: Uint8Array, start: number): void {
  const written =
    mti.length === 4 &&
    (spec.mti.encoding === 'bcd'
      ? writeNibbles(mti, into, start, 'decimal', 'after')
      : writeCharacters(mti, into, start, 'n'));
  if (!written) throw new PackFault('mti', 'four digits', 'another text');
}

/** Bytes that the field will take, its length checked. */
function sizeOf(layout: Layout, number: number, value: Value): number {
  const field = layout.fields[number];
  if (field === undefined) throw new PackFault(String(number), 'a field of the spec', 'a field it lacks');
  const units = field.codec.unitsOf(value);
  const { unit } = field.codec;
  if (units < 0) throw new PackFault(field.label, unit, typeof value === 'string' ? 'text' : 'bytes');
  if (field.prefixBytes === 0 ? units !== field.length : units > field.length) {
    const bound = field.prefixBytes === 0 ? 'exactly' : 'at most';
    throw new PackFault(field.label, `${bound} ${field.length} ${unit}`, `${units}`);
  }
  return field.prefixBytes + field.codec.bytesFor(units);
}

function writeField(field: FieldLayout, value: Value, into: Uint8Array, start: number): number {
  const units = field.codec.unitsOf(value);
  if (field.prefixBytes > 0) writePrefix(units, into, start, field.prefix);
  const dataAt = start + field.prefixBytes;
  if (!field.codec.write(value, into, dataAt)) {
    throw new PackFault(field.label, `${field.codec.unit} of kind ${field.spec.kind}`, 'another character');
  }
  return dataAt + field.codec.bytesFor(units);
}
