// One field or part to bytes: its value filled up, its size known before anything is made, its prefix and data.

import type { FieldLayout } from './layout.js';
import { writePrefix } from './prefix.js';
import { PackFault } from './problem.js';
import type { Value } from './value-codec.js';

/** The value, filled up to the length of a fixed field where the spec says with what. */
export function filled(field: FieldLayout, value: Value): Value {
  const { fill } = field;
  if (fill === undefined || typeof value !== 'string' || field.prefixBytes > 0) return value;
  return fill.side === 'before'
    ? value.padStart(field.length, fill.with)
    : value.padEnd(field.length, fill.with);
}

/** Bytes that the field will take, its length checked. */
export function sizeOf(field: FieldLayout, path: string, value: Value): number {
  const units = field.codec.unitsOf(value);
  const { unit } = field.codec;
  if (units < 0) throw new PackFault(path, unit, typeof value === 'string' ? 'text' : 'bytes');
  if (field.prefixBytes === 0 ? units !== field.length : units > field.length) {
    const bound = field.prefixBytes === 0 ? 'exactly' : 'at most';
    throw new PackFault(path, `${bound} ${field.length} ${unit}`, `${units}`);
  }
  return field.prefixBytes + field.codec.bytesFor(units);
}

/** Writes a value whose size was checked; answers where it ends. */
export function writeField(
  field: FieldLayout,
  path: string,
  value: Value,
  into: Uint8Array,
  start: number,
): number {
  const units = field.codec.unitsOf(value);
  if (field.prefixBytes > 0) writePrefix(units, into, start, field.prefix);
  const dataAt = start + field.prefixBytes;
  if (!field.codec.write(value, into, dataAt)) {
    throw new PackFault(path, `${field.codec.unit} of kind ${field.spec.kind}`, 'another character');
  }
  return dataAt + field.codec.bytesFor(units);
}
