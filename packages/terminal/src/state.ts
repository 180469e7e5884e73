// Everything a terminal must remember across a power cut, as one JSON-able value. Changes make a new value;
// the old one stays in force until the new one is stored.

import type { PaymentTimes, TerminalParameters } from '@tillgate/pos-protocol';
import type { PendingAdvice } from './advice.js';
import type { DownloadProgress } from './download-progress.js';
import type { Receipt } from './receipt.js';
import type { PendingReversal } from './reversal.js';
import type { SettlementProgress, SettlementReport } from './settlement-progress.js';
import type { Voucher } from './voucher.js';

/** An operator with an own password. Who has none still has the first one. */
export interface OperatorRecord {
  readonly id: string;
  readonly saltHex: string;
  readonly hashHex: string;
}

/** 60.3 of the sign-on: 001 single-length keys (legacy), 003 PIN and MAC key, 004 also a track key, 005 all of SM4. */
export type KeySet = '001' | '003' | '004' | '005';

/** A sign-on that succeeded. Working keys stay under the TMK, in hexadecimal as F62 brought them. */
export interface SignOnRecord {
  /** YYYYMMDD, local. */
  readonly date: string;
  readonly keySet: KeySet;
  readonly workingKeysUnderTmk: string;
}

/** What the terminal could not bring to an end by itself: somebody has to look into it. */
export interface Incident {
  readonly at: number;
  /** A reversal that the host never confirmed within the limit. */
  readonly reversal?: PendingReversal;
  /** An offline sale that the host declined, with its answer; a script result that it never answered. */
  readonly advice?: PendingAdvice;
  readonly answerCode?: string;
}

export interface TerminalState {
  /** Form of this value; `currentState` brings older ones up to it. */
  readonly version: 2;
  /** 1 to 999999. */
  readonly nextTrace: number;
  /** Six digits. */
  readonly batch: string;
  readonly signOn: SignOnRecord | undefined;
  /** AES DUKPT: counter of the newest message; stored before the message is made. */
  readonly ksnCounter: number;
  /** What the host's clock is ahead of this machine's. */
  readonly clockOffsetMs: number;
  readonly pendingReversal: PendingReversal | undefined;
  /** In the order in which they go out. */
  readonly advices: readonly PendingAdvice[];
  readonly journal: readonly Voucher[];
  /** A settlement that has begun and is not over. */
  readonly settlement: SettlementProgress | undefined;
  readonly lastSettlement: SettlementReport | undefined;
  /** Of the batch before, while this one has none. */
  readonly lastReceipt: Receipt | undefined;
  /** A download in parts that has begun and is not over. */
  readonly download: DownloadProgress | undefined;
  /** What the host has set; goes before the settings. */
  readonly parameters: TerminalParameters;
  /** CA public keys and chip applications as F62 brought them, in hexadecimal. */
  readonly publicKeys: readonly string[];
  readonly chipApplications: readonly string[];
  readonly incidents: readonly Incident[];
  readonly operators: readonly OperatorRecord[];
  /** Of its last payments, oldest first. */
  readonly paymentTimes: readonly PaymentTimes[];
}

export const freshState: TerminalState = {
  version: 2,
  nextTrace: 1,
  batch: '000001',
  signOn: undefined,
  ksnCounter: 0,
  clockOffsetMs: 0,
  pendingReversal: undefined,
  advices: [],
  journal: [],
  settlement: undefined,
  lastSettlement: undefined,
  lastReceipt: undefined,
  download: undefined,
  parameters: {},
  publicKeys: [],
  chipApplications: [],
  incidents: [],
  operators: [],
  paymentTimes: [],
};

/** The trace after this one: it wraps and skips 000000. */
export function traceAfter(trace: number): number {
  return trace >= 999_999 ? 1 : trace + 1;
}

/** F11. */
export function traceDigits(trace: number): string {
  return String(trace).padStart(6, '0');
}

/** The batch after a settled one. */
export function batchAfter(batch: string): string {
  return String((Number(batch) + 1) % 1_000_000).padStart(6, '0');
}
