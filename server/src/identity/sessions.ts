// Who is at the console: sign-in with lock-out, a forced first password, sessions that end when idle.

import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';
import { hashPassword, makeFirstPassword, passwordFits, passwordProblem } from './passwords.js';

export type Role = 'administrator' | 'engineer' | 'analyst';

export interface Person {
  readonly name: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
}

interface StaffRow {
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly must_change_password: boolean;
  readonly failed_tries: number;
  readonly locked_until: number;
}

/** PCI DSS 8.3.4: at most ten tries, then at least thirty minutes. */
const TRIES = 10;
const LOCK_MS = 30 * 60_000;
/** PCI DSS 8.2.8: sign in again after fifteen idle minutes. */
const IDLE_MS = 15 * 60_000;
const FIRST_NAME = 'admin';

export type SignIn = { readonly token: string; readonly person: Person } | 'refused' | 'locked';

export interface Sessions {
  /** Makes the first administrator when nobody exists; answers the password to hand over, once. */
  ensureFirstPerson(): Promise<{ readonly name: string; readonly password: string } | undefined>;
  /** The first password to hand over; undefined when there is a person of this name. */
  addPerson(name: string, role: Role): Promise<string | undefined>;
  signIn(name: string, password: string): Promise<SignIn>;
  /** The person behind a session token; undefined when it is unknown or has been idle too long. */
  who(token: string): Promise<Person | undefined>;
  /** As `who`, but asking does not count as being there. */
  isOpen(token: string): Promise<boolean>;
  changePassword(
    person: Person,
    current: string,
    next: string,
  ): Promise<'changed' | 'refused' | 'short' | 'same' | 'name'>;
  signOut(token: string): Promise<void>;
}

export function createSessions(sql: Sql, clock: Clock, random: Random): Sessions {
  const find = async (name: string): Promise<StaffRow | undefined> => {
    const [row] = await sql.unsafe('select * from staff where name = $1', [name]);
    return row as unknown as StaffRow | undefined;
  };
  return {
    async ensureFirstPerson() {
      const [row] = await sql.unsafe('select 1 from staff limit 1');
      if (row) return undefined;
      const password = makeFirstPassword(random);
      await sql.unsafe(
        `insert into staff (name, role, password_hash, must_change_password) values ($1, 'administrator', $2, true)
         on conflict (name) do nothing`,
        [FIRST_NAME, await hashPassword(password, random)],
      );
      return { name: FIRST_NAME, password };
    },
    async addPerson(name, role) {
      const password = makeFirstPassword(random);
      const added = await sql.unsafe(
        `insert into staff (name, role, password_hash, must_change_password) values ($1, $2, $3, true)
         on conflict (name) do nothing returning name`,
        [name, role, await hashPassword(password, random)],
      );
      return added.length === 1 ? password : undefined;
    },
    async signIn(name, password) {
      const row = await find(name);
      const now = clock.now();
      if (row && row.locked_until > now) return 'locked';
      // An unknown name costs the same time as a known one.
      const fits = await passwordFits(password, row?.password_hash ?? (await hashPassword('-', random)));
      if (!row || !fits) {
        if (row) await countFailure(sql, row, now);
        return 'refused';
      }
      const token = Buffer.from(random.bytes(32)).toString('base64url');
      await sql.unsafe('update staff set failed_tries = 0, locked_until = 0 where name = $1', [name]);
      await sql.unsafe('delete from session where seen_at < $1', [now - IDLE_MS]);
      await sql.unsafe(
        'insert into session (token_hash, name, started_at, seen_at) values ($1, $2, $3, $3)',
        [hashOf(token), name, now],
      );
      return { token, person: personOf(row) };
    },
    async who(token) {
      const now = clock.now();
      const [row] = (await sql.unsafe(
        `update session s set seen_at = $2 from staff p
         where s.token_hash = $1 and s.seen_at >= $3 and p.name = s.name
         returning p.*`,
        [hashOf(token), now, now - IDLE_MS],
      )) as unknown as StaffRow[];
      return row && personOf(row);
    },
    async isOpen(token) {
      const [row] = await sql.unsafe('select 1 from session where token_hash = $1 and seen_at >= $2', [
        hashOf(token),
        clock.now() - IDLE_MS,
      ]);
      return row !== undefined;
    },
    async changePassword(person, current, next) {
      const row = await find(person.name);
      if (!row || !(await passwordFits(current, row.password_hash))) return 'refused';
      const problem = passwordProblem(next, current, person.name);
      if (problem) return problem;
      await sql.unsafe('update staff set password_hash = $2, must_change_password = false where name = $1', [
        person.name,
        await hashPassword(next, random),
      ]);
      return 'changed';
    },
    async signOut(token) {
      await sql.unsafe('delete from session where token_hash = $1', [hashOf(token)]);
    },
  };
}

async function countFailure(sql: Sql, row: StaffRow, now: number): Promise<void> {
  const locks = row.failed_tries + 1 >= TRIES;
  await sql.unsafe('update staff set failed_tries = $2, locked_until = $3 where name = $1', [
    row.name,
    locks ? 0 : row.failed_tries + 1,
    locks ? now + LOCK_MS : 0,
  ]);
}

function personOf(row: StaffRow): Person {
  return { name: row.name, role: row.role, mustChangePassword: row.must_change_password };
}

/** Session tokens are kept as hashes, so that a copy of the database opens no session. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
