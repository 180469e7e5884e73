// The store port over plain maps: for tests of the rooms above it, and the yardstick of the contract.
// It keeps nothing when the process ends, so no host starts on it.

import type { CardRow, EntrySet, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import {
  type Changes,
  type LoadedRows,
  type LoadSet,
  type Store,
  StoreFault,
  type TraceRow,
} from './store.js';

export class MemoryStore implements Store {
  readonly terminals: Map<string, TerminalRow> = new Map();
  readonly cards: Map<string, CardRow> = new Map();
  readonly transactions: Map<string, TransactionRow> = new Map();
  readonly identities: Map<string, string> = new Map();
  readonly tombstones: Map<string, Tombstone> = new Map();
  readonly entrySets: EntrySet[] = [];
  readonly traces: Map<string, TraceRow> = new Map();
  #tail: Promise<void> = Promise.resolve();

  transact(loads: readonly LoadSet[], decide: (rows: LoadedRows) => Changes): Promise<void> {
    // Steps take turns, as locks on the same rows would make them.
    const step = this.#tail.then(() => this.#write(decide(this.#load(loads))));
    this.#tail = step.catch(() => undefined);
    return step;
  }

  #load(loads: readonly LoadSet[]): LoadedRows {
    const named = new Set(loads.flatMap((load) => load.identities));
    return {
      terminals: present(new Set(loads.map((load) => load.terminalId)), (id) => this.terminals.get(id)),
      cards: present(new Set(loads.map((load) => load.panHash ?? '')), (hash) => this.cards.get(hash)),
      transactions: present(named, (identity) => this.transactions.get(this.identities.get(identity) ?? '')),
      tombstones: present(named, (identity) => this.tombstones.get(identity)),
    };
  }

  #write(changes: Changes): void {
    // Refuse before the first change, so that a step is whole or nothing.
    const fresh = changes.newTransactions.filter((row) => !this.transactions.has(row.rrn));
    for (const row of fresh) {
      if (row.identity && this.identities.has(row.identity))
        throw new StoreFault('conflict', 'identity taken');
    }
    for (const row of changes.cards) {
      if (row.available_minor < 0) throw new StoreFault('refused', 'an account would go below zero');
    }
    for (const row of changes.terminals) this.terminals.set(row.terminal_id, row);
    for (const row of changes.cards) this.cards.set(row.pan_hash, row);
    for (const row of fresh) {
      this.transactions.set(row.rrn, row);
      if (row.identity) this.identities.set(row.identity, row.rrn);
    }
    for (const row of changes.changedTransactions) this.transactions.set(row.rrn, row);
    for (const row of changes.tombstones) this.tombstones.set(row.identity, row);
    this.entrySets.push(...changes.entrySets);
    for (const row of changes.traces) this.traces.set(row.rrn, row);
  }
}

function present<Row>(keys: Iterable<string>, find: (key: string) => Row | undefined): Row[] {
  return [...keys].flatMap((key) => find(key) ?? []);
}
