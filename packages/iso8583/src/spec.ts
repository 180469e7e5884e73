// A dialect of ISO 8583 as data: every field is the product of four small things - kind, encoding, length
// prefix, padding - so that a table can be held beside the network's manual. For whoever writes a dialect.

import type { Message } from './message.js';

/** Character classes of ISO 8583-1:2003 4.2. `z` is track 2 or 3 as nibbles, separator `D`. */
export type Kind = 'n' | 'an' | 'ans' | 'z' | 'b';

/** `bcd`: two digits a byte. `ascii`: one character a byte. `binary`: bytes as they are. */
export type Encoding = 'bcd' | 'ascii' | 'binary';

/** How the length stands in front of the value; no digits means a fixed length. */
export interface Prefix {
  readonly digits: 0 | 2 | 3;
  readonly encoding: 'bcd' | 'ascii';
}

export const fixed: Prefix = { digits: 0, encoding: 'bcd' };
export const llBcd: Prefix = { digits: 2, encoding: 'bcd' };
export const lllBcd: Prefix = { digits: 3, encoding: 'bcd' };
export const llAscii: Prefix = { digits: 2, encoding: 'ascii' };
export const lllAscii: Prefix = { digits: 3, encoding: 'ascii' };

/** What a field is called, for people. */
export interface FieldName {
  readonly zh: string;
  readonly en: string;
}

/** Gives the printable form of a sensitive value, or undefined when this value has nothing to hide. */
export type Mask = (value: string | Uint8Array, message: Message) => string | undefined;

/** One field: one line of a dialect's table. */
export interface FieldSpec {
  readonly name: FieldName;
  readonly kind: Kind;
  readonly encoding: Encoding;
  readonly prefix: Prefix;
  /** Exact for a fixed field, else the most allowed: digits for `bcd`, bytes otherwise. */
  readonly length: number;
  /** Where the spare nibble of an odd number of BCD digits goes; `after` unless told. */
  readonly padNibble?: 'before' | 'after';
  readonly mask?: Mask;
  /** Readable form of a binary field, such as text in another character set; hexadecimal unless told. */
  readonly show?: (bytes: Uint8Array) => string;
}

export interface Spec {
  readonly name: string;
  readonly mti: { readonly encoding: 'bcd' | 'ascii' };
  /** The primary bitmap only: bit 1 announces a second one and is a problem. */
  readonly bitmap: { readonly encoding: 'binary'; readonly bits: 64 };
  readonly fields: Readonly<Record<number, FieldSpec>>;
}
