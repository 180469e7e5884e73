// The store port over PostgreSQL. A step is two round trips: BEGIN with the locking reads, then all writes
// with COMMIT. Locks are taken in one order (terminals by id, then cards by id), so steps of several hosts
// wait for each other and do not deadlock.

import postgres from 'postgres';
import type { CardRow, TerminalRow, Tombstone, TransactionRow } from './rows.js';
import { type Connection, StepConnection } from './step-connection.js';
import { type Changes, type LoadedRows, type LoadSet, type Store, StoreFault } from './store.js';

export type Sql = postgres.Sql<{ bigint: number }>;

const LOAD_TERMINALS = `
  select * from terminal where terminal_id = any (string_to_array($1::text, ','))
  order by terminal_id for no key update`;

const CARD_COLUMNS = `
  card_id, issuer_id, c.account_id, pan_hash, pan_first6, pan_last4, pan_length, expiry, sequence, product,
  status, online_pin, signature_instead_of_pin, pin_reference, pin_tries,
  per_transaction_minor, daily_minor, daily_count, day, day_spent_minor, day_count,
  a.balance_minor as available_minor`;

const LOAD_CARDS = `
  select ${CARD_COLUMNS} from card c join account a using (account_id)
  where pan_hash = any (string_to_array($1::text, ',')) order by card_id for no key update of c, a`;

const LOAD_TRANSACTIONS = `
  select rrn, identity, kind, state, terminal_id, merchant_id, batch, trace, business_date, received_at,
    amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode, answer_code, reason, figures,
    auth_code, content_hash, original_rrn
  from transaction where identity = any (string_to_array($1::text, ','))`;

const LOAD_TOMBSTONES = `
  select identity, rrn from tombstone where identity = any (string_to_array($1::text, ','))`;

// Rows travel as one JSON text a table: one parameter however many rows, and no column list to keep in step.
const ADD_TRANSACTIONS = `
  insert into transaction (rrn, identity, kind, state, terminal_id, merchant_id, batch, trace, business_date,
    received_at, amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode, answer_code,
    reason, figures, auth_code, content_hash, original_rrn)
  select rrn, identity, kind, state, terminal_id, merchant_id, batch, trace, business_date,
    received_at, amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode, answer_code,
    reason, figures, auth_code, content_hash, original_rrn
  from json_populate_recordset(null::transaction, $1::text::json)
  on conflict (rrn) do nothing`;

const CHANGE_TRANSACTIONS = `
  update transaction t set state = n.state, answer_code = n.answer_code, reason = n.reason, figures = n.figures
  from json_populate_recordset(null::transaction, $1::text::json) n where t.rrn = n.rrn`;

const CHANGE_CARDS = `
  update card c set status = n.status, pin_tries = n.pin_tries, day = n.day,
    day_spent_minor = n.day_spent_minor, day_count = n.day_count
  from json_populate_recordset(null::card, $1::text::json) n where c.card_id = n.card_id`;

const CHANGE_ACCOUNTS = `
  update account a set balance_minor = n.available_minor
  from json_to_recordset($1::text::json) as n (account_id text, available_minor bigint)
  where a.account_id = n.account_id`;

const CHANGE_TERMINALS = `
  update terminal t set status = n.status, batch = n.batch, current_keys = n.current_keys,
    pending_keys = n.pending_keys, version = n.version
  from json_populate_recordset(null::terminal, $1::text::json) n where t.terminal_id = n.terminal_id`;

const ADD_ENTRY_SETS = `
  insert into entry_set (rrn, caused_by, purpose, currency, accounts, amounts_minor, at)
  select rrn, caused_by, purpose, currency, accounts, amounts_minor, at
  from json_populate_recordset(null::entry_set, $1::text::json)`;

const ADD_TOMBSTONES = `
  insert into tombstone select * from json_populate_recordset(null::tombstone, $1::text::json)
  on conflict (identity) do nothing`;

const ADD_TRACES = `
  insert into trace select * from json_populate_recordset(null::trace, $1::text::json)
  on conflict (rrn) do nothing`;

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
      const rows = await kept.during(load(connection, loads));
      const changes = decide(rows);
      committing = true;
      await kept.during(write(connection, changes));
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
      await kept.during(connection.unsafe('rollback'));
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
  const read = <Row>(query: string, keys: string): Promise<readonly Row[]> =>
    keys === '' ? Promise.resolve([]) : ask(connection, query, keys);
  // All sent before the first answer is read. The look-ups come after the locks, so they see what the
  // holder of a lock before us has committed.
  const [, terminals, cards, transactions, tombstones] = await Promise.all([
    connection.unsafe('begin'),
    read<TerminalRow>(LOAD_TERMINALS, terminalIds),
    read<CardRow>(LOAD_CARDS, panHashes),
    read<TransactionRow>(LOAD_TRANSACTIONS, identities),
    read<Tombstone>(LOAD_TOMBSTONES, identities),
  ]);
  return { terminals, cards, transactions, tombstones };
}

async function write(connection: Connection, changes: Changes): Promise<void> {
  const writing: Array<Promise<unknown>> = [];
  const put = (query: string, rows: readonly object[]): void => {
    if (rows.length > 0) writing.push(ask(connection, query, JSON.stringify(rows)));
  };
  put(ADD_TRANSACTIONS, changes.newTransactions);
  put(CHANGE_TRANSACTIONS, changes.changedTransactions);
  put(CHANGE_TERMINALS, changes.terminals);
  put(CHANGE_CARDS, changes.cards);
  put(
    CHANGE_ACCOUNTS,
    changes.cards.map(({ account_id, available_minor }) => ({ account_id, available_minor })),
  );
  put(ADD_TOMBSTONES, changes.tombstones);
  put(
    ADD_ENTRY_SETS,
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
  put(ADD_TRACES, changes.traces);
  writing.push(connection.unsafe('commit'));
  // A failed statement makes the COMMIT behind it a ROLLBACK that reports no error: look at every one.
  await Promise.all(writing);
}

function ask<Row>(connection: Connection, query: string, argument: string): Promise<readonly Row[]> {
  return connection.unsafe(query, [argument], { prepare: true }) as unknown as Promise<readonly Row[]>;
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
  // Class 08: connection; 57P0x: the server is going down; 53: out of disk, memory or connections.
  if (/^(08|57P0|53|58)/.test(code) || /^[A-Z_]*CONN|^E[A-Z]+$|CLOSED|TIMEOUT/.test(code)) {
    return new StoreFault(committing ? 'unknown' : 'gone', `the database is gone (${code})`, {
      cause: error,
    });
  }
  return new StoreFault('refused', `the database refused the rows (${code})`, { cause: error });
}

/** Opens the pool. 64-bit integers come back as numbers, checked to be exact. */
export function connect(options: postgres.Options<{ bigint: postgres.PostgresType<number> }>): Sql {
  return postgres({
    ...options,
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
