// PostgreSQL refuses to run as root. When the host is root, its database runs as a user that the machine has
// already (password file, POSIX getpwent): none is made. This file picks it and tells what it can reach.

import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../../kernel/fault.js';

/** Who runs a program. `undefined` stands for: as the host itself. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In this order: `postgres` owns nothing but databases, `nobody` nothing at all. */
const UNPRIVILEGED = ['postgres', 'nobody', 'daemon'] as const;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The users of a password file, without root and without the negative ids of macOS. */
export function parsePasswordFile(text: string): readonly SystemUser[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) && gid >= 0);
}

/** An unprivileged user, the owner of existing data before any other. Fault TG_DATABASE_USER. */
export function chooseUser(users: readonly SystemUser[], ownerUid: number | undefined): SystemUser {
  const wanted = [
    ...users.filter((user) => user.uid === ownerUid),
    ...UNPRIVILEGED.flatMap((name) => users.filter((user) => user.name === name)),
  ];
  const user = ownerUid === undefined || ownerUid === 0 ? wanted[0] : wanted.find((u) => u.uid === ownerUid);
  if (user === undefined) {
    throw new Fault(
      'TG_DATABASE_USER',
      'PostgreSQL must not run as root, and this machine has no unprivileged user that fits. ' +
        'Start Tillgate as an ordinary user, or set TILLGATE_DATABASE_URL.',
    );
  }
  return user;
}

/** The user that runs the database: undefined when the host is an ordinary user already. */
export function databaseUser(ownerUid: number | undefined): SystemUser | undefined {
  if (!isRoot()) return undefined;
  return chooseUser(parsePasswordFile(readFileSync('/etc/passwd', 'utf8')), ownerUid);
}

/**
 * True when the user can enter the folder, or read the file: search permission on every folder on the way.
 * Supplementary groups do not count: a child process has none.
 */
export function canReach(user: SystemUser | undefined, path: string): boolean {
  if (user === undefined) return true;
  let at = realpathSync(path);
  let needed = statSync(at).isDirectory() ? 0o1 : 0o4;
  for (;;) {
    if ((permissions(user, at) & needed) !== needed) return false;
    const above = dirname(at);
    if (above === at) return true;
    at = above;
    needed = 0o1;
  }
}

/** The three permission bits that count for the user: the owner's, the group's or everyone's. */
function permissions(user: SystemUser, path: string): number {
  const { mode, uid, gid } = statSync(path);
  if (uid === user.uid) return (mode >> 6) & 0o7;
  if (gid === user.gid) return (mode >> 3) & 0o7;
  return mode & 0o7;
}
