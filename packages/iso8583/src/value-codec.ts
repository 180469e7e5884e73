// A field's value between memory and bytes: one implementation for each encoding. Reading answers undefined
// for bytes that do not fit; only then is `explain` asked why, so that good messages pay nothing for it.

import { findBadCharacter, readCharacters, writeCharacters } from './characters.js';
import { findBadNibble, type NibbleSet, type PadNibble, readNibbles, writeNibbles } from './nibbles.js';
import type { FieldSpec, Kind } from './spec.js';

export type Value = string | Uint8Array;

export interface ValueCodec {
  /** What the length counts, in words. */
  readonly unit: 'digits' | 'characters' | 'bytes';
  bytesFor(units: number): number;
  /** Length of a value in units; -1 when it is of the wrong type. */
  unitsOf(value: Value): number;
  read(bytes: Uint8Array, start: number, units: number): Value | undefined;
  explain(
    bytes: Uint8Array,
    start: number,
    units: number,
  ): { readonly offset: number; readonly expected: string; readonly got: string };
  /** False when the value holds something that the kind does not allow. */
  write(value: Value, into: Uint8Array, start: number): boolean;
}

const half = (digits: number): number => (digits + 1) >> 1;
const same = (units: number): number => units;
const textLength = (value: Value): number => (typeof value === 'string' ? value.length : -1);

function bcdCodec(set: NibbleSet, pad: PadNibble): ValueCodec {
  return {
    unit: 'digits',
    bytesFor: half,
    unitsOf: textLength,
    read: (bytes, start, units) => readNibbles(bytes, start, units, set, pad),
    explain(bytes, start, units) {
      const bad = findBadNibble(bytes, start, units, set, pad);
      return bad.isPad
        ? { offset: bad.offset, expected: 'pad nibble 0 or F', got: 'another nibble' }
        : { offset: bad.offset, expected: 'BCD digits', got: `nibble ${bad.nibble}` };
    },
    write: (value, into, start) => writeNibbles(value as string, into, start, set, pad),
  };
}

function asciiCodec(kind: Kind): ValueCodec {
  return {
    unit: 'characters',
    bytesFor: same,
    unitsOf: textLength,
    read: (bytes, start, units) => readCharacters(bytes, start, units, kind),
    explain: (bytes, start, units) => ({
      offset: findBadCharacter(bytes, start, units, kind),
      expected: `ASCII characters of kind ${kind}`,
      got: 'another byte',
    }),
    write: (value, into, start) => writeCharacters(value as string, into, start, kind),
  };
}

const binaryCodec: ValueCodec = {
  unit: 'bytes',
  bytesFor: same,
  unitsOf: (value) => (typeof value === 'string' ? -1 : value.length),
  // A copy: the value must outlive the receive buffer, and wiping one must not change the other. Byte by
  // byte, here and below: for the eight bytes of a PIN block or a MAC that is faster than slice() and set().
  read(bytes, start, units) {
    const value = new Uint8Array(units);
    for (let at = 0; at < units; at += 1) value[at] = bytes[start + at]!;
    return value;
  },
  explain: (_bytes, start) => ({ offset: start, expected: 'bytes', got: 'bytes' }),
  write(value, into, start) {
    const bytes = value as Uint8Array;
    for (let at = 0; at < bytes.length; at += 1) into[start + at] = bytes[at]!;
    return true;
  },
};

export function valueCodec(field: FieldSpec): ValueCodec {
  switch (field.encoding) {
    case 'bcd':
      return bcdCodec(field.kind === 'z' ? 'any' : 'decimal', field.padNibble ?? 'after');
    case 'ascii':
      return asciiCodec(field.kind);
    case 'binary':
      return binaryCodec;
  }
}
