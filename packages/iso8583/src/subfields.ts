// The parts of a field that has some, read from its value: positional, tagged, BER-TLV and bitmapped. Problems
// are data, offsets are those of the message; what was read before a problem is kept.

import { readBerHeader } from './ber-header.js';
import { isBitSet } from './bitmap.js';
import { characterTable, readCharacters } from './characters.js';
import { unitsAt } from './field-length.js';
import type { FieldLayout, InnerLayout } from './layout.js';
import { readHex, toHex } from './nibbles.js';
import { prefixBytesOf, readPrefix } from './prefix.js';
import { type Problem, shortOf } from './problem.js';
import type { PartSpec } from './spec.js';
import type { Value } from './value-codec.js';

/** One part, and where it lies in the message: a digit's byte counts whole. */
export interface Subfield {
  readonly id: string;
  /** From the field on, such as `55.9F26`. */
  readonly path: string;
  /** Undefined for a tag that the spec lacks. */
  readonly spec: PartSpec | undefined;
  /** Undefined when the bytes do not fit the spec. */
  readonly value: Value | undefined;
  readonly start: number;
  /** Where the length starts; `start` unless there is a tag. */
  readonly lengthAt: number;
  readonly dataAt: number;
  /** Exclusive. */
  readonly end: number;
  readonly inside: readonly Subfield[];
}

export interface SubfieldReading {
  readonly items: readonly Subfield[];
  readonly problems: readonly Problem[];
}

/** The bytes of one level, and how its offsets are those of the message. */
interface Level {
  readonly inner: InnerLayout;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly problems: Problem[];
  /** Offset in the message of the byte at `at`; `round` up for an end. */
  place(at: number, round?: 'up'): number;
}

/** Deep enough for any card; a spec that contains itself would go on for ever. */
const DEPTH_MAX = 8;

/** Reads the parts of a field with subfields from its value; `dataAt` is where its data stands in the message. */
export function readInside(field: FieldLayout, path: string, value: Value, dataAt: number): SubfieldReading {
  const problems: Problem[] = [];
  const items =
    field.inner === undefined ? [] : readValue(field, field.inner, path, value, dataAt, 0, problems);
  return { items, problems };
}

function readValue(
  field: FieldLayout,
  inner: InnerLayout,
  path: string,
  value: Value,
  dataAt: number,
  depth: number,
  problems: Problem[],
): Subfield[] {
  const bytes = typeof value === 'string' ? codesOf(value) : value;
  const place = placing(field.spec, bytes.length, dataAt);
  return readLevel({ inner, path, bytes, depth, problems, place });
}

function codesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function placing(spec: PartSpec, units: number, dataAt: number): Level['place'] {
  if (spec.encoding === 'hex') return (at) => dataAt + at * 2;
  if (spec.encoding !== 'bcd') return (at) => dataAt + at;
  const shift = units % 2 === 1 && spec.padNibble === 'before' ? 1 : 0;
  return (at, round) => dataAt + ((at + shift + (round === 'up' ? 1 : 0)) >> 1);
}

function readLevel(level: Level): Subfield[] {
  if (level.depth > DEPTH_MAX) {
    problem(level, level.path, 0, `at most ${DEPTH_MAX} levels`, 'one more');
    return [];
  }
  switch (level.inner.spec.form) {
    case 'positional':
      return readInOrder(level, level.inner.parts.values(), 0);
    case 'bitmapped':
      return readBitmapped(level, level.inner.spec.bitmap);
    case 'tagged':
      return readTagged(level, level.inner.spec.tag);
    case 'ber-tlv':
      return readBerTlv(level, 0);
  }
}

function problem(level: Level, field: string, at: number, expected: string, got: string): void {
  level.problems.push({ field, offset: level.place(at), expected, got });
}

/** Parts one after the other. At the end of the bytes the rest may be missing, in between they may not. */
function readInOrder(level: Level, parts: Iterable<FieldLayout>, start: number): Subfield[] {
  const items: Subfield[] = [];
  let at = start;
  for (const part of parts) {
    if (at === level.bytes.length && level.inner.spec.form === 'positional') return items;
    const path = `${level.path}.${part.id}`;
    const found: Problem[] = [];
    const units = unitsAt(part, path, level.bytes, at, found);
    for (const one of found) level.problems.push({ ...one, offset: level.place(one.offset) });
    if (units < 0) return items;
    const dataAt = at + part.prefixBytes;
    const end = dataAt + part.codec.bytesFor(units);
    items.push(readPart(level, part, path, { start: at, lengthAt: at, dataAt, end }, units));
    at = end;
  }
  if (at < level.bytes.length) {
    problem(level, level.path, at, 'the end', `${level.bytes.length - at} more`);
  }
  return items;
}

/** Where a part lies within its level. */
interface Extent {
  readonly start: number;
  readonly lengthAt: number;
  readonly dataAt: number;
  readonly end: number;
}

function placed(level: Level, { start, lengthAt, dataAt, end }: Extent): Extent {
  const { place } = level;
  return { start: place(start), lengthAt: place(lengthAt), dataAt: place(dataAt), end: place(end, 'up') };
}

function readPart(level: Level, part: FieldLayout, path: string, extent: Extent, units: number): Subfield {
  const value = part.codec.read(level.bytes, extent.dataAt, units);
  let inside: Subfield[] = [];
  if (value === undefined) {
    const { offset, expected, got } = part.codec.explain(level.bytes, extent.dataAt, units);
    problem(level, path, offset, expected, got);
  } else if (part.inner !== undefined) {
    const dataAt = level.place(extent.dataAt);
    inside = readValue(part, part.inner, path, value, dataAt, level.depth + 1, level.problems);
  }
  return { id: part.id, path, spec: part.spec, value, ...placed(level, extent), inside };
}

