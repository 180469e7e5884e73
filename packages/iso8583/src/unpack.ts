// Bytes to message. It never throws, whatever the bytes are, and never reads past their end: what is wrong
// comes back as problems, beside everything that could be read before and around them.

import { readCharacters } from './characters.js';
import { BITMAP_BYTES, type FieldLayout, layoutOf } from './layout.js';
import { FIELD_MAX, Message } from './message.js';
import { readNibbles } from './nibbles.js';
import { readPrefix } from './prefix.js';
import type { ByteRange, Problem } from './problem.js';
import type { Spec } from './spec.js';

/** What came of unpacking. `problems` empty means that the bytes are exactly one message of the spec. */
export class Unpacked {
  message: Message = new Message('');
  readonly problems: Problem[] = [];
  /** Where each part ends, in order: field (0 MTI, 1 bitmap) and end by turns; objects only on demand. */
  readonly #ends: number[] = [];
  readonly #spec: Spec;
  readonly #offset: number;

  constructor(spec: Spec, offset: number) {
    this.#spec = spec;
    this.#offset = offset;
  }

  /** Says that a part was passed; for `unpack` only. */
  passed(field: number, end: number): void {
    this.#ends.push(field, end);
  }

  /** Where each part that was read lies, in order. */
  get ranges(): readonly ByteRange[] {
    const ranges: ByteRange[] = [];
    let start = this.#offset;
    for (let at = 0; at < this.#ends.length; at += 2) {
      const [number, end] = [this.#ends[at]!, this.#ends[at + 1]!];
      const field = number === 0 ? 'mti' : number === 1 ? 'bitmap' : String(number);
      const data = start + this.#prefixBytes(number);
      if (data > start) ranges.push({ field, part: 'length', start, end: data });
      ranges.push({ field, part: 'data', start: data, end });
      const pad = this.#padByte(number, data, end);
      if (pad !== undefined) ranges.push({ field, part: 'pad', start: pad, end: pad + 1 });
      start = end;
    }
    return ranges;
  }

  /** Offset of a field, its length prefix included; undefined when the field was not reached. */
  startOf(field: number): number | undefined {
    for (let at = 2; at < this.#ends.length; at += 2) {
      if (this.#ends[at] === field) return this.#ends[at - 1];
    }
    return undefined;
  }

  #prefixBytes(number: number): number {
    return layoutOf(this.#spec).fields[number]?.prefixBytes ?? 0;
  }

  #padByte(number: number, data: number, end: number): number | undefined {
    const spec = this.#spec.fields[number];
    const text = this.message.text(number);
    if (spec?.encoding !== 'bcd' || text === undefined || text.length % 2 === 0) return undefined;
    return spec.padNibble === 'before' ? data : end - 1;
  }
}

/** Reads one message from `offset` to the end of the bytes. */
export function unpack(spec: Spec, bytes: Uint8Array, offset = 0): Unpacked {
  const result = new Unpacked(spec, offset);
  const layout = layoutOf(spec);
  const bitmapAt = offset + layout.mtiBytes;
  if (!readMti(spec, bytes, offset, bitmapAt, result)) return result;
  const bodyAt = bitmapAt + BITMAP_BYTES;
  if (bodyAt > bytes.length) {
    result.problems.push(short('bitmap', bitmapAt, BITMAP_BYTES, bytes.length - bitmapAt));
    return result;
  }
  result.passed(1, bodyAt);
  let at = bodyAt;
  for (let number = 1; number <= FIELD_MAX; number += 1) {
    const byteAt = bitmapAt + ((number - 1) >> 3);
    if ((bytes[byteAt]! & (0x80 >> ((number - 1) & 7))) === 0) continue;
    const field = layout.fields[number];
    if (field === undefined) {
      result.problems.push(unknownBit(number, byteAt, spec.name));
      return result;
    }
    at = readField(field, number, bytes, at, result);
    if (at < 0) return result;
  }
  if (at < bytes.length) {
    const got = `${bytes.length - at} more bytes`;
    result.problems.push({ field: 'message', offset: at, expected: 'the end', got });
  }
  return result;
}

function readMti(spec: Spec, bytes: Uint8Array, start: number, end: number, result: Unpacked): boolean {
  if (end > bytes.length) {
    result.problems.push(short('mti', start, end - start, bytes.length - start));
    return false;
  }
  const mti =
    spec.mti.encoding === 'bcd'
      ? readNibbles(bytes, start, 4, 'decimal', 'after')
      : readCharacters(bytes, start, 4, 'n');
  if (mti === undefined) {
    result.problems.push({ field: 'mti', offset: start, expected: 'four digits', got: 'other bytes' });
    return false;
  }
  result.message = new Message(mti);
  result.passed(0, end);
  return true;
}

/** Reads one field; answers where the next one starts, or -1 when that cannot be known. */
function readField(
  field: FieldLayout,
  number: number,
  bytes: Uint8Array,
  start: number,
  result: Unpacked,
): number {
  const dataAt = start + field.prefixBytes;
  let units = field.length;
  if (field.prefixBytes > 0) {
    if (dataAt > bytes.length) {
      result.problems.push(short(field.label, start, field.prefixBytes, bytes.length - start, 'length'));
      return -1;
    }
    units = readPrefix(bytes, start, field.prefix);
    if (units < 0 || units > field.length) {
      result.problems.push(badLength(field, start, units));
      return -1;
    }
  }
  const end = dataAt + field.codec.bytesFor(units);
  if (end > bytes.length) {
    result.problems.push(short(field.label, dataAt, end - dataAt, bytes.length - dataAt));
    return -1;
  }
  const value = field.codec.read(bytes, dataAt, units);
  if (value === undefined) {
    result.problems.push({ field: field.label, ...field.codec.explain(bytes, dataAt, units) });
  } else {
    result.message.set(number, value);
  }
  result.passed(number, end);
  return end;
}

function short(field: string, offset: number, wanted: number, left: number, what = 'data'): Problem {
  const got = `${Math.max(0, left)} left`;
  return { field, offset, expected: `${wanted} bytes of ${what}`, got };
}

function badLength(field: FieldLayout, offset: number, units: number): Problem {
  const expected = `a length of 0 to ${field.length} ${field.codec.unit}`;
  return { field: field.label, offset, expected, got: units < 0 ? 'no digits' : `length ${units}` };
}

function unknownBit(number: number, offset: number, spec: string): Problem {
  if (number === 1) {
    return { field: 'bitmap', offset, expected: 'bit 1 clear (no second bitmap)', got: 'bit 1 set' };
  }
  return { field: String(number), offset, expected: `a field of ${spec}`, got: `bit ${number} set` };
}
