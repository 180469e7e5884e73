// The store port over plain maps: for tests of the rooms above it, and the yardstick of the contract.
// It keeps nothing when the process ends, so no host starts on it.

import type { CardRow } from './card-row.js';
import type { EntrySet, ForwardRow, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import type { BatchItemRow, SettlementRow, SignatureRow } from './settlement-rows.js';
import {
  type Changes,
  type LoadedRows,
  type LoadSet,
  type Store,
  StoreFault,
  type TraceRow,
} from './store.js';
import { isNamed } from './working-set.js';

export class MemoryStore implements Store {
  readonly terminals: Map<string, TerminalRow> = new Map();
  readonly cards: Map<string, CardRow> = new Map();
  readonly transactions: Map<string, TransactionRow> = new Map();
  readonly identities: Map<string, string> = new Map();
  readonly tombstones: Map<string, Tombstone> = new Map();
  readonly forwards: Map<string, ForwardRow> = new Map();
  readonly entrySets: EntrySet[] = [];
  readonly settlements: Map<string, SettlementRow> = new Map();
  readonly batchItems: Map<string, BatchItemRow> = new Map();
  readonly signatures: Map<string, SignatureRow> = new Map();
  readonly traces: Map<string, TraceRow> = new Map();
  /** RRNs by terminal and batch: a settlement need not look through everything. */
  readonly #rrnsOfBatch: Map<string, Set<string>> = new Map();
  readonly #rrnsOfCard: Map<number, Set<string>> = new Map();
  #tail: Promise<void> = Promise.resolve();

  transact(loads: readonly LoadSet[], decide: (rows: LoadedRows) => Changes): Promise<void> {
    // Steps take turns, as locks on the same rows would make them.
    const step = this.#tail.then(() => {
      const changes = decide(this.load(loads));
      this.check(changes);
      this.apply(changes);
    });
    this.#tail = step.catch(() => undefined);
    return step;
  }

  load(loads: readonly LoadSet[]): LoadedRows {
    const named = new Set(loads.flatMap((load) => load.identities));
    const batches = new Set(
      loads.flatMap(({ terminalId, batch }) => (batch === undefined ? [] : batchKey(terminalId, batch))),
    );
    return {
      terminals: present(new Set(loads.map((load) => load.terminalId)), (id) => this.terminals.get(id)),
      cards: present(new Set(loads.map((load) => load.panHash ?? '')), (hash) => this.cards.get(hash)),
      transactions: [
        ...present(named, (identity) => this.transactions.get(this.identities.get(identity) ?? '')),
        ...loads.flatMap((load) => this.#named(load)),
        ...[...batches].flatMap((key) => this.#ofBatch(key)).filter((row) => row.auth_code !== null),
      ],
      tombstones: present(named, (identity) => this.tombstones.get(identity)),
      forwards: present(new Set(loads.flatMap((load) => load.forwards ?? [])), (rrn) =>
        this.forwards.get(rrn),
      ),
      settlements: present(batches, (key) => this.settlements.get(key)),
      batchItems: batches.size === 0 ? [] : [...this.batchItems.values()].filter(isOf(batches)),
    };
  }

  #ofBatch(key: string): TransactionRow[] {
    return [...(this.#rrnsOfBatch.get(key) ?? [])].map((rrn) => this.transactions.get(rrn)!);
  }

  #ofCard(card: CardRow | undefined): TransactionRow[] {
    const rrns = card && this.#rrnsOfCard.get(card.card_id);
    return [...(rrns ?? [])].map((rrn) => this.transactions.get(rrn)!);
  }

  /** The rows that a load refers to, each with the originals behind it. */
  #named({ references = [] }: LoadSet): TransactionRow[] {
    const rows = references.flatMap((reference) => {
      if ('rrn' in reference) return this.transactions.get(reference.rrn) ?? [];
      if ('identity' in reference) {
        return this.transactions.get(this.identities.get(reference.identity) ?? '') ?? [];
      }
      const card = 'panHash' in reference ? this.cards.get(reference.panHash) : undefined;
      const among =
        'trace' in reference
          ? this.#ofBatch(batchKey(reference.terminalId, reference.batch))
          : this.#ofCard(card);
      return among.filter((row) => isNamed(row, reference, card));
    });
    // An array that grows while it is walked: originals of originals come too.
    for (const { original_rrn } of rows) {
      const original = original_rrn && this.transactions.get(original_rrn);
      if (original && !rows.includes(original)) rows.push(original);
    }
    return rows;
  }

  #fresh({ newTransactions }: Changes): TransactionRow[] {
    return newTransactions.filter((row) => !this.transactions.has(row.rrn));
  }

  /** Refuses before the first change, so that a step is whole or nothing. Throws a StoreFault. */
  check(changes: Changes): void {
    const fresh = this.#fresh(changes);
    for (const row of fresh) {
      if (row.identity && this.identities.has(row.identity))
        throw new StoreFault('conflict', 'identity taken');
    }
    for (const row of changes.cards) {
      if (row.available_minor < 0) throw new StoreFault('refused', 'an account would go below zero');
    }
    for (const row of [...fresh, ...changes.changedTransactions]) {
      if (row.held_minor < 0 || row.refunded_minor < 0 || row.refunded_minor > row.captured_minor)
        throw new StoreFault('refused', 'more would be given back than was taken');
    }
  }

  apply(changes: Changes): void {
    const fresh = this.#fresh(changes);
    for (const row of changes.terminals) this.terminals.set(row.terminal_id, row);
    for (const row of changes.cards) this.cards.set(row.pan_hash, row);
    for (const row of fresh) {
      this.transactions.set(row.rrn, row);
      if (row.identity) this.identities.set(row.identity, row.rrn);
      index(this.#rrnsOfBatch, batchKey(row.terminal_id, row.batch), row.rrn);
      if (row.card_id !== null) index(this.#rrnsOfCard, row.card_id, row.rrn);
    }
    for (const row of changes.changedTransactions) {
      this.transactions.set(row.rrn, row);
      // A bank's answer may say whose card it was.
      if (row.card_id !== null) index(this.#rrnsOfCard, row.card_id, row.rrn);
    }
    for (const row of changes.tombstones) this.tombstones.set(row.identity, row);
    for (const row of changes.forwards) this.forwards.set(row.rrn, row);
    for (const row of changes.settlements) this.settlements.set(batchKey(row.terminal_id, row.batch), row);
    for (const row of changes.batchItems) {
      const key = [row.terminal_id, row.batch, row.list, row.trace].join('|');
      if (!this.batchItems.has(key)) this.batchItems.set(key, row);
    }
    for (const row of changes.signatures)
      if (!this.signatures.has(row.rrn)) this.signatures.set(row.rrn, row);
    this.entrySets.push(...changes.entrySets);
    for (const row of changes.traces) this.traces.set(row.rrn, row);
  }
}

function present<Row>(keys: Iterable<string>, find: (key: string) => Row | undefined): Row[] {
  return [...keys].flatMap((key) => find(key) ?? []);
}

function index<Key>(rrnsOf: Map<Key, Set<string>>, key: Key, rrn: string): void {
  const rrns = rrnsOf.get(key);
  if (rrns) rrns.add(rrn);
  else rrnsOf.set(key, new Set([rrn]));
}

function batchKey(terminalId: string, batch: string): string {
  return `${terminalId}|${batch}`;
}

function isOf(batches: ReadonlySet<string>) {
  return (row: { readonly terminal_id: string; readonly batch: string }): boolean =>
    batches.has(batchKey(row.terminal_id, row.batch));
}
