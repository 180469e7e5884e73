// The rows of one batch while its requests are decided one after the other: each request sees what those
// before it did, and a request that fails leaves nothing behind.

import { assert } from '../kernel/fault.js';
import type { CardRow, EntrySet, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import type { Changes, LoadedRows, TraceRow } from './store.js';

/** What one request may read and stage. */
export interface Draft {
  terminal(terminalId: string): TerminalRow | undefined;
  card(panHash: string): CardRow | undefined;
  transaction(identity: string): TransactionRow | undefined;
  tombstone(identity: string): Tombstone | undefined;
  putTerminal(row: TerminalRow): void;
  putCard(row: CardRow): void;
  addTransaction(row: TransactionRow): void;
  changeTransaction(row: TransactionRow): void;
  addTombstone(row: Tombstone): void;
  post(entrySet: EntrySet): void;
  addTrace(row: TraceRow): void;
}

/** Staged changes of one layer; a draft lies over the batch, the batch over the loaded rows. */
class Layer {
  readonly terminals: Map<string, TerminalRow> = new Map();
  readonly cards: Map<string, CardRow> = new Map();
  readonly transactions: Map<string, TransactionRow> = new Map();
  readonly tombstones: Map<string, Tombstone> = new Map();
  readonly added: Map<string, TransactionRow> = new Map();
  readonly changed: Map<string, TransactionRow> = new Map();
  readonly entrySets: EntrySet[] = [];
  readonly traces: TraceRow[] = [];
}

export class WorkingSet {
  readonly #loaded = new Layer();
  readonly #batch = new Layer();

  constructor(rows: LoadedRows) {
    for (const row of rows.terminals) this.#loaded.terminals.set(row.terminal_id, row);
    for (const row of rows.cards) this.#loaded.cards.set(row.pan_hash, row);
    for (const row of rows.transactions) if (row.identity) this.#loaded.transactions.set(row.identity, row);
    for (const row of rows.tombstones) this.#loaded.tombstones.set(row.identity, row);
  }

  /** Runs one request's decision; what it staged becomes visible to the next only when it returns. */
  decide<Result>(decision: (draft: Draft) => Result): Result {
    const layer = new Layer();
    const result = decision(this.#draft(layer));
    this.#merge(layer);
    return result;
  }

  changes(): Changes {
    const batch = this.#batch;
    return {
      terminals: [...batch.terminals.values()],
      cards: [...batch.cards.values()],
      newTransactions: [...batch.added.values()],
      changedTransactions: [...batch.changed.values()],
      tombstones: [...batch.tombstones.values()],
      entrySets: batch.entrySets,
      traces: batch.traces,
    };
  }

  #draft(own: Layer): Draft {
    const layers = [own, this.#batch, this.#loaded];
    return {
      terminal: (id) => firstOf(layers, (layer) => layer.terminals.get(id)),
      card: (panHash) => firstOf(layers, (layer) => layer.cards.get(panHash)),
      transaction: (identity) => firstOf(layers, (layer) => layer.transactions.get(identity)),
      tombstone: (identity) => firstOf(layers, (layer) => layer.tombstones.get(identity)),
      putTerminal: (row) => own.terminals.set(row.terminal_id, row),
      putCard: (row) => own.cards.set(row.pan_hash, row),
      addTransaction: (row) => {
        assert(!own.added.has(row.rrn) && !this.#batch.added.has(row.rrn), 'an RRN is used once');
        own.added.set(row.rrn, row);
        if (row.identity) own.transactions.set(row.identity, row);
      },
      changeTransaction: (row) => {
        // A row that this batch itself adds is simply added in its newer form.
        const fresh = own.added.has(row.rrn) || this.#batch.added.has(row.rrn);
        (fresh ? own.added : own.changed).set(row.rrn, row);
        if (row.identity) own.transactions.set(row.identity, row);
      },
      addTombstone: (row) => own.tombstones.set(row.identity, row),
      post: (entrySet) => {
        const sum = entrySet.postings.reduce((total, posting) => total + posting.amountMinor, 0);
        assert(sum === 0 && entrySet.postings.length >= 2, `the set ${entrySet.purpose} balances`);
        own.entrySets.push(entrySet);
      },
      addTrace: (row) => own.traces.push(row),
    };
  }

  #merge(layer: Layer): void {
    const batch = this.#batch;
    for (const [key, row] of layer.terminals) batch.terminals.set(key, row);
    for (const [key, row] of layer.cards) batch.cards.set(key, row);
    for (const [key, row] of layer.transactions) batch.transactions.set(key, row);
    for (const [key, row] of layer.tombstones) batch.tombstones.set(key, row);
    for (const [key, row] of layer.added) batch.added.set(key, row);
    for (const [key, row] of layer.changed) batch.changed.set(key, row);
    batch.entrySets.push(...layer.entrySets);
    batch.traces.push(...layer.traces);
  }
}

function firstOf<Row>(layers: readonly Layer[], find: (layer: Layer) => Row | undefined): Row | undefined {
  for (const layer of layers) {
    const row = find(layer);
    if (row !== undefined) return row;
  }
  return undefined;
}
