// Suspected mistakes of one field, each as the field's row in the table should then have been, or as the bytes
// of its length should then have been.

import type { FieldSpec, Prefix } from '@tillgate/iso8583';
import type { MistakeId } from './mistakes-table.js';

export interface RowRepair {
  readonly mistake: MistakeId;
  readonly row: FieldSpec;
}

const CHARACTERS: ReadonlySet<string> = new Set(['ascii', 'ebcdic', 'ebcdic-1047']);
const FIXED_OFF_BY = [-4, -3, -2, -1, 1, 2, 3, 4];

/** The row as the sender seems to have it. */
export function rowRepairs(row: FieldSpec): readonly RowRepair[] {
  return [...encodingRepairs(row), ...(row.prefix.digits === 0 ? sizeRepairs(row) : prefixRepairs(row))];
}

function encodingRepairs(row: FieldSpec): RowRepair[] {
  const { encoding, kind, length, prefix } = row;
  const repairs: RowRepair[] = [];
  if (encoding === 'bcd') {
    repairs.push({ mistake: 'field.ascii', row: { ...row, encoding: 'ascii' } });
    const padNibble = row.padNibble === 'before' ? 'after' : 'before';
    const mayBeOdd = prefix.digits > 0 || length % 2 === 1;
    if (mayBeOdd) repairs.push({ mistake: 'field.pad-side', row: { ...row, padNibble } });
    if (prefix.digits > 0) {
      const bytes = { ...row, kind: 'b', encoding: 'binary', length: Math.ceil(length / 2) } as const;
      repairs.push({ mistake: 'length.bytes-for-digits', row: bytes });
    }
  }
  if (CHARACTERS.has(encoding) && kind !== 'b') {
    repairs.push({ mistake: 'field.bcd', row: { ...row, kind: 'n', encoding: 'bcd' } });
    const other = encoding === 'ascii' ? 'ebcdic' : 'ascii';
    repairs.push({ mistake: 'field.ebcdic', row: { ...row, encoding: other } });
  }
  if (encoding === 'binary') {
    repairs.push({ mistake: 'field.hex', row: { ...row, encoding: 'hex' } });
    // A sender of text counts its characters.
    const text = { ...row, kind: 'ans', encoding: 'ascii', length: length * 2 } as const;
    if (prefix.digits > 0) repairs.push({ mistake: 'field.hex', row: text });
  }
  if (encoding === 'hex') repairs.push({ mistake: 'field.binary', row: { ...row, encoding: 'binary' } });
  return repairs;
}

function sizeRepairs(row: FieldSpec): RowRepair[] {
  return FIXED_OFF_BY.filter((off) => row.length + off > 0).map((off) => ({
    mistake: 'field.wrong-size',
    row: { ...row, length: row.length + off },
  }));
}

function prefixRepairs(row: FieldSpec): RowRepair[] {
  const { prefix } = row;
  const withPrefix = (mistake: MistakeId, changed: Partial<Prefix>): RowRepair => ({
    mistake,
    row: { ...row, prefix: { ...prefix, ...changed } },
  });
  const repairs: RowRepair[] = [];
  const bytes = prefixBytes(prefix);
  if (prefix.encoding !== 'ascii') repairs.push(withPrefix('length.ascii', { encoding: 'ascii' }));
  if (prefix.encoding !== 'bcd' && prefix.encoding !== 'binary') {
    repairs.push(withPrefix('length.bcd', { encoding: 'bcd' }));
  }
  if (prefix.encoding !== 'binary') {
    repairs.push(withPrefix('length.binary', { encoding: 'binary', digits: (bytes === 1 ? 1 : 2) as 1 | 2 }));
    const digits = prefix.digits === 2 ? 3 : 2;
    repairs.push(withPrefix('length.other-size', { digits }));
    if (prefix.digits === 2) repairs.push(withPrefix('length.other-size', { digits: 1 }));
  }
  return repairs;
}

export interface LengthRepair {
  readonly mistake: MistakeId;
  /** The bytes of the length as they should have been. */
  readonly prefix: Uint8Array;
}

/** Other lengths for a field of variable length; `announced` is what its bytes say. */
export function lengthRepairs(row: FieldSpec, announced: number): readonly LengthRepair[] {
  const { prefix, encoding } = row;
  const own = prefixBytes(prefix);
  const guesses: ReadonlyArray<readonly [MistakeId, number]> = [
    ['length.bytes-for-digits', encoding === 'bcd' ? announced * 2 : -1],
    ['length.bytes-for-digits', encoding === 'bcd' ? announced * 2 - 1 : -1],
    ['length.digits-for-bytes', encoding === 'bcd' ? -1 : announced / 2],
    ['length.counts-itself', announced - (encoding === 'bcd' ? own * 2 : own)],
    ['length.counts-itself', announced - own],
    ['length.off-by-one', announced - 1],
    ['length.off-by-one', announced + 1],
  ];
  return guesses.flatMap(([mistake, length]) => {
    const bytes = Number.isInteger(length) && length > 0 ? writePrefix(prefix, length) : undefined;
    return bytes ? [{ mistake, prefix: bytes }] : [];
  });
}

/** Bytes that a length takes. */
export function prefixBytes({ digits, encoding }: Prefix): number {
  return encoding === 'bcd' ? Math.ceil(digits / 2) : digits;
}

function writePrefix(prefix: Prefix, length: number): Uint8Array | undefined {
  const bytes = prefixBytes(prefix);
  const digits = String(length).padStart(prefix.encoding === 'bcd' ? bytes * 2 : bytes, '0');
  switch (prefix.encoding) {
    case 'bcd':
      return digits.length === bytes * 2
        ? Uint8Array.from({ length: bytes }, (_, at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16))
        : undefined;
    case 'binary':
      return length < 256 ** bytes
        ? Uint8Array.from({ length: bytes }, (_, at) => (length >> (8 * (bytes - 1 - at))) & 255)
        : undefined;
    default: {
      const zero = prefix.encoding === 'ebcdic' ? 0xf0 : 0x30;
      return digits.length === bytes ? Uint8Array.from(digits, (digit) => zero + Number(digit)) : undefined;
    }
  }
}
