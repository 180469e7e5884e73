// The narrow port to whatever keeps the books: load the rows of a batch under locks, decide, write all of it
// or nothing. PostgreSQL stands behind it in production; anything that passes store.contract.ts may.

import type { CardRow } from './card-row.js';
import type { EntrySet, ForwardRow, Reference, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import type { BatchItemRow, SettlementRow, SignatureRow } from './settlement-rows.js';

/** The rows that one request needs to see and to have for itself. */
export interface LoadSet {
  /** Locked: one request of a terminal at a time, on whichever host it arrives. */
  readonly terminalId: string;
  /** Locked together with its account. */
  readonly panHash: string | undefined;
  /** Identities of transactions and tombstones to look up. */
  readonly identities: readonly string[];
  /** Transactions that it names, each with the originals behind it. */
  readonly references?: readonly Reference[];
  /** RRNs whose forwards to a bank it needs to see. */
  readonly forwards?: readonly string[];
  /** A batch of the terminal, six digits: its approved transactions, its settlement and its uploaded items. */
  readonly batch?: string;
}

/** Everything a batch found. */
export interface LoadedRows {
  readonly terminals: readonly TerminalRow[];
  readonly cards: readonly CardRow[];
  readonly transactions: readonly TransactionRow[];
  readonly tombstones: readonly Tombstone[];
  readonly forwards: readonly ForwardRow[];
  readonly settlements: readonly SettlementRow[];
  readonly batchItems: readonly BatchItemRow[];
}

/** Everything a batch changes. Rows of the three first lists replace the loaded ones, settlements too. */
export interface Changes {
  readonly terminals: readonly TerminalRow[];
  readonly cards: readonly CardRow[];
  readonly changedTransactions: readonly TransactionRow[];
  readonly newTransactions: readonly TransactionRow[];
  readonly tombstones: readonly Tombstone[];
  readonly forwards: readonly ForwardRow[];
  readonly entrySets: readonly EntrySet[];
  readonly settlements: readonly SettlementRow[];
  /** An item that is there already stays as it is. */
  readonly batchItems: readonly BatchItemRow[];
  readonly signatures: readonly SignatureRow[];
  readonly traces: readonly TraceRow[];
}

/** The timing and the masked bytes of one request: kept as JSON, read by people only. */
export interface TraceRow {
  readonly rrn: string;
  readonly steps: readonly unknown[];
  readonly messages: object;
  /** It came over a connection that its own terminal's certificate proved. */
  readonly certified?: boolean;
}

export interface Store {
  /**
   * One atomic step: loads what `loads` names, calls `decide` once with it, and makes its changes durable
   * before it resolves. Rejects with a StoreFault; after `unknown`, the step may have happened.
   */
  transact(loads: readonly LoadSet[], decide: (rows: LoadedRows) => Changes): Promise<void>;
}

/**
 * Why a step failed: `conflict`, another host was faster or a deadlock was broken, so decide again;
 * `gone`, nothing was written; `unknown`, the connection broke while committing; `refused`, the database
 * will not take these rows.
 */
export type StoreFaultKind = 'conflict' | 'gone' | 'unknown' | 'refused';

export class StoreFault extends Error {
  readonly kind: StoreFaultKind;

  constructor(kind: StoreFaultKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreFault';
    this.kind = kind;
  }
}
