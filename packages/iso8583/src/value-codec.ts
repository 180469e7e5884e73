// A field's value between memory and bytes, for each encoding. Reading answers undefined for bytes that do not
// fit; only then is `explain` asked why, so that good messages pay nothing for it. One class, which switches on
// the encoding, and not one object for each: calls stay of one shape and are fast.

import {
  type CharacterSet,
  type CharacterTable,
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
import type { PartSpec } from './spec.js';

export type Value = string | Uint8Array;

/** Why bytes do not fit. */
export interface Misfit {
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

export const DIGITS = 0;
export const CHARACTERS = 1;
export const BYTES = 2;
const HEX = 3;

export class ValueCodec {
  /** What the length counts, in words. */
  readonly unit: 'digits' | 'characters' | 'bytes';
  readonly form: typeof DIGITS | typeof CHARACTERS | typeof BYTES | typeof HEX;
  /** 1 where a sign stands before the digits; the length counts it. */
  readonly signs: 0 | 1;
  readonly set: NibbleSet;
  readonly pad: PadNibble;
  readonly table: CharacterTable;
  readonly #signTable: CharacterTable;
  readonly #expected: string;

  /** For a field or a part. */
  constructor({ kind, encoding, padNibble }: PartSpec) {
    const isText = encoding !== 'bcd' && encoding !== 'binary' && encoding !== 'hex';
    const set: CharacterSet = isText ? encoding : 'ascii';
    this.form = isText ? CHARACTERS : encoding === 'bcd' ? DIGITS : encoding === 'binary' ? BYTES : HEX;
    this.unit = isText ? 'characters' : encoding === 'bcd' ? 'digits' : 'bytes';
    this.signs = kind === 'x+n' && this.unit !== 'bytes' ? 1 : 0;
    this.set = kind === 'z' ? 'any' : 'decimal';
    this.pad = padNibble ?? 'after';
    this.table = characterTable(this.signs === 1 ? 'n' : kind, set);
    this.#signTable = characterTable('x+n', set);
    this.#expected = `${set === 'ascii' ? 'ASCII' : 'EBCDIC'} characters of kind ${kind}`;
  }

  bytesFor(units: number): number {
    if (this.form === DIGITS) return units < 1 ? 0 : this.signs + ((units - this.signs + 1) >> 1);
    return this.form === HEX ? units * 2 : units;
  }

  /** Length of a value in units; -1 when it is of the wrong type. */
  unitsOf(value: Value): number {
    return (typeof value === 'string') === this.form < BYTES ? value.length : -1;
  }

  read(bytes: Uint8Array, start: number, units: number): Value | undefined {
    if (this.signs === 1 && units > 0) return this.#readSigned(bytes, start, units);
    return this.#readPlain(bytes, start, units);
  }

  #readPlain(bytes: Uint8Array, start: number, units: number): Value | undefined {
    switch (this.form) {
      case DIGITS:
        return readNibbles(bytes, start, units, this.set, this.pad);
      case CHARACTERS:
        return readCharacters(bytes, start, units, this.table);
      case BYTES:
        return copyOf(bytes, start, units);
      case HEX:
        return readHex(bytes, start, units);
    }
  }

  #readSigned(bytes: Uint8Array, start: number, units: number): string | undefined {
    const sign = this.#signAt(bytes, start);
    const amount = this.#readPlain(bytes, start + 1, units - 1);
    return sign === undefined || amount === undefined ? undefined : `${sign}${amount}`;
  }

  #signAt(bytes: Uint8Array, at: number): string | undefined {
    const sign = this.#signTable.characters[bytes[at]!];
    return sign === 'C' || sign === 'D' ? sign : undefined;
  }

  /** Why `read` answered undefined. */
  explain(bytes: Uint8Array, start: number, units: number): Misfit {
    if (this.signs === 1 && this.#signAt(bytes, start) === undefined) {
      return { offset: start, expected: 'a sign C or D', got: 'another byte' };
    }
    const [from, count] = [start + this.signs, units - this.signs];
    switch (this.form) {
      case DIGITS:
        return digitMisfit(findBadNibble(bytes, from, count, this.set, this.pad));
      case CHARACTERS:
        return {
          offset: findBadCharacter(bytes, from, count, this.table),
          expected: this.#expected,
          got: 'another byte',
        };
      default:
        return {
          offset: findBadHex(bytes, from, count),
          expected: 'hexadecimal characters',
          got: 'another byte',
        };
    }
  }

  /** Writes a value of the right type; false when it holds something that the kind does not allow. */
  write(value: Value, into: Uint8Array, start: number): boolean {
    if (typeof value !== 'string') {
      if (this.form === HEX) writeHex(value, into, start);
      else for (let at = 0; at < value.length; at += 1) into[start + at] = value[at]!;
      return true;
    }
    if (this.signs === 0 || value === '') return this.#writeText(value, into, start);
    if (value[0] !== 'C' && value[0] !== 'D') return false;
    into[start] = this.#signTable.bytes[value.charCodeAt(0)]!;
    return this.#writeText(value.slice(1), into, start + 1);
  }

  #writeText(text: string, into: Uint8Array, start: number): boolean {
    return this.form === DIGITS
      ? writeNibbles(text, into, start, this.set, this.pad)
      : writeCharacters(text, into, start, this.table);
  }
}

/**
 * A copy: the value must outlive the receive buffer, and wiping one must not change the other. Byte by byte: for
 * the eight bytes of a PIN block or a MAC that is faster than slice().
 */
export function copyOf(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const value = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) value[at] = bytes[start + at]!;
  return value;
}

function digitMisfit(bad: ReturnType<typeof findBadNibble>): Misfit {
  return bad.isPad
    ? { offset: bad.offset, expected: 'pad nibble 0 or F', got: 'another nibble' }
    : { offset: bad.offset, expected: 'BCD digits', got: `nibble ${bad.nibble}` };
}
