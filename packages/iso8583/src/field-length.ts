// How long a field is: the length that its spec or its prefix says, checked against the most allowed and
// against the bytes that are there before anything is read or made.

import type { FieldLayout } from './layout.js';
import { readPrefix } from './prefix.js';
import { type Problem, shortOf } from './problem.js';

/** The length in units of the field at `start`, all of whose bytes are there; -1 after a problem. */
export function unitsAt(
  field: FieldLayout,
  path: string,
  bytes: Uint8Array,
  start: number,
  problems: Problem[],
): number {
  if (field.prefixBytes === 0) {
    if (start + field.bytes <= bytes.length) return field.length;
    problems.push(shortOf(path, start, field.bytes, bytes.length - start));
    return -1;
  }
  const dataAt = start + field.prefixBytes;
  if (dataAt > bytes.length) {
    problems.push(shortOf(path, start, field.prefixBytes, bytes.length - start, 'length'));
    return -1;
  }
  const units = readPrefix(bytes, start, dataAt, field.prefix);
  if (units < 0 || units > field.length) {
    problems.push(badLength(field, path, start, units));
    return -1;
  }
  const size = field.codec.bytesFor(units);
  if (dataAt + size > bytes.length) {
    problems.push(shortOf(path, dataAt, size, bytes.length - dataAt));
    return -1;
  }
  return units;
}

function badLength(field: FieldLayout, path: string, offset: number, units: number): Problem {
  const expected = `a length of 0 to ${field.length} ${field.codec.unit}`;
  return { field: path, offset, expected, got: units < 0 ? 'no digits' : `length ${units}` };
}
