// The folder of the database under a data directory: `<data>/postgres`, owned by the user that runs it. When
// that user cannot enter the data directory, the folder lies elsewhere and `<data>/postgres` is a link to it.

import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../kernel/fault.js';
import { stagingFolder } from './staging.js';
import { canReach, databaseUser, type SystemUser } from './system-user.js';

export interface DatabaseHome {
  /** The real path; mode 0700. */
  readonly folder: string;
  /** Where the cluster is, or will be (PGDATA). */
  readonly cluster: string;
  readonly serverLog: string;
  /** Runs the database and owns its files; undefined: the host's own user. */
  readonly user: SystemUser | undefined;
}

/** sockaddr_un.sun_path on Linux: 108 bytes with the closing zero (macOS: 104). */
const SOCKET_PATH_MAX = process.platform === 'darwin' ? 103 : 107;

function homeOf(folder: string, user: SystemUser | undefined): DatabaseHome {
  return { folder, cluster: join(folder, 'cluster'), serverLog: join(folder, 'server.log'), user };
}

/** Opens the database's folder of an existing data directory, or makes it. Fault TG_DATABASE_MISSING. */
export function openHome(
  dataDir: string,
  places: readonly string[],
  log: (line: string) => void,
): DatabaseHome {
  const door = join(realpathSync(dataDir), 'postgres');
  if (lstatSync(door, { throwIfNoEntry: false }) !== undefined) return existingHome(door);
  const user = databaseUser(undefined);
  if (canReach(user, realpathSync(dataDir))) {
    return ownedHome(() => mkdirSync(door, { mode: 0o700 }), door, user);
  }
  return elsewhere(door, user, stagingFolder(places, 0), log);
}

function existingHome(door: string): DatabaseHome {
  const found = statSync(door, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new Fault('TG_DATABASE_MISSING', `${door} points to a database folder that is gone.`);
  }
  const home = homeOf(realpathSync(door), databaseUser(found.uid));
  // Root made it and was interrupted, or is just about to give it away.
  if (home.user !== undefined && found.uid === 0) chownSync(home.folder, home.user.uid, home.user.gid);
  return home;
}

function ownedHome(make: () => void, folder: string, user: SystemUser | undefined): DatabaseHome {
  try {
    make();
  } catch (error) {
    // Another host makes the same folder at this moment; the lock decides later which one goes on.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(folder, 0o700);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return homeOf(folder, user);
}

function elsewhere(
  door: string,
  user: SystemUser | undefined,
  staging: string,
  log: (line: string) => void,
): DatabaseHome {
  const folder = mkdtempSync(join(staging, 'data-'));
  const home = ownedHome(() => {}, folder, user);
  try {
    symlinkSync(folder, door);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(folder, { recursive: true });
    return existingHome(door);
  }
  log(`only root may enter ${join(door, '..')}: the database lies in ${folder}`);
  return home;
}

/**
 * A folder for the server's socket: beside the cluster, or in the temporary folder when that path is too long
 * for a socket or has characters that a PostgreSQL setting would have to quote.
 */
export function socketFolder(home: DatabaseHome): string {
  const beside = join(home.folder, 'socket');
  if (fitsSocket(beside)) return ownedHome(() => mkdirSync(beside), beside, home.user).folder;
  const short = mkdtempSync(
    join(fitsSocket(join(tmpdir(), 'tillgate-XXXXXX')) ? tmpdir() : '/tmp', 'tillgate-'),
  );
  return ownedHome(() => {}, short, home.user).folder;
}

export function fitsSocket(folder: string): boolean {
  const path = join(folder, '.s.PGSQL.5432.lock');
  return Buffer.byteLength(path) <= SOCKET_PATH_MAX && /^[\w./+@-]+$/.test(folder);
}
