// Two small dialects for this package's tests: one packed, one in characters, with every combination in use.

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
