// A field's value between memory and bytes: one implementation for each encoding. Reading answers undefined
// for bytes that do not fit; only then is `explain` asked why, so that good messages pay nothing for it.

import {
  type CharacterSet,
  characterTable,
  findBadCharacter,
  readCharacters,
  writeCharacters,
} from './characters.js';
import {
  findBadHex,
  findBadNibble,
  type NibbleSet,
  type PadNibble,
  readHex,
  readNibbles,
  writeHex,
  writeNibbles,
} from './nibbles.js';
import type { Kind, PartSpec } from './spec.js';

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
const byteLength = (value: Value): number => (typeof value === 'string' ? -1 : value.length);

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

function characterCodec(kind: Kind, set: CharacterSet): ValueCodec {
  const table = characterTable(kind, set);
  return {
    unit: 'characters',
    bytesFor: same,
    unitsOf: textLength,
    read: (bytes, start, units) => readCharacters(bytes, start, units, table),
    explain: (bytes, start, units) => ({
      offset: findBadCharacter(bytes, start, units, table),
      expected: `${set === 'ascii' ? 'ASCII' : 'EBCDIC'} characters of kind ${kind}`,
      got: 'another byte',
    }),
    write: (value, into, start) => writeCharacters(value as string, into, start, table),
  };
}

/** A sign in one character, then what `digits` reads and writes; the length counts both. */
function signedCodec(digits: ValueCodec, set: CharacterSet): ValueCodec {
  const { bytes: byteOf, characters } = characterTable('x+n', set);
  const isSign = (sign: string | undefined): boolean => sign === 'C' || sign === 'D';
  return {
    unit: digits.unit,
    bytesFor: (units) => (units === 0 ? 0 : 1 + digits.bytesFor(units - 1)),
    unitsOf: textLength,
    read(bytes, start, units) {
      if (units === 0) return '';
      const sign = characters[bytes[start]!];
      const amount = digits.read(bytes, start + 1, units - 1);
      return amount === undefined || !isSign(sign) ? undefined : `${sign}${amount}`;
    },
    explain: (bytes, start, units) =>
      isSign(characters[bytes[start]!])
        ? digits.explain(bytes, start + 1, units - 1)
        : { offset: start, expected: 'a sign C or D', got: 'another byte' },
    write(value, into, start) {
      if (value.length === 0) return true;
      const text = value as string;
      if (!isSign(text[0])) return false;
      into[start] = byteOf[text.charCodeAt(0)]!;
      return digits.write(text.slice(1), into, start + 1);
    },
  };
}

const binaryCodec: ValueCodec = {
  unit: 'bytes',
  bytesFor: same,
  unitsOf: byteLength,
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

const hexCodec: ValueCodec = {
  unit: 'bytes',
  bytesFor: (units) => units * 2,
  unitsOf: byteLength,
  read: readHex,
  explain: (bytes, start, units) => ({
    offset: findBadHex(bytes, start, units),
    expected: 'hexadecimal characters',
    got: 'another byte',
  }),
  write(value, into, start) {
    writeHex(value as Uint8Array, into, start);
    return true;
  },
};

/** The codec of a field or a part. */
export function valueCodec({ kind, encoding, padNibble }: PartSpec): ValueCodec {
  switch (encoding) {
    case 'bcd':
      return kind === 'x+n'
        ? signedCodec(bcdCodec('decimal', padNibble ?? 'after'), 'ascii')
        : bcdCodec(kind === 'z' ? 'any' : 'decimal', padNibble ?? 'after');
    case 'binary':
      return binaryCodec;
    case 'hex':
      return hexCodec;
    default:
      return kind === 'x+n'
        ? signedCodec(characterCodec('n', encoding), encoding)
        : characterCodec(kind, encoding);
  }
}
