// Forward-only migrations: numbered SQL files, each applied once and remembered with its hash, so that a file
// changed after the fact is noticed.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Fault } from '../kernel/fault.js';
import type { Sql } from './postgres-store.js';

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
/** Any number: hosts that start together take turns. */
const LOCK = 7_311_583;

/** Which migrations are meant: those of another folder, or only some; all that are shipped unless told. */
export interface Migrations {
  readonly folder?: string;
  readonly only?: readonly string[];
}

/** Applies what is missing; answers the names applied. */
export async function migrate(
  sql: Sql,
  { folder = FOLDER, only }: Migrations = {},
): Promise<readonly string[]> {
  const names = (await readdir(folder))
    .filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name) && (only?.includes(name) ?? true))
    .sort();
  const unknown = only?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new Fault(
      'TG_MIGRATION_UNKNOWN',
      `this version does not know ${unknown.join(', ')}: it is too old`,
    );
  }
  return sql.begin(async (step) => {
    await step.unsafe('select pg_advisory_xact_lock($1)', [LOCK]);
    await step.unsafe('create table if not exists migration (name text primary key, sha256 text not null)');
    const rows = (await step.unsafe('select name, sha256 from migration')) as unknown as ReadonlyArray<{
      name: string;
      sha256: string;
    }>;
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    const fresh: string[] = [];
    for (const name of names) {
      const text = await readFile(`${folder}/${name}`, 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const known = applied.get(name);
      if (known !== undefined && known !== sha256) {
        throw new Fault(
          'TG_MIGRATION_CHANGED',
          `migration ${name} is not the one this database was made with`,
        );
      }
      if (known !== undefined) continue;
      await step.unsafe(text);
      await step.unsafe('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
      fresh.push(name);
    }
    return fresh;
  });
}
