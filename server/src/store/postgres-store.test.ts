// PostgreSQL keeps the store's contract, on the installed major version and on the one that comes along.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { type DatabaseServer, startDatabaseServer } from './database-server/index.js';
import { forwardsContract } from './forwards.contract.js';
import { migrate } from './migrate.js';
import { namingContract } from './naming.contract.js';
import { connect, PostgresStore, type Sql } from './postgres-store.js';
import type { EntrySet, TransactionRow } from './rows.js';
import { type StoreUnderTest, storeContract } from './store.contract.js';
import { type Changes, StoreFault } from './store.js';

const TERMINAL = '10000001';
const PAN_HASH = 'aa';
const NO_CHANGES: Changes = {
  ...{
    terminals: [],
    cards: [],
    changedTransactions: [],
    newTransactions: [],
    tombstones: [],
    forwards: [],
    entrySets: [],
    settlements: [],
    batchItems: [],
    signatures: [],
  },
  traces: [],
};

const closing: Array<() => Promise<unknown>> = [];
// All servers run before the first test is declared: the runner ends a file that has no test waiting.
const servers = await Promise.all((['installed', 'embedded'] as const).map(startIfThere));
after(async () => {
  for (const close of closing.reverse()) await close();
});

for (const { program, server } of servers) {
  if (server === undefined) {
    test(`PostgreSQL ${program}`, { skip: 'no such program on this machine' }, () => undefined);
  } else {
    storeContract(`PostgreSQL ${server.versionText}`, async () => subject(server.sql));
    namingContract(`PostgreSQL ${server.versionText}`, async () => subject(server.sql));
    forwardsContract(`PostgreSQL ${server.versionText}`, server.sql, () => subject(server.sql));
    test(`PostgreSQL ${server.versionText}: a kept connection that was ended is given up`, () =>
      outliveTheConnection(server.sql));
    test(`PostgreSQL ${server.versionText}: a server that is back is found at once`, () =>
      findTheServerAgain(server.connection));
  }
}

async function startIfThere(program: 'installed' | 'embedded') {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillgate-store-'));
  // The database runs as another user when we are root, and has to pass through.
  chmodSync(dataDir, 0o711);
  closing.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  try {
    return { program, server: await start(program, dataDir) };
  } catch (error) {
    if (error instanceof Fault && error.code === 'TG_DATABASE_PROGRAM') return { program, server: undefined };
    throw error;
  }
}

async function start(program: string, dataDir: string) {
  const server: DatabaseServer = await startDatabaseServer({
    dataDir,
    url: undefined,
    program,
    searchPath: process.env.PATH ?? '',
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    onLost: () => undefined,
  });
  closing.push(() => server.stop());
  const sql = connect({ ...server.connection, max: 8 });
  closing.push(() => sql.end({ timeout: 2 }));
  await migrate(sql);
  await sql.unsafe(`
    insert into issuer values ('62999900', '海港银行', 'Harbour Bank', 'visa-pvv', null, '-', '-', '-');
    insert into merchant values ('999290054110001', '5411', '', '', '', '', 60, 100000);
    insert into terminal (terminal_id, merchant_id, profile, serial_number, status, pin_required_code, tmk, tmk_kcv)
      values ('${TERMINAL}', '999290054110001', 'cup-pos', '-', 'active', true, '-', '-');
    insert into account values ('cardholder:1', 'cardholder', '1', '156', 0), ('hold:1', 'hold', '1', '156', 0);
    insert into card (card_id, issuer_id, account_id, pan_hash, pan_sealed, pan_first6, pan_last4, pan_length,
        expiry, sequence, product, status, online_pin, pin_reference, per_transaction_minor, daily_minor, daily_count)
      values (1, '62999900', 'cardholder:1', '${PAN_HASH}', '-', '629999', '0011', 19,
        '3012', '001', 'debit', 'active', true, '{}', 1000000, 1000000, 1000);`);
  return { sql, versionText: server.versionText, connection: server.connection };
}

function subject(sql: Sql): StoreUnderTest {
  const store = new PostgresStore(sql);
  closing.push(() => store.close());
  return {
    store,
    panHash: PAN_HASH,
    terminalId: TERMINAL,
    setAvailable: async (amountMinor) => {
      await sql.unsafe('update account set balance_minor = $1 where account_id = $2', [
        amountMinor,
        'cardholder:1',
      ]);
    },
    available: async () => {
      const [row] = await sql.unsafe('select balance_minor from account where account_id = $1', [
        'cardholder:1',
      ]);
      return Number(row?.balance_minor);
    },
    transactions: async (prefix) =>
      (await sql.unsafe('select * from transaction where starts_with(rrn, $1)', [
        prefix,
      ])) as unknown as TransactionRow[],
    entrySets: async (prefix) =>
      (await sql.unsafe('select * from entry_set where starts_with(rrn, $1)', [
        prefix,
      ])) as unknown as EntrySet[],
  };
}

async function outliveTheConnection(sql: Sql): Promise<void> {
  const { store } = subject(sql);
  const step = (): Promise<void> => store.transact([], () => NO_CHANGES);
  await step();
  await sql.unsafe(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'commit'`);
  // Whether its end shows before the step or during it, no step waits for ever, and the one after it is done.
  await step().catch((error: unknown) => assert.ok(error instanceof StoreFault && error.kind !== 'refused'));
  await step();
}

async function findTheServerAgain(connection: DatabaseServer['connection']): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-gone-'));
  const host = join(folder, 'socket');
  const sql = connect({ ...connection, host, max: 4 });
  const asked = performance.now();
  const whileGone = await Promise.allSettled(Array.from({ length: 24 }, () => sql.unsafe('select 1')));
  assert.ok(whileGone.every(({ status }) => status === 'rejected'));
  symlinkSync(connection.host, host);
  await sql.unsafe('select 1');
  assert.ok(performance.now() - asked < 4_000, 'no question waits for an earlier one');
  await sql.end();
  rmSync(folder, { recursive: true });
}
