// What every process that keeps books stands on: the database, its tables, the HSM with its audit, and in the demo
// the world. Closed in the opposite order.

import type { DemoWorld } from './demo/index.js';
import { loadDemoWorld } from './demo/index.js';
import type { Clock } from './kernel/clock.js';
import { systemRandom } from './kernel/random.js';
import { createRrnSource, type RrnSource } from './kernel/rrn.js';
import { type HsmDoor, type HsmDoorOptions, openHsm } from './open-hsm.js';
import {
  connect,
  createGroupCommit,
  createOutlast,
  type DatabaseServer,
  type GroupCommit,
  migrate,
  type Outlast,
  PostgresStore,
  type Sql,
  startDatabaseServer,
} from './store/index.js';

export interface BooksOptions extends HsmDoorOptions {
  readonly databaseUrl: string | undefined;
  /** `installed` or `embedded` to pick the PostgreSQL program by hand. */
  readonly postgres: string | undefined;
  readonly searchPath: string;
  /** A made-up world to load once. */
  readonly world: DemoWorld | undefined;
  /** Requests in one commit at the most; 1 turns grouping off. */
  readonly largestBatch: number;
  /** The books are lost to this process: it must stop taking payments. */
  readonly onLost: (error: Error) => void;
}

export interface Basement {
  readonly sql: Sql;
  readonly outlast: Outlast;
  readonly clock: Clock;
  readonly database: DatabaseServer;
  readonly door: HsmDoor;
}

/** Runs what was opened backwards. */
export type Opened = Array<() => Promise<unknown>>;

/** With grouping off, one payment is one transaction, and as many may be under way as here. */
const UNGROUPED_LANES = 16;
const CONNECTIONS = 24;
/** How long a payment waits for a database that is gone, before its decision and at its commit. */
const GIVE_UP_AFTER_MS = 8000;

export async function openBooks(options: BooksOptions, clock: Clock, opened: Opened): Promise<Basement> {
  const { dataDir, databaseUrl: url, postgres: program, searchPath, log, onLost, world } = options;
  const random = systemRandom;
  const database = await startDatabaseServer({
    ...{ dataDir, url, program, searchPath, clock, random, log, onLost },
  });
  opened.push(() => database.stop());
  const sql = connect({ ...database.connection, max: CONNECTIONS });
  opened.push(() => sql.end({ timeout: 5 }));
  await migrate(sql);
  const door = await openHsm(options, sql, clock);
  opened.push(() => door.close());
  if (world) await loadDemoWorld({ sql, hsm: door.hsmFor('demo-world'), random, now: clock.now() }, world);
  return { sql, outlast: createOutlast(clock, GIVE_UP_AFTER_MS), clock, database, door };
}

/** Group commit over the database; closing it waits for what is under way. */
export function openGroupCommit(
  { largestBatch }: BooksOptions,
  { sql, clock }: Basement,
  opened: Opened,
): GroupCommit {
  const store = new PostgresStore(sql);
  const books = createGroupCommit(store, {
    clock,
    largestBatch,
    lanes: largestBatch > 1 ? 1 : UNGROUPED_LANES,
    giveUpAfterMs: GIVE_UP_AFTER_MS,
  });
  opened.push(async () => {
    // The traces of the last answers are handed in just after them.
    await new Promise<void>((wake) => clock.after(0, wake));
    await books.idle();
    await store.close();
  });
  return books;
}

/** Retrieval reference numbers from the blocks that the database hands out. */
export function openRrns({ sql, outlast }: Basement): RrnSource {
  return createRrnSource(async () => {
    const [row] = await outlast(() => sql.unsafe("select nextval('rrn_block')::int as block"));
    return Number(row?.block);
  });
}

export async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}
