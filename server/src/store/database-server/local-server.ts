// The database that the host runs itself: adopts the server that a killed host left behind when it is well,
// stops it when it is not, starts one when there is none, and recovers what a power cut left.

import { type ChildProcess, spawnSync } from 'node:child_process';
import { realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Clock } from '../../kernel/clock.js';
import { Fault } from '../../kernel/fault.js';
import { DATABASE, ROLE, readPassword } from './cluster.js';
import type { DatabaseConnection } from './connection.js';
import { type DatabaseHome, socketFolder } from './home.js';
import {
  disownLockFile,
  isServerOf,
  type PostmasterFile,
  pause,
  readPostmasterFile,
  serverLogSince,
  startPostmaster,
  stopPostmaster,
} from './postmaster.js';
import type { Program } from './program.js';

export interface LocalServer {
  readonly pid: number;
  readonly socketFolder: string;
  readonly connection: DatabaseConnection;
  readonly adopted: boolean;
}

export interface LocalServerOptions {
  readonly home: DatabaseHome;
  /** Finds the program; asked only when a server must be started. */
  readonly program: () => Program;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Where its predecessor's socket was: clients look for it there. */
  readonly sockets?: string | undefined;
}

/** Crash recovery replays at most `max_wal_size` of log; a slow disk does that in this time. */
const START_LIMIT_MS = 60_000;
const PROBE_LIMIT_SECONDS = 3;
/** What the server says when its predecessor is not quite gone; all else is final. */
const NOT_QUITE_GONE = /lock file "[^"]*" (?:already exists|is empty)|still in use/;

type Health = 'healthy' | 'busy' | 'sick';

/** A running server of the existing cluster. Faults TG_DATABASE_START and TG_DATABASE_PASSWORD. */
export async function bringUpServer(options: LocalServerOptions): Promise<LocalServer> {
  const { home, clock, log } = options;
  const end = clock.micros() + START_LIMIT_MS * 1000;
  while (clock.micros() < end) {
    const file = readPostmasterFile(home.cluster);
    if (file === undefined || !isServerOf(home.cluster, file.pid)) {
      const started = await startServer(options, file, end);
      if (started !== undefined) return localServer(home, started, false);
    } else {
      const health = await probe(home, file);
      if (health === 'healthy') return localServer(home, file, true);
      if (health === 'sick') {
        log(`stopping the database left behind (process ${file.pid}): it does not answer`);
        await stopPostmaster(clock, home.cluster, file.pid, 'forced');
      }
    }
    await pause(clock, 50);
  }
  throw new Fault('TG_DATABASE_START', `The database was not ready in ${START_LIMIT_MS / 1000} s.`);
}

/** Stops the server and removes the folder of its socket; true when it is gone. */
export async function stopServer(server: LocalServer, home: DatabaseHome, clock: Clock): Promise<boolean> {
  const gone = await stopPostmaster(clock, home.cluster, server.pid, 'orderly');
  if (gone) rmSync(server.socketFolder, { recursive: true, force: true });
  return gone;
}

function localServer(home: DatabaseHome, file: PostmasterFile, adopted: boolean): LocalServer {
  const connection = localConnection(home.cluster, file, DATABASE);
  return { pid: file.pid, socketFolder: file.socketFolder, connection, adopted };
}

export function localConnection(cluster: string, file: PostmasterFile, database: string): DatabaseConnection {
  const password = readPassword(cluster);
  return {
    host: file.socketFolder,
    port: file.port,
    user: ROLE,
    database,
    password: () => password,
    ssl: false,
  };
}

/** The started server's facts, or undefined when its predecessor was in the way and a new look is needed. */
async function startServer(
  options: LocalServerOptions,
  stale: PostmasterFile | undefined,
  end: number,
): Promise<PostmasterFile | undefined> {
  const { home, clock } = options;
  const program = options.program();
  if (stale !== undefined) {
    disownLockFile(home.cluster, stale, spawnSync(join(program.binFolder, 'postgres'), ['--version']).pid);
  }
  const sockets = options.sockets ?? socketFolder(home);
  const logFrom = statSync(home.serverLog, { throwIfNoEntry: false })?.size ?? 0;
  const child = startPostmaster(program, home, sockets);
  const file = await readyFile(child, home.cluster, clock, end);
  if (file !== undefined) return file;
  const said = serverLogSince(home.serverLog, logFrom);
  if (!NOT_QUITE_GONE.test(said)) {
    throw new Fault('TG_DATABASE_START', `PostgreSQL ${program.major} did not start: ${said}`);
  }
  return undefined;
}

/** Waits until the server's lock file says `ready`; undefined when the process ended first. */
async function readyFile(
  child: ChildProcess,
  cluster: string,
  clock: Clock,
  end: number,
): Promise<PostmasterFile | undefined> {
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  child.once('error', () => {
    over = true;
  });
  while (!over && clock.micros() < end) {
    const file = readPostmasterFile(cluster);
    if (file?.ready && file.pid === child.pid) return file;
    await pause(clock, 10);
  }
  return undefined;
}

/** Can we get in with our password, and is it our cluster? */
async function probe(home: DatabaseHome, file: PostmasterFile): Promise<Health> {
  const sql = postgres({
    ...localConnection(home.cluster, file, 'postgres'),
    max: 1,
    connect_timeout: PROBE_LIMIT_SECONDS,
    fetch_types: false,
  });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row !== undefined && realpathSync(row.folder) === realpathSync(home.cluster) ? 'healthy' : 'sick';
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    // 28: invalid authorization; 57P03: starting, recovering or stopping (PostgreSQL manual, appendix A).
    if (code.startsWith('28')) {
      throw new Fault('TG_DATABASE_PASSWORD', `The running database refuses our password (${code}).`);
    }
    return code === '57P03' || !file.ready ? 'busy' : 'sick';
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Makes the database of Tillgate inside the server when it is not there yet. */
export async function ensureDatabase(connection: DatabaseConnection): Promise<void> {
  const sql = postgres({ ...connection, database: 'postgres', max: 1, fetch_types: false });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found === undefined) await sql`create database ${sql(DATABASE)} template template0`;
  } catch (error) {
    // Another host that starts at this moment made it: duplicate_database, or its unique index.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