function readBitmapped(
  level: Level,
  { encoding, bits }: { encoding: 'binary' | 'hex'; bits: number },
): Subfield[] {
  const count = bits >> 3;
  const end = encoding === 'hex' ? count * 2 : count;
  const path = `${level.path}.bitmap`;
  if (end > level.bytes.length) {
    level.problems.push(shortOf(path, level.place(0), end, level.bytes.length));
    return [];
  }
  const map = encoding === 'hex' ? readHex(level.bytes, 0, count) : level.bytes.slice(0, count);
  if (map === undefined) {
    problem(level, path, 0, 'hexadecimal characters', 'another byte');
    return [];
  }
  const parts: FieldLayout[] = [];
  for (let bit = 1; bit <= bits; bit += 1) {
    if (!isBitSet(map, 0, bit)) continue;
    const part = level.inner.parts.get(String(bit));
    if (part === undefined) {
      problem(level, `${level.path}.${bit}`, 0, 'a part of the spec', `bit ${bit} set`);
      return [];
    }
    parts.push(part);
  }
  const extent = placed(level, { start: 0, lengthAt: 0, dataAt: 0, end });
  const bitmap = { id: 'bitmap', path, spec: undefined, value: map, ...extent, inside: [] };
  return [bitmap, ...readInOrder(level, parts, end)];
}

function readTagged(
  level: Level,
  tag: { length: number; encoding: 'ascii' | 'ebcdic' | 'binary' },
): Subfield[] {
  const { bytes, inner } = level;
  const items: Subfield[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lengthAt = at + tag.length;
    const dataAt = lengthAt + prefixBytesOf(inner.prefix);
    if (dataAt > bytes.length || tag.length < 1) {
      problem(level, level.path, at, 'a tag and its length', `${bytes.length - at} left`);
      return items;
    }
    const id = readTag(level, tag.encoding, at, lengthAt);
    if (id === undefined) {
      problem(level, level.path, at, 'a tag in characters', 'another byte');
      return items;
    }
    const length = readPrefix(bytes, lengthAt, dataAt, inner.prefix);
    if (length < 0 || length > bytes.length - dataAt) {
      const got = length < 0 ? 'no digits' : `${bytes.length - dataAt} left`;
      problem(level, `${level.path}.${id}`, lengthAt, length < 0 ? 'a length' : `${length} of value`, got);
      return items;
    }
    const end = dataAt + length;
    items.push(readValueOfTag(level, id, { start: at, lengthAt, dataAt, end }));
    at = end;
  }
  return items;
}

function readTag(
  level: Level,
  encoding: 'ascii' | 'ebcdic' | 'binary',
  start: number,
  end: number,
): string | undefined {
  if (encoding === 'binary') return toHex(level.bytes, start, end);
  const set = level.inner.ofText ? 'ascii' : encoding;
  return readCharacters(level.bytes, start, end - start, characterTable('ans', set));
}

function readBerTlv(level: Level, start: number): Subfield[] {
  const { bytes, inner } = level;
  const items: Subfield[] = [];
  let at = start;
  while (at < bytes.length) {
    // EMV Book 3 Annex B1: bytes 00 without meaning may stand between data objects.
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    const header = readBerHeader(bytes, at);
    if ('expected' in header) {
      problem(level, level.path, header.offset, header.expected, header.got);
      return items;
    }
    const { lengthAt, dataAt, end, constructed } = header;
    const id = toHex(bytes, at, lengthAt);
    const extent = { start: at, lengthAt, dataAt, end };
    const part = inner.parts.get(id);
    if (constructed && part?.inner === undefined) {
      const path = `${level.path}.${id}`;
      const value = bytes.slice(dataAt, end);
      const place: Level['place'] = (offset, round) => level.place(dataAt + offset, round);
      const inside = readLevel({ ...level, path, bytes: value, depth: level.depth + 1, place });
      items.push({ id, path, spec: part?.spec, value, ...placed(level, extent), inside });
    } else {
      items.push(readValueOfTag(level, id, extent));
    }
    at = end;
  }
  return items;
}

/** A value whose length its tag's header gave. Tags that the spec lacks are kept as they are. */
function readValueOfTag(level: Level, id: string, extent: Extent): Subfield {
  const { bytes, inner } = level;
  const path = `${level.path}.${id}`;
  const length = extent.end - extent.dataAt;
  const part = inner.parts.get(id);
  if (part === undefined) {
    const raw = bytes.slice(extent.dataAt, extent.end);
    const value = inner.ofText ? String.fromCharCode(...raw) : raw;
    return { id, path, spec: undefined, value, ...placed(level, extent), inside: [] };
  }
  const units = unitsOfBytes(part, length);
  if (units < 0 || units > part.length) {
    const expected = `a length of 0 to ${part.codec.bytesFor(part.length)}`;
    problem(level, path, extent.lengthAt, expected, `length ${length}`);
    return { id, path, spec: part.spec, value: undefined, ...placed(level, extent), inside: [] };
  }
  return readPart(level, part, path, extent, units);
}

/** Units that fill so many bytes; -1 when none do. An odd number of digits is only meant when it is the most. */
function unitsOfBytes({ codec, length }: FieldLayout, bytes: number): number {
  if (codec.bytesFor(length) === bytes) return length;
  const units = codec.unit === 'digits' ? bytes * 2 : codec.bytesFor(1) === 2 ? bytes / 2 : bytes;
  return Number.isInteger(units) && codec.bytesFor(units) === bytes ? units : -1;
}
