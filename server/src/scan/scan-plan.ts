// What to look for, made ready once for a whole run: the patterns of all canaries in two searches.

import { ByteSearch } from './byte-search.js';
import type { Canary } from './canary.js';
import { formsOf } from './forms.js';
import { type Pattern, SEPARATORS, SEPARATORS_IN_A_ROW, textPattern } from './pattern.js';

interface View {
  readonly patterns: readonly Pattern[];
  readonly search: ByteSearch;
}

export interface ScanPlan {
  readonly bytes: View;
  readonly text: View;
  /** Card numbers that the sweep under the canaries' BINs passes over: found as canaries, or known to be none. */
  readonly passedOver: ReadonlySet<string>;
  /** Bytes of a text that one pattern can cover, separators and all. */
  readonly longestSpan: number;
}

const BIN_DIGITS = 6;
const SWEEP_FORM = 'a card number under a canary BIN';

/** `falsePositives`: numbers that look like cards of the canaries' BINs and are none. */
export function planScan(canaries: readonly Canary[], falsePositives: readonly string[] = []): ScanPlan {
  const pans = canaries.filter(({ kind }) => kind === 'pan').map((canary) => canary.reveal());
  const bins = [...new Set(pans.map((pan) => pan.slice(0, BIN_DIGITS)))];
  const patterns = [
    ...canaries.flatMap(formsOf),
    ...bins.map((bin) => textPattern(bin, SWEEP_FORM, undefined)),
  ];
  const text = patterns.filter(({ view }) => view === 'text');
  const bytes = patterns.filter(({ view }) => view === 'bytes');
  const ignoring = { ignored: SEPARATORS, ignoredRun: SEPARATORS_IN_A_ROW };
  return {
    bytes: { patterns: bytes, search: new ByteSearch(bytes.map((pattern) => pattern.bytes)) },
    text: {
      patterns: text,
      search: new ByteSearch(
        text.map((pattern) => pattern.bytes),
        ignoring,
      ),
    },
    passedOver: new Set([...pans, ...falsePositives]),
    longestSpan: Math.max(0, ...text.map(({ bytes }) => bytes.length)) * (SEPARATORS_IN_A_ROW + 1),
  };
}
