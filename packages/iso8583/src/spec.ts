// A dialect of ISO 8583 as data: every field is the product of four small things - kind, encoding, length
// prefix, padding - so that a table can be held beside the network's manual. For whoever writes a dialect.

import type { Message } from './message.js';

/**
 * Character classes of ISO 8583-1: n digits, a letters, s special characters and their mixtures (a space fits
 * each with letters), z track data with `D` or `=` as separator, b bytes, x+n a sign `C` or `D` before digits.
 */
export type Kind = 'n' | 'a' | 's' | 'an' | 'as' | 'ns' | 'ans' | 'z' | 'b' | 'x+n';

/**
 * `bcd`: two digits a byte. `ascii`, `ebcdic` (code page 037), `ebcdic-1047`: one character a byte. `binary`:
 * bytes as they are. `hex`: bytes as two hexadecimal ASCII characters each.
 */
export type Encoding = 'bcd' | 'ascii' | 'ebcdic' | 'ebcdic-1047' | 'binary' | 'hex';

/** How the length stands in front of the value; no digits means a fixed length. */
export interface Prefix {
  /** L to LLLLLL; for `binary`, which is big endian, the number of bytes. */
  readonly digits: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  readonly encoding: 'bcd' | 'ascii' | 'ebcdic' | 'binary';
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

/** One part of a field that has subfields. */
export interface PartSpec {
  readonly name: FieldName;
  readonly kind: Kind;
  readonly encoding: Encoding;
  /** `fixed` unless told. Parts that stand behind a tag take their length form from it. */
  readonly prefix?: Prefix;
  /** Exact for a fixed field, else the most allowed: digits for `bcd`, the sign of x+n included, else bytes. */
  readonly length: number;
  /** Where the spare nibble of an odd number of BCD digits goes; `after` unless told. */
  readonly padNibble?: 'before' | 'after';
  /** What packing fills a short value of a fixed field up with; without it a short value is refused. */
  readonly fill?: Fill;
  readonly mask?: Mask;
  /** Readable form of a binary field, such as text in another character set; hexadecimal unless told. */
  readonly show?: (bytes: Uint8Array) => string;
  readonly subfields?: Subfields;
}

/** One field: one line of a dialect's table. */
export interface FieldSpec extends PartSpec {
  readonly prefix: Prefix;
}

/** Fixed numbers are usually filled with zeros before, texts with spaces after (ISO 8583-1:1987 4.1). */
export interface Fill {
  readonly side: 'before' | 'after';
  readonly with: '0' | ' ';
}

/**
 * What a field is made of. The field's own value stays one text or one byte array; its parts are read from it
 * by path, such as `55.9F26`. Inside a text the parts are cut from its characters, whatever their encoding says.
 */
export type Subfields = Positional | Tagged | BerTlv | Bitmapped;

interface Parts {
  /** By position from 1, by tag, or by bit. */
  readonly parts: Readonly<Record<string, PartSpec>>;
  /** True when parts that do not fit are no problem of the message: `unpack` then leaves them alone. */
  readonly lenient?: boolean;
}

/** One after the other; the last ones may be missing. */
export interface Positional extends Parts {
  readonly form: 'positional';
}

/** Tag, length, value; any order. */
export interface Tagged extends Parts {
  readonly form: 'tagged';
  /** `binary` tags are named in hexadecimal; the length counts characters, for `binary` bytes. */
  readonly tag: { readonly length: number; readonly encoding: 'ascii' | 'ebcdic' | 'binary' };
  readonly prefix: Prefix;
}

/** BER-TLV of ISO/IEC 8825-1 with definite lengths; tags in upper-case hexadecimal. */
export interface BerTlv extends Parts {
  readonly form: 'ber-tlv';
}

/** A bitmap of its own, then the parts that it announces. */
export interface Bitmapped extends Parts {
  readonly form: 'bitmapped';
  readonly bitmap: { readonly encoding: 'binary' | 'hex'; readonly bits: number };
}

/** 64, 128 or 192 bits: where there may be more than 64, the first bit of each 64 announces the next. */
export interface BitmapSpec {
  readonly encoding: 'binary' | 'hex';
  readonly bits: 64 | 128 | 192;
}

export interface Spec {
  readonly name: string;
  readonly mti: { readonly encoding: 'bcd' | 'ascii' | 'ebcdic' };
  readonly bitmap: BitmapSpec;
  readonly fields: Readonly<Record<number, FieldSpec>>;
}
