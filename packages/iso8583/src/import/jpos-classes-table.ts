// The field packager classes of jPOS by name, and what their fields look like on the wire: known from the
// naming rules of its documentation and from the bytes that they write.

import type { Encoding, Kind, Prefix } from '../spec.js';

export interface JposClass {
  readonly kind: Kind;
  readonly encoding: Encoding;
  /** None for a fixed length, which counts the sign of an amount. */
  readonly prefix?: Prefix;
}

const number = (encoding: Encoding, prefix?: Prefix): JposClass => row('n', encoding, prefix);
const text = (encoding: Encoding, prefix?: Prefix): JposClass => row('ans', encoding, prefix);
const bytes = (encoding: Encoding, prefix?: Prefix): JposClass => row('b', encoding, prefix);
const amount = (encoding: Encoding): JposClass => row('x+n', encoding);

function row(kind: Kind, encoding: Encoding, prefix?: Prefix): JposClass {
  return { kind, encoding, ...(prefix && { prefix }) };
}

const ascii = (digits: Prefix['digits']): Prefix => ({ digits, encoding: 'ascii' });
const bcd = (digits: Prefix['digits']): Prefix => ({ digits, encoding: 'bcd' });
const ebcdic = (digits: Prefix['digits']): Prefix => ({ digits, encoding: 'ebcdic' });
/** `H` in a name: the length is a binary number. */
const binary = (count: Prefix['digits']): Prefix => ({ digits: count, encoding: 'binary' });

/** Its EBCDIC is code page 1047. */
const E = 'ebcdic-1047';

/** By the class name without its package. */
export const jposClasses: ReadonlyMap<string, JposClass> = new Map([
  ['IFA_NUMERIC', number('ascii')],
  ['IFA_LLNUM', number('ascii', ascii(2))],
  ['IFA_LLLNUM', number('ascii', ascii(3))],
  ['IFA_AMOUNT', amount('ascii')],
  ['IF_CHAR', text('ascii')],
  ['IFA_LCHAR', text('ascii', ascii(1))],
  ['IFA_LLCHAR', text('ascii', ascii(2))],
  ['IFA_LLLCHAR', text('ascii', ascii(3))],
  ['IFA_LLLLCHAR', text('ascii', ascii(4))],
  ['IFA_LLLLLCHAR', text('ascii', ascii(5))],
  ['IFA_LLLLLLCHAR', text('ascii', ascii(6))],
  ['IFA_BINARY', bytes('hex')],
  ['IFA_LBINARY', bytes('binary', ascii(1))],
  ['IFA_LLBINARY', bytes('binary', ascii(2))],
  ['IFA_LLLBINARY', bytes('binary', ascii(3))],
  ['IFA_LLLLBINARY', bytes('binary', ascii(4))],
  ['IFA_LLLLLBINARY', bytes('binary', ascii(5))],
  ['IFA_LLLLLLBINARY', bytes('binary', ascii(6))],
  ['IFA_LLABINARY', bytes('hex', ascii(2))],
  ['IFA_LLLABINARY', bytes('hex', ascii(3))],
  ['IFA_LLBNUM', number('bcd', ascii(2))],
  ['IFAE_LLCHAR', text(E, ascii(2))],
  ['IFB_NUMERIC', number('bcd')],
  ['IFB_LLNUM', number('bcd', bcd(2))],
  ['IFB_LLLNUM', number('bcd', bcd(3))],
  ['IFB_LLHNUM', number('bcd', binary(1))],
  ['IFB_LLLHNUM', number('bcd', binary(2))],
  ['IFB_AMOUNT', amount('bcd')],
  ['IFB_LLCHAR', text('ascii', bcd(2))],
  ['IFB_LLLCHAR', text('ascii', bcd(3))],
  ['IFB_LLLLCHAR', text('ascii', bcd(4))],
  ['IFB_LLLLLLCHAR', text('ascii', bcd(6))],
  ['IFB_LLHCHAR', text('ascii', binary(1))],
  ['IFB_LLLHCHAR', text('ascii', binary(2))],
  ['IFB_LLHECHAR', text(E, binary(1))],
  ['IFB_LLLHECHAR', text(E, binary(2))],
  ['IFB_BINARY', bytes('binary')],
  ['IFB_LLBINARY', bytes('binary', bcd(2))],
  ['IFB_LLLBINARY', bytes('binary', bcd(3))],
  ['IFB_LLLLBINARY', bytes('binary', bcd(4))],
  ['IFB_LLHBINARY', bytes('binary', binary(1))],
  ['IFB_LLLHBINARY', bytes('binary', binary(2))],
  ['IFE_NUMERIC', number(E)],
  ['IFE_LNUM', number(E, ebcdic(1))],
  ['IFE_LLNUM', number(E, ebcdic(2))],
  ['IFE_LLLNUM', number(E, ebcdic(3))],
  ['IFE_AMOUNT', amount(E)],
  ['IFE_CHAR', text(E)],
  ['IF_ECHAR', text(E)],
  ['IFE_LCHAR', text(E, ebcdic(1))],
  ['IFE_LLCHAR', text(E, ebcdic(2))],
  ['IFE_LLLCHAR', text(E, ebcdic(3))],
  ['IFE_LLLLCHAR', text(E, ebcdic(4))],
  ['IFE_LBINARY', bytes('binary', ebcdic(1))],
  ['IFE_LLBINARY', bytes('binary', ebcdic(2))],
  ['IFE_LLLBINARY', bytes('binary', ebcdic(3))],
  ['IFE_LLLLBINARY', bytes('binary', ebcdic(4))],
  ['IFEA_LLCHAR', text('ascii', ebcdic(2))],
]);
