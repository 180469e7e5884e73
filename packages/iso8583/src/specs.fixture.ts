// Small dialects for this package's tests: one packed, one in characters, one whose fields have parts; together
// they use every combination.

import { maskPan, maskWhole } from './mask.js';
import { type FieldSpec, fixed, llAscii, llBcd, lllAscii, lllBcd, type Spec } from './spec.js';

const name = { zh: '样例', en: 'sample' };
const bcd = { name, kind: 'n', encoding: 'bcd' } as const;
const ascii = { name, encoding: 'ascii' } as const;
const bytes = { name, kind: 'b', encoding: 'binary' } as const;

const packedFields: Record<number, FieldSpec> = {
  2: { ...bcd, prefix: llBcd, length: 19, mask: maskPan },
  3: { ...bcd, prefix: fixed, length: 6 },
  22: { ...bcd, prefix: fixed, length: 3 },
  23: { ...bcd, prefix: fixed, length: 3, padNibble: 'before' },
  35: { ...bcd, kind: 'z', prefix: llBcd, length: 37, mask: maskWhole },
  38: { ...ascii, kind: 'an', prefix: fixed, length: 6 },
  44: { ...ascii, kind: 'ans', prefix: llBcd, length: 25 },
  48: { ...bcd, prefix: lllBcd, length: 322 },
  52: { ...bytes, prefix: fixed, length: 8, mask: maskWhole },
  55: { ...bytes, prefix: lllBcd, length: 255 },
  64: { ...bytes, prefix: fixed, length: 8 },
};

export const packedSample: Spec = {
  name: 'packed-sample',
  mti: { encoding: 'bcd' },
  bitmap: { encoding: 'binary', bits: 64 },
  fields: packedFields,
};

export const characterSample: Spec = {
  name: 'character-sample',
  mti: { encoding: 'ascii' },
  bitmap: { encoding: 'binary', bits: 64 },
  fields: {
    2: { ...ascii, kind: 'n', prefix: llAscii, length: 19, mask: maskPan },
    4: { ...ascii, kind: 'n', prefix: fixed, length: 12 },
    35: { ...ascii, kind: 'z', prefix: llAscii, length: 37, mask: maskWhole },
    48: { ...ascii, kind: 'ans', prefix: lllAscii, length: 999 },
    64: { ...bytes, prefix: fixed, length: 8 },
  },
};

const text = { name, kind: 'ans', encoding: 'ascii' } as const;

/** A field of each form that parts can take. */
export const compositeSample: Spec = {
  name: 'composite-sample',
  mti: { encoding: 'bcd' },
  bitmap: { encoding: 'binary', bits: 64 },
  fields: {
    3: {
      ...{ ...bcd, prefix: fixed, length: 6 },
      subfields: {
        form: 'positional',
        parts: { 1: { ...bcd, length: 3 }, 2: { ...bcd, length: 1 }, 3: { ...bcd, length: 2 } },
      },
    },
    4: { ...bcd, kind: 'x+n', prefix: fixed, length: 9 },
    55: {
      ...{ ...bytes, prefix: lllBcd, length: 255 },
      subfields: {
        form: 'ber-tlv',
        parts: {
          '9F26': { ...bytes, length: 8 },
          '9F02': { ...bcd, length: 12 },
          '5A': { ...bcd, length: 19, mask: maskPan },
          70: { ...bytes, length: 250 },
        },
      },
    },
    59: {
      ...{ ...text, prefix: lllBcd, length: 200 },
      subfields: {
        form: 'tagged',
        tag: { length: 2, encoding: 'ascii' },
        prefix: lllAscii,
        parts: { A3: { ...text, length: 20 }, A4: { ...text, length: 20, mask: maskWhole } },
      },
    },
    63: {
      ...{ ...bytes, prefix: lllBcd, length: 200 },
      subfields: {
        form: 'bitmapped',
        bitmap: { encoding: 'binary', bits: 16 },
        parts: {
          1: { ...bcd, length: 4 },
          2: { ...text, prefix: llBcd, length: 20 },
          16: {
            ...{ ...bytes, prefix: llBcd, length: 20 },
            subfields: { form: 'positional', parts: { 1: { ...bcd, length: 2 }, 2: { ...text, length: 3 } } },
          },
        },
      },
    },
  },
};
