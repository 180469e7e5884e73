// The store port over PostgreSQL. A step is two round trips: BEGIN with the locking reads, then all writes
// with COMMIT. Locks are taken in one order (terminals by id, then cards by id), so steps of several hosts
// wait for each other and do not deadlock.

import postgres from 'postgres';
import type { CardRow } from './card-row.js';
import type { ForwardRow, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import type { BatchItemRow, SettlementRow } from './settlement-rows.js';
import * as s from './statements.js';
import { type Connection, StepConnection } from './step-connection.js';
import { type Changes, type LoadedRows, type LoadSet, type Store, StoreFault } from './store.js';

export type Sql = postgres.Sql<{ bigint: number }>;

/** A lane's connection, and what is asked over it. */
type Lane = readonly [StepConnection, Connection];

export class PostgresStore implements Store {
  readonly #sql: Sql;
  readonly #free: Lane[] = [];

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async transact(loads: readonly LoadSet[], decide: (rows: LoadedRows) => Changes): Promise<void> {
    let lane: Lane;
    try {
      lane = this.#free.pop() ?? (await StepConnection.open(this.#sql));
    } catch (error) {
      throw new StoreFault('gone', 'no connection to the database', { cause: error });
    }
    const [kept, connection] = lane;
    let committing = false;
    try {
      const rows = await kept.during(() => load(connection, loads));
      const changes = decide(rows);
      committing = true;
      await kept.during(() => write(connection, changes));
      this.#free.push(lane);
    } catch (error) {
      const fault = toStoreFault(error, committing);
      if (fault?.kind === 'gone' || fault?.kind === 'unknown') await kept.end();
      else await this.#rollBack(lane);
      throw fault ?? error;
    }
  }

  /** Ends the kept connections. No step may be under way. */
  async close(): Promise<void> {
    await Promise.all(this.#free.splice(0).map(([kept]) => kept.end()));
  }

  async #rollBack(lane: Lane): Promise<void> {
    const [kept, connection] = lane;
    try {
      await kept.during(() => connection.unsafe('rollback'));
      this.#free.push(lane);
    } catch {
      await kept.end();
    }
  }
}

async function load(connection: Connection, loads: readonly LoadSet[]): Promise<LoadedRows> {
  const terminalIds = joined(loads.map((one) => one.terminalId));
  const panHashes = joined(loads.flatMap((one) => one.panHash ?? []));
  const identities = joined(loads.flatMap((one) => one.identities));
  const forwardRrns = joined(loads.flatMap((one) => one.forwards ?? []));
  const references = asJson(loads.flatMap((one) => one.references ?? []));
  const batches = asJson(
    loads.flatMap(({ terminalId, batch }) => (batch ? [{ terminal_id: terminalId, batch }] : [])),
  );
  const read = <Row>(query: string, keys: string): Promise<readonly Row[]> =>
    keys === '' ? Promise.resolve([]) : ask(connection, query, keys);
  // All sent before the first answer is read. The look-ups come after the locks, so they see what the
  // holder of a lock before us has committed.
  const [, terminals, cards, own, named, batch, tombstones, forwards, settlements, batchItems] =
    await Promise.all([
      connection.unsafe('begin'),
      read<TerminalRow>(s.LOAD_TERMINALS, terminalIds),
      read<CardRow>(s.LOAD_CARDS, panHashes),
      read<TransactionRow>(s.LOAD_TRANSACTIONS, identities),
      read<TransactionRow>(s.LOAD_NAMED, references),
      read<TransactionRow>(s.LOAD_BATCHES, batches),
      read<Tombstone>(s.LOAD_TOMBSTONES, identities),
      read<ForwardRow>(s.LOAD_FORWARDS, forwardRrns),
      read<SettlementRow>(s.LOAD_SETTLEMENTS, batches),
      read<BatchItemRow>(s.LOAD_BATCH_ITEMS, batches),
    ]);
  const transactions = [...own, ...named, ...batch];
  return { terminals, cards, transactions, tombstones, forwards, settlements, batchItems };
}

async function write(connection: Connection, changes: Changes): Promise<void> {
  const writing: Array<Promise<unknown>> = [];
  const put = (query: string, rows: readonly object[]): void => {
    if (rows.length > 0) writing.push(ask(connection, query, JSON.stringify(rows)));
  };
  put(s.ADD_TRANSACTIONS, changes.newTransactions);
  put(s.CHANGE_TRANSACTIONS, changes.changedTransactions);
  put(s.CHANGE_TERMINALS, changes.terminals);
  put(s.CHANGE_CARDS, changes.cards);
  put(
    s.CHANGE_ACCOUNTS,
    changes.cards.map(({ account_id, available_minor }) => ({ account_id, available_minor })),
  );
  put(s.ADD_TOMBSTONES, changes.tombstones);
  put(s.PUT_FORWARDS, changes.forwards);
  put(
    s.ADD_ENTRY_SETS,
    changes.entrySets.map(({ rrn, causedBy, purpose, currency, postings, at }) => ({
      rrn,
      caused_by: causedBy,
      purpose,
      currency,
      accounts: postings.map((posting) => posting.account),
      amounts_minor: postings.map((posting) => posting.amountMinor),
      at,
    })),
  );
  put(s.PUT_SETTLEMENTS, changes.settlements);
  put(s.ADD_BATCH_ITEMS, changes.batchItems);
  put(s.ADD_SIGNATURES, changes.signatures);
  put(s.ADD_TRACES, changes.traces);
  writing.push(connection.unsafe('commit'));
  // A failed statement makes the COMMIT behind it a ROLLBACK that reports no error: look at every one.
  await Promise.all(writing);
}

function ask<Row>(connection: Connection, query: string, argument: string): Promise<readonly Row[]> {
  return connection.unsafe(query, [argument], { prepare: true }) as unknown as Promise<readonly Row[]>;
}

function asJson(rows: readonly object[]): string {
  return rows.length === 0 ? '' : JSON.stringify(rows);
}

/** Keys hold no comma: terminal ids, hex and identities of digits and bars. */
function joined(keys: readonly string[]): string {
  return [...new Set(keys)].join(',');
}

/** The database's failure in the port's words; undefined when the error is a bug of ours. */
function toStoreFault(error: unknown, committing: boolean): StoreFault | undefined {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return undefined;
  if (code === '40P01' || code === '40001' || code === '23505') {
    return new StoreFault('conflict', `conflict ${code}`, { cause: error });
  }
  if (saysGone(code)) {
    return new StoreFault(committing ? 'unknown' : 'gone', `the database is gone (${code})`, {
      cause: error,
    });
  }
  return new StoreFault('refused', `the database refused the rows (${code})`, { cause: error });
}

/** Class 08: connection; 57P0x: the server is going down; 53: out of disk, memory or connections; 25006: read-only. */
function saysGone(code: string): boolean {
  return /^(08|57P0|53|58|25006)/.test(code) || /^[A-Z_]*CONN|^E[A-Z]+$|CLOSED|TIMEOUT/.test(code);
}

/** Whether this, of whatever was asked of the store, says that the database is gone, and not what is wrong with it. */
export function isGone(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return false;
  return code === 'TG_STORE_GONE' || (!/^(TG|FST)_/.test(code) && saysGone(code));
}

/** The driver's own pauses grow with every attempt of every connection, to 20 s: so long payments would wait on. */
const RECONNECT_AFTER_SECONDS = 0.1;

/** Opens the pool. 64-bit integers come back as numbers, checked to be exact. */
export function connect(options: postgres.Options<{ bigint: postgres.PostgresType<number> }>): Sql {
  return postgres({
    ...options,
    backoff: () => RECONNECT_AFTER_SECONDS,
    onnotice: () => undefined,
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: number) => String(value),
        parse: (text: string) => {
          const value = Number(text);
          if (!Number.isSafeInteger(value)) throw new Error('a 64-bit integer beyond 2^53 came back');
          return value;
        },
      },
    },
  }) as unknown as Sql;
}
