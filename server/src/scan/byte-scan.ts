// Scans one stream of bytes in pieces of any size. Between two pieces it keeps as much of the end as the longest
// form and the words around it need, so the memory is bounded and no cut hides anything.

import { maskDigits } from '@tillgate/iso8583';
import type { Canary } from './canary.js';
import { cardNumberAt, SWEEP_BYTES } from './card-number-sweep.js';
import type { Finding } from './finding.js';
import { type Pattern, separates } from './pattern.js';
import type { ScanPlan } from './scan-plan.js';
import { isTold, isToldRightBefore, WORD_REACH_BYTES } from './telling-word.js';

/** Bytes behind a place that must be known before it is judged. */
const LOOK_AHEAD = Math.max(WORD_REACH_BYTES, SWEEP_BYTES);

/** Where a pattern was found in the window. */
interface Place {
  readonly pattern: Pattern;
  readonly start: number;
  readonly end: number;
}

export class ByteScan {
  readonly #plan: ScanPlan;
  readonly #found: (finding: Finding) => void;
  readonly #lookBack: number;
  readonly #positions = { bytes: { node: 0, ignored: 0 }, text: { node: 0, ignored: 0 } };
  /** Some of what was scanned, then what was not. */
  #window: Buffer = Buffer.alloc(0);
  #scanned = 0;
  /** Bytes of the stream before the window. */
  #offset = 0;

  constructor(plan: ScanPlan, found: (finding: Finding) => void) {
    this.#plan = plan;
    this.#found = found;
    this.#lookBack = plan.longestSpan + LOOK_AHEAD;
  }

  write(piece: Uint8Array): void {
    const gone = Math.max(0, this.#scanned - this.#lookBack);
    this.#window = Buffer.concat([this.#window.subarray(gone), piece]);
    this.#offset += gone;
    this.#scanned -= gone;
    this.#scanTo(this.#window.length - LOOK_AHEAD);
  }

  end(): void {
    this.#scanTo(this.#window.length);
  }

  #scanTo(to: number): void {
    if (to <= this.#scanned) return;
    for (const name of ['bytes', 'text'] as const) {
      const { patterns, search } = this.#plan[name];
      search.search(this.#positions[name], this.#window, this.#scanned, to, (number, end) =>
        this.#judge(patterns[number]!, end),
      );
    }
    this.#scanned = to;
  }

  #judge(pattern: Pattern, end: number): void {
    const place = { pattern, start: this.#startOf(pattern, end), end };
    if (pattern.canary === undefined) this.#sweep(place);
    else if (this.#fitsBeside(place) && (!pattern.canary.isShort || this.#isShortValue(place))) {
      this.#report(place, pattern.canary);
    }
  }

  /** Counts back over separators as the search counted forward. */
  #startOf(pattern: Pattern, end: number): number {
    if (pattern.view === 'bytes') return end - pattern.bytes.length;
    let start = end;
    for (let left = pattern.bytes.length; left > 0; ) {
      start -= 1;
      if (!separates(this.#window[start]!)) left -= 1;
    }
    return start;
  }

  #fitsBeside({ pattern, start, end }: Place): boolean {
    const { before, after } = pattern;
    return (
      (before === undefined || this.#neighbours(pattern, start, -1).some((byte) => before.includes(byte))) &&
      (after === undefined || this.#neighbours(pattern, end - 1, 1).some((byte) => after.includes(byte)))
    );
  }

  /** The byte beside and, in the view `text`, the nearest that is no separator. */
  #neighbours({ view }: Pattern, from: number, step: 1 | -1): number[] {
    let at = from + step;
    const beside = this.#window[at];
    while (view === 'text' && separates(this.#window[at] ?? 1)) at += step;
    return [beside, this.#window[at]].filter((byte) => byte !== undefined);
  }

  /** A number as short as this one counts when a word tells what it is, and when it is no part of another. */
  #isShortValue({ pattern, start, end }: Place): boolean {
    const kind = pattern.canary?.kind ?? 'pin';
    const before = this.#window.subarray(Math.max(0, start - WORD_REACH_BYTES), start);
    const after = this.#window.subarray(end, end + WORD_REACH_BYTES);
    if (pattern.view === 'bytes') {
      return isToldRightBefore(kind, pattern.before === undefined ? before : before.subarray(0, -1));
    }
    if (pattern.digit !== undefined) {
      const dense = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\0', '');
      const value = dense(this.#window.subarray(start, end));
      if (!isWholeNumber(pattern.digit, dense(before), value, dense(after))) return false;
    }
    return isTold(kind, before, after);
  }

  #sweep({ pattern, start }: Place): void {
    const dense = this.#window
      .subarray(Math.max(0, start - 2), start)
      .toString('latin1')
      .replaceAll('\0', '');
    const digits = /[0-9]$/.test(dense) ? undefined : cardNumberAt(this.#window.subarray(start));
    if (digits === undefined || this.#plan.passedOver.has(digits)) return;
    const offset = this.#offset + start;
    this.#found({ offset, kind: 'PAN', form: pattern.form, value: maskDigits(digits), canary: undefined });
  }

  #report({ pattern, start, end }: Place, canary: Canary): void {
    // A half-byte of the value stands in the byte before.
    const offset = this.#offset + start - (pattern.before === undefined ? 0 : 1);
    this.#found({
      ...{ offset, kind: canary.word, form: this.#formOf(pattern, start, end) },
      ...{ value: canary.masked, canary: canary.source },
    });
  }

  #formOf({ form, view, span, bytes }: Pattern, start: number, end: number): string {
    if (view === 'bytes' || end - start <= Math.max(span, bytes.length)) return form;
    const separators = this.#window.subarray(start, end).filter(separates);
    const others = separators.filter((byte) => byte !== 0).length;
    const isWide = others < separators.length;
    const written = isWide ? (form === 'ASCII' ? 'UTF-16' : `${form} in UTF-16`) : form;
    return others > span - bytes.length ? `${written}, split by separators` : written;
  }
}

/** `1357`, `1 3 5 7` or `13-57`, with no more digits beside; but not the time 13:57 or the price 13.57. */
function isWholeNumber(digit: RegExp, before: string, value: string, after: string): boolean {
  const one = digit.source;
  const isWhole = (form: string): boolean => new RegExp(`^(?:${form})$`).test(value);
  const isBeside = (separator: string): boolean =>
    new RegExp(`${one}${separator}$`).test(before) || new RegExp(`^${separator}${one}`).test(after);
  if (isWhole(`(?:${one})+`)) return !isBeside('');
  const inGroups = `(?:${one})+(?:[ -](?:${one})+)+`;
  return isWhole(`${inGroups}|${one}(?:([:./\n\t]|\r\n)${one})+`) && !isBeside('[ -]?');
}
