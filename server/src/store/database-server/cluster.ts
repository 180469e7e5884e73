// Making a cluster (PostgreSQL's word for a data directory): complete or not at all, with checksums, UTF-8
// and a random password of its own, that lies in the cluster in a file for the database's user alone.

import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../../kernel/fault.js';
import type { Random } from '../../kernel/random.js';
import type { DatabaseHome } from './home.js';
import type { Program } from './program.js';

/** The role and the database of Tillgate; the role owns the cluster. */
export const ROLE = 'tillgate';
export const DATABASE = 'tillgate';

const PASSWORD_FILE = 'tillgate-password';
const PASSWORD_BYTES = 24;
const INITDB_LIMIT_MS = 60_000;

/** The major version that made the cluster; undefined when there is none. */
export function clusterMajor(cluster: string): number | undefined {
  if (!existsSync(join(cluster, 'PG_VERSION'))) return undefined;
  return Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10);
}

/** Fault TG_DATABASE_PASSWORD when the file is gone: nobody else knows it. */
export function readPassword(cluster: string): string {
  try {
    return readFileSync(join(cluster, PASSWORD_FILE), 'utf8').trim();
  } catch (cause) {
    throw new Fault('TG_DATABASE_PASSWORD', `${join(cluster, PASSWORD_FILE)} cannot be read`, { cause });
  }
}

/** Makes the cluster beside its place and moves it there when it is whole. */
export async function makeCluster(program: Program, home: DatabaseHome, random: Random): Promise<void> {
  const half = mkdtempSync(join(home.folder, 'making-'));
  const passwordFile = `${half}.password`;
  try {
    writeFileSync(passwordFile, `${Buffer.from(random.bytes(PASSWORD_BYTES)).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    for (const path of [half, passwordFile]) own(home, path);
    chmodSync(half, 0o700);
    await runInitdb(program, home, half, passwordFile);
    renameSync(passwordFile, join(half, PASSWORD_FILE));
    moveIntoPlace(half, home.cluster);
  } finally {
    rmSync(half, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

function own(home: DatabaseHome, path: string): void {
  if (home.user !== undefined) chownSync(path, home.user.uid, home.user.gid);
}

async function runInitdb(
  program: Program,
  home: DatabaseHome,
  cluster: string,
  passwordFile: string,
): Promise<void> {
  const encoding = ['--encoding=UTF8', '--locale=C', '--data-checksums'];
  const access = [`--username=${ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await promisify(execFile)(
      join(program.binFolder, 'initdb'),
      ['-D', cluster, ...encoding, ...access, '--no-instructions'],
      {
        ...(home.user ? { uid: home.user.uid, gid: home.user.gid } : {}),
        cwd: '/',
        env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
        timeout: INITDB_LIMIT_MS,
      },
    );
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim() ?? '';
    throw new Fault('TG_DATABASE_INIT', `initdb of PostgreSQL ${program.major} failed: ${said}`, { cause });
  }
}

function moveIntoPlace(half: string, cluster: string): void {
  try {
    renameSync(half, cluster);
  } catch (error) {
    // Two hosts started at once and the other was first: its cluster counts.
    if (clusterMajor(cluster) === undefined) throw error;
  }
}
