// Gives the host its database: another PostgreSQL by URL, or one that it runs itself, never as root, behind
// a socket; and one host at a time on a data directory.

import { mkdirSync } from 'node:fs';
import type { Clock } from '../../kernel/clock.js';
import type { Fault } from '../../kernel/fault.js';
import type { Random } from '../../kernel/random.js';
import { clusterMajor, makeCluster } from './cluster.js';
import { type DatabaseConnection, parseDatabaseUrl } from './connection.js';
import { openHome } from './home.js';
import { lockKey } from './host-lock.js';
import { type KeptLock, keepHostLock } from './kept-lock.js';
import { bringUpServer, ensureDatabase, stopServer } from './local-server.js';
import { findProgram, type Program, type ProgramSource, parseProgramSource } from './program.js';
import { checkServer, serverSource } from './server-checks.js';
import { STAGING_PLACES, stagingFolder } from './staging.js';
import { isRoot } from './system-user.js';

export interface DatabaseServer {
  /** For the driver: `postgres({ ...connection, max: 8 })`. */
  readonly connection: DatabaseConnection;
  readonly source: 'url' | ProgramSource;
  /** As the server says it: `18.4`. */
  readonly versionText: string;
  /** True when the server ran already, left behind by a host that was killed. */
  readonly adopted: boolean;
  /** Stops a server of our own, in at most 16 s, and gives the lock back. Close all pools first. */
  stop(): Promise<void>;
}

export interface DatabaseServerOptions {
  /** Made when missing. */
  readonly dataDir: string;
  /** TILLGATE_DATABASE_URL: this PostgreSQL instead of one of our own. */
  readonly url: string | undefined;
  /** TILLGATE_POSTGRES: `installed` or `embedded` allows only that program. */
  readonly program: string | undefined;
  /** PATH, where an installed PostgreSQL is looked for first. */
  readonly searchPath: string;
  readonly clock: Clock;
  readonly random: Random;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  /**
   * The database is gone for good: another host has it, or it refuses us. Called once at most, not after stop(). One
   * that only ended is brought back, however long that takes; until then its clients fail.
   */
  readonly onLost: (fault: Fault) => void;
  /** Where root keeps what its database must reach; for tests. */
  readonly stagingPlaces?: readonly string[];
}

/** Faults TG_DATABASE_…, and TG_DATA_IN_USE when another host uses the data directory. */
export async function startDatabaseServer(options: DatabaseServerOptions): Promise<DatabaseServer> {
  // Others may pass through to the database's folder, no more.
  mkdirSync(options.dataDir, { recursive: true, mode: 0o711 });
  return options.url === undefined ? startLocal(options) : startWithUrl(options, options.url);
}

async function startWithUrl(options: DatabaseServerOptions, url: string): Promise<DatabaseServer> {
  const connection = parseDatabaseUrl(url);
  const lock = await hostLock(options, connection, async () => undefined);
  const stop = (): Promise<void> => lock.release();
  const versionText = await orStop(stop, () => checkServer(lock.sql));
  return { connection, source: 'url', versionText, adopted: false, stop };
}

async function startLocal(options: DatabaseServerOptions): Promise<DatabaseServer> {
  const { clock, log } = options;
  const places = options.stagingPlaces ?? STAGING_PLACES;
  const home = openHome(options.dataDir, places, log);
  const program = (): Program =>
    findProgram({
      searchPath: options.searchPath,
      only: parseProgramSource(options.program),
      user: home.user,
      dataMajor: clusterMajor(home.cluster),
      copyFolder: () => (isRoot() ? stagingFolder(places, 0) : home.folder),
    });
  if (clusterMajor(home.cluster) === undefined) await makeCluster(program(), home, options.random);
  let server = await bringUpServer({ home, program, clock, log });
  const { connection, adopted, socketFolder: sockets } = server;
  await ensureDatabase(connection);
  const lock = await hostLock(options, connection, async () => {
    server = await bringUpServer({ home, program, clock, log, sockets });
  });
  const stop = (): Promise<void> =>
    lock.release(async () => {
      if (await stopServer(server, home, clock)) return;
      log(`the database (process ${server.pid}) did not stop; the next start takes it over`);
    });
  const versionText = await orStop(stop, () => checkServer(lock.sql));
  const source = await orStop(stop, () => serverSource(lock.sql));
  return { connection, source, versionText, adopted, stop };
}

function hostLock(
  options: DatabaseServerOptions,
  connection: DatabaseConnection,
  bringBack: () => Promise<void>,
): Promise<KeptLock> {
  const { clock, log, onLost } = options;
  const key = lockKey(options.dataDir, options.random);
  return keepHostLock({ ...{ connection, key, pid: process.pid, clock }, ...{ bringBack, log, onLost } });
}

/** A server that fails a check must not run on unattended. */
async function orStop<T>(stop: () => Promise<void>, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    await stop();
    throw error;
  }
}
