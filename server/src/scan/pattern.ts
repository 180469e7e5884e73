// One byte string to look for: what it stands for, and how a place where it occurs is judged.

import type { Canary } from './canary.js';

export interface Pattern {
  /** In the view `text` without the bytes that this view passes over. */
  readonly bytes: Uint8Array;
  /**
   * `bytes`: as they stand. `text`: with separators, line ends and zero bytes passed over, so that groups of
   * digits, wrapped lines, hex dumps and UTF-16 need no patterns of their own.
   */
  readonly view: 'bytes' | 'text';
  /** In words, for the report. */
  readonly form: string;
  /** Bytes of the text as it was written; more than `bytes` when some of it are passed over. */
  readonly span: number;
  /** Undefined for the beginning of a card number that is nobody's canary yet. */
  readonly canary: Canary | undefined;
  /** One digit as this form writes it, when one more beside the value makes it another number. */
  readonly digit: RegExp | undefined;
  /** What may stand beside it, when the value shares these two bytes with its neighbours; undefined: anything. */
  readonly before: readonly number[] | undefined;
  readonly after: readonly number[] | undefined;
}

/** Passed over in the view `text`; the backslash, since each encoder on the way may double it. */
export const SEPARATORS: Uint8Array = Uint8Array.from(Buffer.from(' -.:/\\\n\r\t\0', 'latin1'));
/** As many in a row: a dash between two spaces, written in UTF-16. */
export const SEPARATORS_IN_A_ROW = 7;

const isSeparator: readonly boolean[] = Array.from({ length: 256 }, (_, byte) => SEPARATORS.includes(byte));

export function separates(byte: number): boolean {
  return isSeparator[byte] === true;
}

export function textPattern(
  text: string,
  form: string,
  canary: Canary | undefined,
  edges: Partial<Pick<Pattern, 'before' | 'after' | 'digit'>> = {},
): Pattern {
  const written = Buffer.from(text, 'utf8');
  return {
    ...{ view: 'text', form, canary, span: written.length },
    bytes: Uint8Array.from(written.filter((byte) => !separates(byte))),
    ...{ digit: undefined, before: undefined, after: undefined, ...edges },
  };
}

export function bytesPattern(
  bytes: Uint8Array,
  form: string,
  canary: Canary,
  edges: Partial<Pick<Pattern, 'before' | 'after'>> = {},
): Pattern {
  return {
    ...{ view: 'bytes', form, canary, span: bytes.length, bytes },
    ...{ digit: undefined, before: undefined, after: undefined, ...edges },
  };
}
