// The parts of a field to its value. What does not fit is refused with a PackFault that names the part.

import { berLength } from './ber-header.js';
import { setBit } from './bitmap.js';
import { characterTable, writeCharacters } from './characters.js';
import { filled, sizeOf, writeField } from './field-bytes.js';
import { FieldLayout, type InnerLayout } from './layout.js';
import { fromHex, writeHex } from './nibbles.js';
import { prefixBytesOf, prefixMaximum, writePrefix } from './prefix.js';
import { PackFault } from './problem.js';
import type { PartSpec, Tagged } from './spec.js';
import type { Value } from './value-codec.js';

/** Parts by id; one that has parts itself may be given by them. Tags stand in the order given. */
export type SubfieldValues = readonly (readonly [id: string, value: Value | SubfieldValues])[];

/** The value of a field with subfields, to be set in a message. Throws a PackFault that names the part. */
export function packSubfields(field: PartSpec, values: SubfieldValues): Value {
  const layout = new FieldLayout('', field, false);
  if (layout.inner === undefined) throw new PackFault('', 'a field with subfields', 'one without');
  return valueOfParts(layout.inner, '', values);
}

/** The same for a field whose layout and path are known. */
export function valueOfParts(inner: InnerLayout, path: string, values: SubfieldValues): Value {
  const bytes = bytesOfParts(inner, path, values);
  if (!inner.ofText) return bytes;
  return Array.from(bytes, (code) => String.fromCharCode(code)).join('');
}

function bytesOfParts(inner: InnerLayout, path: string, values: SubfieldValues): Uint8Array {
  const { spec } = inner;
  switch (spec.form) {
    case 'positional':
      return joined(inOrder(inner, path, values, true));
    case 'bitmapped': {
      const { encoding, bits } = spec.bitmap;
      const map = new Uint8Array(bits >> 3);
      for (const [id] of values) setBit(map, 0, Number(id));
      const parts = inOrder(inner, path, values, false);
      return joined([encoding === 'hex' ? inHex(map) : map, ...parts]);
    }
    case 'tagged':
      return joined(values.flatMap(([id, value]) => taggedPart(inner, spec, `${path}.${id}`, id, value)));
    case 'ber-tlv':
      return joined(values.flatMap(([id, value]) => berPart(inner, `${path}.${id}`, id, value)));
  }
}

function inHex(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.length * 2);
  writeHex(bytes, text, 0);
  return text;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The parts in the order of the spec; positions must follow each other from the first one on. */
function inOrder(inner: InnerLayout, path: string, values: SubfieldValues, gapless: boolean): Uint8Array[] {
  const wanted = new Map(values);
  const pieces: Uint8Array[] = [];
  for (const [id, part] of inner.parts) {
    const value = wanted.get(id);
    if (value === undefined) {
      if (gapless && wanted.size > 0) throw new PackFault(`${path}.${id}`, 'a value', 'none');
      continue;
    }
    wanted.delete(id);
    pieces.push(partBytes(part, `${path}.${id}`, value));
  }
  const [unknown] = wanted.keys();
  if (unknown !== undefined) throw new PackFault(`${path}.${unknown}`, 'a part of the spec', 'one it lacks');
  return pieces;
}

/** A part with the length prefix of its own spec, if any. */
function partBytes(part: FieldLayout, path: string, given: Value | SubfieldValues): Uint8Array {
  const value = filled(part, plain(part, path, given));
  const bytes = new Uint8Array(sizeOf(part, path, value));
  writeField(part, path, value, bytes, 0);
  return bytes;
}

function plain(part: FieldLayout, path: string, given: Value | SubfieldValues): Value {
  if (isValue(given)) return given;
  if (part.inner === undefined) throw new PackFault(path, 'a value', 'parts');
  return valueOfParts(part.inner, path, given);
}

function isValue(given: Value | SubfieldValues): given is Value {
  return typeof given === 'string' || given instanceof Uint8Array;
}

/** The data of a part that stands behind a tag; a tag that the spec lacks takes text or bytes as they are. */
function dataOf(inner: InnerLayout, path: string, id: string, given: Value | SubfieldValues): Uint8Array {
  const part = inner.parts.get(id);
  // Templates of BER-TLV hold the same tags as the field itself, unless the spec says otherwise.
  if (!isValue(given) && part?.inner === undefined && inner.spec.form === 'ber-tlv') {
    return bytesOfParts(inner, path, given);
  }
  if (part !== undefined) {
    const value = plain(part, path, given);
    const units = part.codec.unitsOf(value);
    const { unit } = part.codec;
    if (units < 0) throw new PackFault(path, unit, typeof value === 'string' ? 'text' : 'bytes');
    if (units > part.length) throw new PackFault(path, `at most ${part.length} ${unit}`, `${units}`);
    const bytes = new Uint8Array(part.codec.bytesFor(units));
    if (part.codec.write(value, bytes, 0)) return bytes;
    throw new PackFault(path, `${unit} of kind ${part.spec.kind}`, 'another character');
  }
  if (typeof given === 'string') return characters(given, path);
  if (given instanceof Uint8Array) return given;
  throw new PackFault(path, 'a value', 'parts');
}

function characters(text: string, path: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  if (!writeCharacters(text, bytes, 0, characterTable('ans', 'ascii'))) {
    throw new PackFault(path, 'characters', 'another character');
  }
  return bytes;
}

function taggedPart(
  inner: InnerLayout,
  { tag }: Tagged,
  path: string,
  id: string,
  given: Value | SubfieldValues,
): Uint8Array[] {
  const data = dataOf(inner, path, id, given);
  const most = prefixMaximum(inner.prefix);
  if (data.length > most) throw new PackFault(path, `at most ${most} of data`, `${data.length}`);
  const length = new Uint8Array(prefixBytesOf(inner.prefix));
  writePrefix(data.length, length, 0, inner.prefix);
  return [tagBytes(inner, tag, path, id), length, data];
}

function tagBytes(inner: InnerLayout, tag: Tagged['tag'], path: string, id: string): Uint8Array {
  const bytes = new Uint8Array(tag.length);
  const set = tag.encoding === 'ebcdic' && !inner.ofText ? 'ebcdic' : 'ascii';
  const hex = tag.encoding === 'binary' ? fromHex(id) : undefined;
  const fits =
    tag.encoding === 'binary'
      ? hex?.length === tag.length
      : id.length === tag.length && writeCharacters(id, bytes, 0, characterTable('ans', set));
  if (!fits) throw new PackFault(path, `a tag of ${tag.length}`, 'another tag');
  return hex ?? bytes;
}

function berPart(inner: InnerLayout, path: string, id: string, given: Value | SubfieldValues): Uint8Array[] {
  const tag = fromHex(id);
  if (tag === undefined || tag.length < 1 || tag.length > 4) {
    throw new PackFault(path, 'a tag of 1 to 4 bytes in hexadecimal', 'another text');
  }
  const data = dataOf(inner, path, id, given);
  return [tag, Uint8Array.from(berLength(data.length)), data];
}
