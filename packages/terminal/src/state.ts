// Everything a terminal must remember across a power cut, as one JSON-able value. Changes make a new value;
// the old one stays in force until the new one is stored.

import type { MessageKind } from '@tillgate/pos-protocol';
import type { Receipt } from './receipt.js';
import type { PendingReversal } from './reversal.js';

/** An operator with an own password. Who has none still has the first one. */
export interface OperatorRecord {
  readonly id: string;
  readonly saltHex: string;
  readonly hashHex: string;
}

/** 60.3 of the sign-on: 003 PIN and MAC key, 004 also a track key. */
export type KeySet = '003' | '004';

/** A sign-on that succeeded. Working keys stay under the TMK, in hexadecimal as F62 brought them. */
export interface SignOnRecord {
  /** YYYYMMDD, local. */
  readonly date: string;
  readonly keySet: KeySet;
  readonly workingKeysUnderTmk: string;
}

/** One finished transaction of the batch. */
export interface JournalEntry {
  readonly kind: MessageKind;
  readonly batch: string;
  readonly trace: string;
  readonly amountMinor: number;
  readonly maskedPan: string;
  readonly answerCode: string;
  readonly rrn: string;
  readonly authCode: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly at: number;
  readonly receipt: Receipt;
}

/** A reversal that the host never confirmed within the limit: somebody has to look into it. */
export interface Incident {
  readonly at: number;
  readonly reversal: PendingReversal;
}

export interface TerminalState {
  /** Form of this value. */
  readonly version: 1;
  /** 1 to 999999. */
  readonly nextTrace: number;
  /** Six digits. */
  readonly batch: string;
  readonly signOn: SignOnRecord | undefined;
  /** What the host's clock is ahead of this machine's. */
  readonly clockOffsetMs: number;
  readonly pendingReversal: PendingReversal | undefined;
  readonly journal: readonly JournalEntry[];
  readonly incidents: readonly Incident[];
  readonly operators: readonly OperatorRecord[];
}

export const freshState: TerminalState = {
  version: 1,
  nextTrace: 1,
  batch: '000001',
  signOn: undefined,
  clockOffsetMs: 0,
  pendingReversal: undefined,
  journal: [],
  incidents: [],
  operators: [],
};

/** The trace after this one: it wraps and skips 000000. */
export function traceAfter(trace: number): number {
  return trace >= 999_999 ? 1 : trace + 1;
}

/** F11. */
export function traceDigits(trace: number): string {
  return String(trace).padStart(6, '0');
}

/** What the batch holds so far. */
export function batchTotals(state: TerminalState): { readonly count: number; readonly amountMinor: number } {
  const sales = state.journal.filter(({ kind, batch }) => kind === 'purchase' && batch === state.batch);
  return { count: sales.length, amountMinor: sales.reduce((sum, { amountMinor }) => sum + amountMinor, 0) };
}
