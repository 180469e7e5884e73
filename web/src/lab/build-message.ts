// A message put together from typed fields: the bytes, or which field does not fit and why.

import type { Dialect } from '@tillgate/doctor';
import { fromHex, Message, PackFault, pack, type Spec, toHex } from '@tillgate/iso8583';

export interface DraftField {
  readonly field: number;
  /** Digits and text as they are; bytes in hexadecimal. */
  readonly text: string;
}

export interface Draft {
  readonly mti: string;
  readonly fields: readonly DraftField[];
}

export type Built =
  | { readonly hex: string }
  | { readonly field: string; readonly expected: string; readonly got: string };

const FRONT = '60001200006131003110 00'.replaceAll(' ', '');

/** With TPDU and header where the dialect has them, and two bytes of length in front. */
export function buildMessage(dialect: Dialect, { mti, fields }: Draft): Built {
  if (!/^[0-9]{4}$/.test(mti)) return { field: 'mti', expected: 'four digits', got: mti };
  const message = new Message(mti);
  for (const { field, text } of fields) {
    const row = dialect.spec.fields[field];
    if (!row)
      return { field: String(field), expected: `a field of ${dialect.spec.name}`, got: String(field) };
    const value = isBytes(dialect.spec, field) ? fromHex(text.replace(/\s/g, '').toUpperCase()) : text;
    if (value === undefined) return { field: String(field), expected: 'hexadecimal', got: text };
    message.set(field, value);
  }
  try {
    const body = (dialect.hasFront ? FRONT : '') + toHex(pack(dialect.spec, message));
    return { hex: (body.length / 2).toString(16).toUpperCase().padStart(4, '0') + body };
  } catch (error) {
    if (!(error instanceof PackFault)) throw error;
    const { field, expected, got } = error;
    return { field, expected, got };
  }
}

/** Fields whose value is bytes, typed in hexadecimal. */
function isBytes(spec: Spec, field: number): boolean {
  return spec.fields[field]?.kind === 'b';
}

/** A purchase to begin with, on a test card. */
export const firstDraft: Draft = {
  mti: '0200',
  fields: [
    { field: 2, text: '6299990000001000011' },
    { field: 3, text: '000000' },
    { field: 4, text: '000000001234' },
    { field: 11, text: '000001' },
    { field: 22, text: '072' },
    { field: 25, text: '00' },
    { field: 41, text: '10000001' },
    { field: 42, text: '999290054110001' },
    { field: 49, text: '156' },
  ],
};

/** What the terminal dialect adds to it. */
export const posField: DraftField = { field: 60, text: '22000001000600' };
