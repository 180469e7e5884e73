// One host at a time on a data directory. The lock is an advisory lock of the database (PostgreSQL manual
// 13.3.5) held by one idle session: it dies with the host's socket, so with the process, even by kill -9, and
// leaves nothing behind that could be taken for a living host.

import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Clock } from '../../kernel/clock.js';
import { Fault } from '../../kernel/fault.js';
import type { Random } from '../../kernel/random.js';
import type { DatabaseConnection } from './connection.js';
import { pause } from './postmaster.js';

export interface HostLock {
  /** The session that holds the lock. */
  readonly sql: postgres.Sql;
  /** Gives the lock back, after doing what only its holder may do: nothing, when it was lost before. */
  release(whileHeld?: () => Promise<void>): Promise<void>;
}

export interface HostLockOptions {
  readonly connection: DatabaseConnection;
  /** From `lockKey`. */
  readonly key: string;
  /** The host's process number, for the message that another host gets. */
  readonly pid: number;
  readonly clock: Clock;
  /** Called once when the session ends without `release`. */
  readonly onLost: () => void;
}

/** The server needs a moment to see that a killed host's socket is closed. */
const PATIENCE_MS = 1_000;

/**
 * The lock's number, a signed 64-bit integer: drawn once for a data directory and kept in it. The file appears
 * whole, under a name of its own first: another host may read it at any moment, and this one die at any.
 */
export function lockKey(dataDir: string, random: Random): string {
  const path = join(dataDir, 'host-lock');
  const drawn = new DataView(random.bytes(8).buffer).getBigInt64(0);
  const whole = `${path}-${Buffer.from(random.bytes(8)).toString('hex')}`;
  try {
    writeFileSync(whole, `${drawn}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(whole, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(whole, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

/** Fault TG_DATA_IN_USE when another host holds the lock. */
export async function takeHostLock(options: HostLockOptions): Promise<HostLock> {
  const { connection, key, pid, clock, onLost } = options;
  let state: 'opening' | 'held' | 'over' = 'opening';
  const sql = postgres({
    ...connection,
    max: 1,
    max_lifetime: null,
    connection: { application_name: `tillgate host ${pid}`, idle_session_timeout: 0 },
    onnotice: () => {},
    onclose: () => {
      const lost = state === 'held';
      state = 'over';
      if (lost) onLost();
    },
  });
  const release = async (whileHeld?: () => Promise<void>): Promise<void> => {
    const held = state === 'held';
    state = 'over';
    if (held) await whileHeld?.();
    await sql.end({ timeout: 1 });
  };
  try {
    await lockWithPatience(sql, key, clock);
    state = 'held';
    return { sql, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function lockWithPatience(sql: postgres.Sql, key: string, clock: Clock): Promise<void> {
  const end = clock.micros() + PATIENCE_MS * 1000;
  for (;;) {
    const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${key}::bigint) as taken`;
    if (row?.taken) return;
    if (clock.micros() >= end) throw await inUse(sql, key);
    await pause(clock, 50);
  }
}

async function inUse(sql: postgres.Sql, key: string): Promise<Fault> {
  const [holder] = await sql<{ application_name: string }[]>`
    select application_name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and objsubid = 1 and granted
      and (classid::bigint << 32) | objid::bigint = ${key}::bigint`;
  return new Fault(
    'TG_DATA_IN_USE',
    `Another host uses this data directory (${holder?.application_name ?? 'unknown'}, by its process ` +
      'number). Stop it first, or choose another --data.',
  );
}
