// Bytes to message. It never throws, whatever the bytes are, and never reads past their end: what is wrong
// comes back as problems, beside everything that could be read before and around them.

import { type BitmapReading, readBitmap } from './bitmap.js';
import { characterTable, readCharacters } from './characters.js';
import { unitsAt } from './field-length.js';
import { announcesNext, layoutOf } from './layout.js';
import { Message, slotsOf } from './message.js';
import { readNibbles } from './nibbles.js';
import { padByteOf } from './pad-byte.js';
import { type ByteRange, type Problem, shortOf } from './problem.js';
import type { Spec } from './spec.js';
import { readInside } from './subfields.js';
import { BYTES, CHARACTERS, copyOf, DIGITS, type Value, type ValueCodec } from './value-codec.js';

/** The ends of an `Unpacked`, for the loop below. */
let endsOf: (result: Unpacked) => number[];

/** What came of unpacking. `problems` empty means that the bytes are exactly one message of the spec. */
export class Unpacked {
  readonly message: Message;
  readonly problems: Problem[] = [];
  /** The problem behind which nothing was read; undefined when the message was read to its end. */
  stoppedBy: Problem | undefined;
  /** Where each part ends, in order: field (0 MTI, 1 bitmap) and end by turns; objects only on demand. */
  readonly #ends: number[] = [];
  readonly #spec: Spec;
  readonly #offset: number;

  static {
    endsOf = (result) => result.#ends;
  }

  constructor(message: Message, spec: Spec, offset: number) {
    this.message = message;
    this.#spec = spec;
    this.#offset = offset;
  }

  /** Says that a part was passed; for `unpack` only. */
  passed(field: number, end: number): void {
    this.#ends.push(field, end);
  }

  /** Says that the last problem ended the reading; for `unpack` only. */
  stop(): this {
    this.stoppedBy = this.problems.at(-1);
    return this;
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
    const value = this.message.value(number);
    return spec === undefined || value === undefined ? undefined : padByteOf(spec, value, data, end);
  }
}

/** Reads one message from `offset` to the end of the bytes. */
export function unpack(spec: Spec, bytes: Uint8Array, offset = 0): Unpacked {
  const bitmapAt = offset + layoutOf(spec).mtiBytes;
  const mti = bitmapAt <= bytes.length ? readMti(spec, bytes, offset) : undefined;
  const result = new Unpacked(new Message(mti ?? ''), spec, offset);
  if (mti === undefined) {
    result.problems.push(
      bitmapAt > bytes.length
        ? shortOf('mti', offset, bitmapAt - offset, bytes.length - offset)
        : { field: 'mti', offset, expected: 'four digits', got: 'other bytes' },
    );
    return result.stop();
  }
  result.passed(0, bitmapAt);
  const bitmap = readBitmap(spec.bitmap, bytes, bitmapAt);
  if ('field' in bitmap) {
    result.problems.push(bitmap);
    return result.stop();
  }
  result.passed(1, bitmap.end);
  const end = readFields(spec, bytes, bitmap, result);
  if (end < 0) return result.stop();
  if (end === bytes.length) return result;
  const got = `${bytes.length - end} more bytes`;
  result.problems.push({ field: 'message', offset: end, expected: 'the end', got });
  return result.stop();
}

/**
 * Reads the fields that the bitmap announces; answers where they end, or -1 when that cannot be known. The heart of
 * the codec: what it needs of a field is in reach without a call, since calls cost more here than the work does.
 */
function readFields(spec: Spec, bytes: Uint8Array, bitmap: BitmapReading, result: Unpacked): number {
  const { fields } = layoutOf(spec);
  const { bits, from, count } = bitmap;
  const slots = slotsOf(result.message);
  const ends = endsOf(result);
  let at = bitmap.end;
  for (let byte = 0; byte < count; byte += 1) {
    let number = byte * 8;
    // From the highest bit on: shifted out to the left, until none is left.
    for (let rest = bits[from + byte]!; rest !== 0; rest = (rest << 1) & 255) {
      number += 1;
      if ((rest & 0x80) === 0) continue;
      const field = fields[number];
      if (field === undefined) {
        if (announcesNext(number, spec.bitmap)) continue;
        result.problems.push(unknownBit(number, bitOffset(bitmap, byte), spec.name));
        return -1;
      }
      const { codec, prefixBytes } = field;
      const isWhole = prefixBytes === 0 && at + field.bytes <= bytes.length;
      const units = isWhole ? field.length : unitsAt(field, field.id, bytes, at, result.problems);
      if (units < 0) return -1;
      const dataAt = at + prefixBytes;
      const value = readValue(codec, bytes, dataAt, units);
      at = isWhole ? at + field.bytes : dataAt + codec.bytesFor(units);
      ends.push(number, at);
      if (value === undefined) {
        result.problems.push({ field: field.id, ...codec.explain(bytes, dataAt, units) });
        continue;
      }
      slots[number] = value;
      if (field.inner !== undefined && field.inner.spec.lenient !== true) {
        result.problems.push(...readInside(field, field.id, value, dataAt).problems);
      }
    }
  }
  return at;
}

/** The common forms at once, the others through the codec. */
function readValue(codec: ValueCodec, bytes: Uint8Array, start: number, units: number): Value | undefined {
  if (codec.signs === 0) {
    switch (codec.form) {
      case DIGITS:
        return readNibbles(bytes, start, units, codec.set, codec.pad);
      case CHARACTERS:
        return readCharacters(bytes, start, units, codec.table);
      case BYTES:
        return copyOf(bytes, start, units);
    }
  }
  return codec.read(bytes, start, units);
}

/** Where the byte of the bitmap lies that a bit is in. */
function bitOffset({ start, end, count }: BitmapReading, byte: number): number {
  return start + Math.trunc((byte * (end - start)) / count);
}

function readMti({ mti }: Spec, bytes: Uint8Array, start: number): string | undefined {
  return mti.encoding === 'bcd'
    ? readNibbles(bytes, start, 4, 'decimal', 'after')
    : readCharacters(bytes, start, 4, characterTable('n', mti.encoding));
}

function unknownBit(number: number, offset: number, spec: string): Problem {
  if (number === 1) {
    return { field: 'bitmap', offset, expected: 'bit 1 clear (no second bitmap)', got: 'bit 1 set' };
  }
  return { field: String(number), offset, expected: `a field of ${spec}`, got: `bit ${number} set` };
}
