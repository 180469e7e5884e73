// F62 of a parameter download (60.3 = 360): entries of a tag of two digits and a value whose width follows from
// the tag. Text is GBK, filled up with spaces; an entry that this table lacks ends the reading.

import { decodeGbk, fitGbk } from './gbk.js';

/** What a host can set. Amounts in fen; flags are 0 or 1. */
export type ParameterName =
  | 'answerTimeoutSeconds'
  | 'reversalTriesPerTurn'
  | 'supportPhone'
  | 'tipsAllowed'
  | 'tipLimitPercent'
  | 'manualEntryAllowed'
  | 'merchantName'
  | 'journalLimit'
  | 'contactlessNoPinLimitMinor';

interface Parameter {
  readonly tag: string;
  /** Bytes on the wire. */
  readonly width: number;
  readonly kind: 'digits' | 'text';
}

const digits = (tag: string, width: number): Parameter => ({ tag, width, kind: 'digits' });

const parameterTable: Readonly<Record<ParameterName, Parameter>> = {
  answerTimeoutSeconds: digits('11', 2),
  reversalTriesPerTurn: digits('12', 1),
  supportPhone: { tag: '16', width: 14, kind: 'text' },
  tipsAllowed: digits('17', 1),
  tipLimitPercent: digits('18', 2),
  manualEntryAllowed: digits('19', 1),
  merchantName: { tag: '21', width: 40, kind: 'text' },
  journalLimit: digits('24', 3),
  contactlessNoPinLimitMinor: digits('40', 12),
};

/** Values as text; digits without the zeros that fill them up. */
export type TerminalParameters = Partial<Readonly<Record<ParameterName, string>>>;

const names = Object.keys(parameterTable) as ParameterName[];

/** Throws a RangeError for a value of another kind than its parameter. */
export function formatF62Parameters(parameters: TerminalParameters): Uint8Array {
  const parts = names.flatMap((name) => {
    const value = parameters[name];
    return value === undefined ? [] : [fitGbk(parameterTable[name].tag, 2), valueBytes(name, value)];
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function valueBytes(name: ParameterName, value: string): Uint8Array {
  const { width, kind } = parameterTable[name];
  if (kind === 'text') return fitGbk(value, width);
  if (!/^[0-9]+$/.test(value) || value.length > width) throw new RangeError(`${name} takes ${width} digits`);
  return fitGbk(value.padStart(width, '0'), width);
}

export function parseF62Parameters(bytes: Uint8Array): TerminalParameters | undefined {
  const parameters: Partial<Record<ParameterName, string>> = {};
  let at = 0;
  while (at < bytes.length) {
    const tag = decodeGbk(bytes.subarray(at, at + 2));
    const name = names.find((one) => parameterTable[one].tag === tag);
    if (name === undefined) return undefined;
    const { width, kind } = parameterTable[name];
    const end = at + 2 + width;
    if (end > bytes.length) return undefined;
    const text = decodeGbk(bytes.subarray(at + 2, end));
    if (kind === 'digits' && !/^[0-9]+$/.test(text)) return undefined;
    parameters[name] = kind === 'digits' ? text.replace(/^0+(?=[0-9])/, '') : text.trimEnd();
    at = end;
  }
  return parameters;
}
