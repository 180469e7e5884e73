// The door of the shipped specs: the three versions of ISO 8583 as they travel in ASCII, packed, and in EBCDIC.
// A network's dialect is one of them with its own lines: `{ ...iso1987Bcd, fields: { ...iso1987Bcd.fields, 48: … } }`.

import type { Spec } from '../spec.js';
import { specOf, type Version } from './attribute-rows.js';
import { rows1987 } from './iso8583-1987-table.js';
import { rows1993 } from './iso8583-1993-table.js';
import { rows2003 } from './iso8583-2003-table.js';

const version1987: Version = {
  ...{ name: 'ISO 8583:1987', bits: 128, rows: rows1987 },
  ...{ hidden: [35, 36, 45, 52, 96], hiddenAsPan: [2, 34, 102, 103], chipData: [] },
};

const version1993: Version = {
  ...{ name: 'ISO 8583:1993', bits: 128, rows: rows1993 },
  ...{ hidden: [35, 36, 45, 52, 55, 96], hiddenAsPan: [2, 34, 102, 103], chipData: [55] },
};

const version2003: Version = {
  ...{ name: 'ISO 8583:2003', bits: 192, rows: rows2003 },
  ...{ hidden: [34, 35, 36, 45, 49, 52, 55, 96], hiddenAsPan: [2, 102, 103], chipData: [55] },
};

/** Hexadecimal bitmap and bytes; `{ ...iso1987Ascii, bitmap: { encoding: 'binary', bits: 128 } }` for a binary one. */
export const iso1987Ascii: Spec = /* @__PURE__ */ specOf(version1987, 'ascii');
export const iso1987Bcd: Spec = /* @__PURE__ */ specOf(version1987, 'bcd');
export const iso1987Ebcdic: Spec = /* @__PURE__ */ specOf(version1987, 'ebcdic');
export const iso1993Ascii: Spec = /* @__PURE__ */ specOf(version1993, 'ascii');
export const iso1993Bcd: Spec = /* @__PURE__ */ specOf(version1993, 'bcd');
export const iso1993Ebcdic: Spec = /* @__PURE__ */ specOf(version1993, 'ebcdic');
export const iso2003Ascii: Spec = /* @__PURE__ */ specOf(version2003, 'ascii');
export const iso2003Bcd: Spec = /* @__PURE__ */ specOf(version2003, 'bcd');
export const iso2003Ebcdic: Spec = /* @__PURE__ */ specOf(version2003, 'ebcdic');
