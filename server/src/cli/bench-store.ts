// `tillgate bench store`: the two ways to decide a batch, on the same rows of the same database: in TypeScript
// over rows loaded under locks (two round trips, what the host does), and in one call of a function in the
// database (one round trip). Both answer the batch example before they are timed.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { demoWorld, loadDemoWorld } from '../demo/index.js';
import { createLmkComponents, startHsm } from '../hsm/index.js';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { migrate, PostgresStore, type Sql } from '../store/index.js';
import { withDatabase } from './bench-database.js';
import { addSecondsOption } from './bench-seconds.js';
import { type Debit, decideInDatabase, decideInTypeScript, type WayToDecide } from './bench-ways.js';
import { type CliCommand, EXIT } from './cli.js';
import { printTable } from './table.js';

const BATCHES = [1, 16, 64, 256] as const;

export const benchStoreCommand: CliCommand = {
  name: 'bench store',
  summary: {
    zh: '批量决定的两种做法：在 TypeScript 里，或一次数据库函数调用',
    en: 'the two ways to decide a batch: in TypeScript, or in one function call',
  },
  examples: ['tillgate bench store', 'tillgate bench store --seconds 5 -o json'],
  printsData: true,
  configure(command: Command): void {
    addSecondsOption(command, 3);
  },
  async run(cli, _args, options) {
    const dataDir = mkdtempSync(join(tmpdir(), 'tillgate-bench-'));
    // The database runs as another user when we are root, and has to pass through.
    chmodSync(dataDir, 0o711);
    try {
      const rows = await withDatabase(dataDir, cli.env, (sql) =>
        compare(sql, dataDir, Number(options.seconds) * 1000),
      );
      const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
      const conditions = `${machine}, one step in flight`;
      if (cli.json) cli.out(JSON.stringify({ conditions, rows }));
      else {
        cli.out(conditions);
        printTable(
          cli,
          ['BATCH', 'IN TYPESCRIPT/S', 'IN THE DATABASE/S', 'RATIO'],
          rows.map((row) => [row.batch, row.typeScript, row.database, row.ratio].map(String)),
          [0, 1, 2, 3],
        );
      }
      return EXIT.ok;
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

async function compare(sql: Sql, dataDir: string, measureMs: number) {
  await migrate(sql);
  const lmkFolder = join(dataDir, 'lmk');
  createLmkComponents(lmkFolder);
  const hsm = await startHsm({ lmkFolder });
  await loadDemoWorld({ sql, hsm, random: systemRandom, now: systemClock.now() }, demoWorld);
  await hsm.close();
  const store = new PostgresStore(sql);
  const ways = { typeScript: decideInTypeScript(store), database: await decideInDatabase(sql) };
  const cards = await sql.unsafe('select pan_hash from card where daily_count > 1000 order by card_id');
  for (const [name, way] of Object.entries(ways)) await proveExample(sql, way, name);
  const rows = [];
  for (const batch of BATCHES) {
    const measured = { typeScript: 0, database: 0 };
    for (const name of ['typeScript', 'database'] as const) {
      measured[name] = await rateOf(
        ways[name],
        `${name}-${batch}`,
        batch,
        cards.map((card) => String(card.pan_hash)),
        measureMs,
      );
    }
    rows.push({
      batch,
      ...measured,
      ratio: Math.round((100 * measured.typeScript) / measured.database) / 100,
    });
  }
  await store.close();
  return rows;
}

/** 600, the same again, 600 and 300 on an account with 1,000: 00, 00 stored, 51, 00. */
async function proveExample(sql: Sql, way: WayToDecide, name: string): Promise<void> {
  const [card] = await sql.unsafe('select pan_hash, account_id from card order by card_id limit 1');
  await sql.unsafe('update account set balance_minor = 1000 where account_id = $1', [
    String(card?.account_id),
  ]);
  const debit = (identity: string, amountMinor: number): Debit => ({
    identity: `example-${name}-${identity}`,
    terminalId: '10000001',
    panHash: String(card?.pan_hash),
    amountMinor,
  });
  const answers = await way([debit('a', 600), debit('a', 600), debit('b', 600), debit('c', 300)]);
  assert(answers.join(' ') === '00 00 51 00', `${name} answers the batch example, not ${answers.join(' ')}`);
  const [left] = await sql.unsafe('select balance_minor from account where account_id = $1', [
    String(card?.account_id),
  ]);
  assert(left?.balance_minor === 100, `${name} leaves 100`);
}

async function rateOf(
  way: WayToDecide,
  run: string,
  batch: number,
  panHashes: readonly string[],
  measureMs: number,
): Promise<number> {
  const until = systemClock.now() + measureMs;
  let done = 0;
  for (let round = 0; systemClock.now() < until; round += 1) {
    const debits = Array.from({ length: batch }, (_, index) => ({
      identity: `${run}-${round}-${index}`,
      terminalId: `1000000${1 + (index % 6)}`,
      panHash: panHashes[index % panHashes.length] ?? '',
      amountMinor: 100,
    }));
    const answers = await way(debits);
    assert(
      answers.every((answer) => answer === '00'),
      'every payment of the run is approved',
    );
    done += batch;
  }
  return Math.round((done * 1000) / measureMs);
}
