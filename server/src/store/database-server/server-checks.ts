// Money is only booked when a commit survives a power cut. A server that was told otherwise, by whichever
// file, role or command line, is refused before the first payment (PostgreSQL manual 30.1, 20.5).

import type postgres from 'postgres';
import { Fault } from '../../kernel/fault.js';
import { OLDEST_MAJOR, type ProgramSource } from './program.js';
import { sourceOfClusterName } from './settings.js';

const MUST_NOT_BE_OFF = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** The names of the settings that are off in this session. */
async function unsafeSettings(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ${sql([...MUST_NOT_BE_OFF])}`;
  return MUST_NOT_BE_OFF.filter((name) => rows.find((row) => row.name === name)?.setting === 'off');
}

/** The server's own version text. Faults TG_DATABASE_UNSAFE and TG_DATABASE_VERSION. */
export async function checkServer(sql: postgres.Sql): Promise<string> {
  const unsafe = await unsafeSettings(sql);
  if (unsafe.length > 0) {
    throw new Fault(
      'TG_DATABASE_UNSAFE',
      `The database has ${unsafe.join(', ')} off: approved payments could vanish in a power cut. ` +
        'Turn it on in the server, the database and the role, then start again.',
    );
  }
  const [row] = await sql<{ text: string; number: number }[]>`
    select current_setting('server_version') as text, current_setting('server_version_num')::int as number`;
  const text = row?.text ?? '';
  if ((row?.number ?? 0) < OLDEST_MAJOR * 10_000) {
    throw new Fault('TG_DATABASE_VERSION', `PostgreSQL ${OLDEST_MAJOR} or later is needed; this is ${text}.`);
  }
  return text;
}

/** Which program a server of our own is: it may have been started by an earlier host. */
export async function serverSource(sql: postgres.Sql): Promise<ProgramSource> {
  const [row] = await sql<{ name: string }[]>`select current_setting('cluster_name') as name`;
  return sourceOfClusterName(row?.name ?? '');
}
