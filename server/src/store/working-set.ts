// The rows of one batch while its requests are decided one after the other: each request sees what those
// before it did, and a request that fails leaves nothing behind.

import { assert } from '../kernel/fault.js';
import { mayBecome } from '../kernel/payment-states.js';
import type { CardRow } from './card-row.js';
import type { EntrySet, ForwardRow, Reference, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import type { BatchItemRow, SettlementRow, SignatureRow } from './settlement-rows.js';
import type { Changes, LoadedRows, TraceRow } from './store.js';

/** What one request may read and stage. */
export interface Draft {
  terminal(terminalId: string): TerminalRow | undefined;
  card(panHash: string): CardRow | undefined;
  transaction(identity: string): TransactionRow | undefined;
  transactionOf(rrn: string): TransactionRow | undefined;
  /** The transactions that a reference names, the newest first. */
  named(reference: Reference): readonly TransactionRow[];
  tombstone(identity: string): Tombstone | undefined;
  forward(rrn: string): ForwardRow | undefined;
  /** Approved transactions of a batch of the terminal, undone ones too, in the order they came. */
  batch(terminalId: string, batch: string): readonly TransactionRow[];
  settlement(terminalId: string, batch: string): SettlementRow | undefined;
  batchItems(terminalId: string, batch: string): readonly BatchItemRow[];
  putTerminal(row: TerminalRow): void;
  putCard(row: CardRow): void;
  addTransaction(row: TransactionRow): void;
  changeTransaction(row: TransactionRow): void;
  addTombstone(row: Tombstone): void;
  putForward(row: ForwardRow): void;
  putSettlement(row: SettlementRow): void;
  addBatchItem(row: BatchItemRow): void;
  addSignature(row: SignatureRow): void;
  post(entrySet: EntrySet): void;
  addTrace(row: TraceRow): void;
}

/** Staged changes of one layer; a draft lies over the batch, the batch over the loaded rows. */
class Layer {
  readonly terminals: Map<string, TerminalRow> = new Map();
  readonly cards: Map<string, CardRow> = new Map();
  /** By RRN: every row this layer has, of which `added` are new and `changed` are not. */
  readonly transactions: Map<string, TransactionRow> = new Map();
  readonly rrnOf: Map<string, string> = new Map();
  readonly tombstones: Map<string, Tombstone> = new Map();
  readonly forwards: Map<string, ForwardRow> = new Map();
  readonly added: Set<string> = new Set();
  readonly changed: Set<string> = new Set();
  readonly settlements: Map<string, SettlementRow> = new Map();
  readonly batchItems: Map<string, BatchItemRow> = new Map();
  readonly signatures: SignatureRow[] = [];
  readonly entrySets: EntrySet[] = [];
  readonly traces: TraceRow[] = [];

  put(row: TransactionRow): void {
    this.transactions.set(row.rrn, row);
    if (row.identity) this.rrnOf.set(row.identity, row.rrn);
  }
}

export class WorkingSet {
  readonly #loaded = new Layer();
  readonly #batch = new Layer();

  constructor(rows: LoadedRows) {
    for (const row of rows.terminals) this.#loaded.terminals.set(row.terminal_id, row);
    for (const row of rows.cards) this.#loaded.cards.set(row.pan_hash, row);
    for (const row of rows.transactions) this.#loaded.put(row);
    for (const row of rows.tombstones) this.#loaded.tombstones.set(row.identity, row);
    for (const row of rows.forwards) this.#loaded.forwards.set(row.rrn, row);
    for (const row of rows.settlements) this.#loaded.settlements.set(settlementKey(row), row);
    for (const row of rows.batchItems) this.#loaded.batchItems.set(itemKey(row), row);
  }

  /** Runs one request's decision; what it staged becomes visible to the next only when it returns. */
  decide<Result>(decision: (draft: Draft) => Result): Result {
    const layer = new Layer();
    const result = decision(new LayeredDraft(layer, this.#batch, this.#loaded));
    this.#merge(layer);
    return result;
  }

  changes(): Changes {
    const batch = this.#batch;
    const rowsOf = (rrns: Iterable<string>) => [...rrns].map((rrn) => batch.transactions.get(rrn)!);
    return {
      terminals: [...batch.terminals.values()],
      cards: [...batch.cards.values()],
      newTransactions: rowsOf(batch.added),
      changedTransactions: rowsOf(batch.changed),
      tombstones: [...batch.tombstones.values()],
      forwards: [...batch.forwards.values()],
      settlements: [...batch.settlements.values()],
      batchItems: [...batch.batchItems.values()],
      signatures: batch.signatures,
      entrySets: batch.entrySets,
      traces: batch.traces,
    };
  }

  #merge(layer: Layer): void {
    const batch = this.#batch;
    for (const [key, row] of layer.terminals) batch.terminals.set(key, row);
    for (const [key, row] of layer.cards) batch.cards.set(key, row);
    for (const row of layer.transactions.values()) batch.put(row);
    for (const rrn of layer.added) batch.added.add(rrn);
    for (const rrn of layer.changed) batch.changed.add(rrn);
    for (const [key, row] of layer.tombstones) batch.tombstones.set(key, row);
    for (const [key, row] of layer.forwards) batch.forwards.set(key, row);
    for (const [key, row] of layer.settlements) batch.settlements.set(key, row);
    for (const [key, row] of layer.batchItems) batch.batchItems.set(key, row);
    batch.signatures.push(...layer.signatures);
    batch.entrySets.push(...layer.entrySets);
    batch.traces.push(...layer.traces);
  }
}

/** One request's view: what it staged itself, over what the batch staged, over what was loaded. */
class LayeredDraft implements Draft {
  readonly #own: Layer;
  readonly #batch: Layer;
  readonly #layers: readonly [Layer, Layer, Layer];

  constructor(own: Layer, batch: Layer, loaded: Layer) {
    this.#own = own;
    this.#batch = batch;
    this.#layers = [own, batch, loaded];
  }

  terminal(terminalId: string): TerminalRow | undefined {
    return firstOf(this.#layers, ({ terminals }) => terminals.get(terminalId));
  }

  card(panHash: string): CardRow | undefined {
    return firstOf(this.#layers, ({ cards }) => cards.get(panHash));
  }

  transaction(identity: string): TransactionRow | undefined {
    const rrn = firstOf(this.#layers, ({ rrnOf }) => rrnOf.get(identity));
    return rrn === undefined ? undefined : this.transactionOf(rrn);
  }

  transactionOf(rrn: string): TransactionRow | undefined {
    return firstOf(this.#layers, ({ transactions }) => transactions.get(rrn));
  }

  named(reference: Reference): readonly TransactionRow[] {
    const card = 'panHash' in reference ? this.card(reference.panHash) : undefined;
    return this.#where((row) => isNamed(row, reference, card)).reverse();
  }

  tombstone(identity: string): Tombstone | undefined {
    return firstOf(this.#layers, ({ tombstones }) => tombstones.get(identity));
  }

  forward(rrn: string): ForwardRow | undefined {
    return firstOf(this.#layers, ({ forwards }) => forwards.get(rrn));
  }

  batch(terminalId: string, batch: string): readonly TransactionRow[] {
    return this.#where(
      (row) => row.auth_code !== null && row.terminal_id === terminalId && row.batch === batch,
    );
  }

  settlement(terminalId: string, batch: string): SettlementRow | undefined {
    return firstOf(this.#layers, ({ settlements }) => settlements.get(`${terminalId}|${batch}`));
  }

  batchItems(terminalId: string, batch: string): readonly BatchItemRow[] {
    const items = this.#layers.flatMap((layer) => [...layer.batchItems]);
    return [...new Map(items.reverse()).values()].filter(
      (row) => row.terminal_id === terminalId && row.batch === batch,
    );
  }

  putTerminal(row: TerminalRow): void {
    this.#own.terminals.set(row.terminal_id, row);
  }

  putCard(row: CardRow): void {
    this.#own.cards.set(row.pan_hash, row);
  }

  addTransaction(row: TransactionRow): void {
    assert(!this.#isNew(row.rrn), 'an RRN is used once');
    assert(mayBecome('new', row.state), `a request does not begin as ${row.state}`);
    this.#own.added.add(row.rrn);
    this.#own.put(row);
  }

  changeTransaction(row: TransactionRow): void {
    const before = this.transactionOf(row.rrn);
    assert(before && mayBecome(before.state, row.state), `${before?.state} does not become ${row.state}`);
    // A row that this batch itself adds is simply added in its newer form.
    (this.#isNew(row.rrn) ? this.#own.added : this.#own.changed).add(row.rrn);
    this.#own.put(row);
  }

  addTombstone(row: Tombstone): void {
    this.#own.tombstones.set(row.identity, row);
  }

  putForward(row: ForwardRow): void {
    this.#own.forwards.set(row.rrn, row);
  }

  putSettlement(row: SettlementRow): void {
    this.#own.settlements.set(settlementKey(row), row);
  }

  addBatchItem(row: BatchItemRow): void {
    this.#own.batchItems.set(itemKey(row), row);
  }

  addSignature(row: SignatureRow): void {
    this.#own.signatures.push(row);
  }

  post(entrySet: EntrySet): void {
    const sum = entrySet.postings.reduce((total, posting) => total + posting.amountMinor, 0);
    assert(sum === 0 && entrySet.postings.length >= 2, `the set ${entrySet.purpose} balances`);
    this.#own.entrySets.push(entrySet);
  }

  addTrace(row: TraceRow): void {
    this.#own.traces.push(row);
  }

  #isNew(rrn: string): boolean {
    return this.#own.added.has(rrn) || this.#batch.added.has(rrn);
  }

  #where(fits: (row: TransactionRow) => boolean): TransactionRow[] {
    const rrns = new Set(this.#layers.flatMap((layer) => [...layer.transactions.keys()]));
    return [...rrns]
      .map((rrn) => this.transactionOf(rrn)!)
      .filter(fits)
      .sort((one, other) => one.received_at - other.received_at || (one.rrn < other.rrn ? -1 : 1));
  }
}

function settlementKey({
  terminal_id,
  batch,
}: {
  readonly terminal_id: string;
  readonly batch: string;
}): string {
  return `${terminal_id}|${batch}`;
}

function itemKey(row: BatchItemRow): string {
  return [row.terminal_id, row.batch, row.list, row.trace].join('|');
}

/** Does this row carry the name? The store answers the same question with its indexes (`postgres-reading.ts`). */
export function isNamed(row: TransactionRow, reference: Reference, card: CardRow | undefined): boolean {
  if ('rrn' in reference) return row.rrn === reference.rrn;
  if ('identity' in reference) return row.identity === reference.identity;
  if ('panHash' in reference) {
    return card !== undefined && row.card_id === card.card_id && row.auth_code === reference.authCode;
  }
  const { terminalId, batch, trace } = reference;
  return row.terminal_id === terminalId && row.batch === batch && row.trace === trace;
}

function firstOf<Row>(layers: readonly Layer[], find: (layer: Layer) => Row | undefined): Row | undefined {
  for (const layer of layers) {
    const row = find(layer);
    if (row !== undefined) return row;
  }
  return undefined;
}
