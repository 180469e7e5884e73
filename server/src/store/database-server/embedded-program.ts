// The PostgreSQL program inside an npm package: a package cannot hold symbolic links, so the second names of
// its libraries come as a list; and the database's user must reach it, or it is copied to where it can.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Fault } from '../../kernel/fault.js';
import { distrust } from './staging.js';
import { canReach, isRoot, type SystemUser } from './system-user.js';

/** A program file and a data file: when the user reaches both, it reaches all. */
const PROOFS = ['bin/postgres', 'share/postgresql/postgres.bki'];

/**
 * The package's folder `native` itself when the user can run it there, else a copy below `copyFolder()`.
 */
export function reachableEmbeddedFolder(
  native: string,
  user: SystemUser | undefined,
  copyFolder: () => string,
): string {
  if (PROOFS.every((proof) => canReach(user, join(native, proof))) && makeLinks(native)) return native;
  return copyOnce(native, copyFolder());
}

/** Makes the links that the package's install script would make. False when the folder takes no changes. */
export function makeLinks(native: string): boolean {
  try {
    for (const { source, target } of listedLinks(native)) {
      if (existsSync(target)) continue;
      rmSync(target, { force: true });
      symlinkSync(relative(dirname(target), source), target);
    }
    return true;
  } catch (error) {
    // Another process may just have made the same link.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return makeLinks(native);
    return false;
  }
}

function listedLinks(native: string): { source: string; target: string }[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  // The list's paths start at the package's own folder: `native/lib/libpq.so.5`.
  const inside = (path: string): string => join(dirname(native), path);
  return list.map(({ source, target }) => ({ source: inside(source), target: inside(target) }));
}

/** Copies the program once for all starts, keyed by its content, and checks that nobody planted it. */
function copyOnce(native: string, folder: string): string {
  const digest = createHash('sha256')
    .update(readFileSync(join(native, 'bin/postgres')))
    .digest('hex');
  const target = join(folder, `postgresql-${digest.slice(0, 16)}`);
  if (!existsSync(target)) {
    const half = mkdtempSync(join(folder, 'copying-'));
    copyTree(native, join(half, 'native'));
    makeLinks(join(half, 'native'));
    chmodSync(half, 0o755);
    try {
      renameSync(half, target);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(target)) throw error; // Otherwise another host was faster with the same copy.
    }
  }
  const doubt = distrust(target, isRoot() ? 0 : lstatSync(folder).uid);
  if (doubt !== undefined) throw new Fault('TG_DATABASE_STAGING', `${target} ${doubt}`);
  return join(target, 'native');
}

/** A copy that everyone may read, whatever the file mode mask of the clone was. */
function copyTree(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      copyTree(source, target);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else {
      copyFileSync(source, target);
      chmodSync(target, (lstatSync(source).mode & 0o111) === 0 ? 0o644 : 0o755);
    }
  }
}
