// What `tillgate scan` reads: files, folders with all that is in them, databases as the rows of their tables,
// and both for the data directory of a host that runs. Everything is a stream; nothing is changed.

import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  connect,
  type DatabaseConnection,
  parseDatabaseUrl,
  runningDatabase,
  type Sql,
} from '../store/index.js';
import { type Cli, EXIT } from './cli.js';
import { HostFault } from './host-client.js';

export interface ScanSource {
  readonly kind: 'file' | 'table';
  /** A file's path; a database's URL without its user, and the table. */
  readonly path: string;
  open(): AsyncIterable<Uint8Array>;
}

export interface ScanTarget {
  /** Databases that are read as rows: 0 or 1. */
  readonly databases: number;
  sources(): AsyncIterable<ScanSource>;
}

const READ_BYTES = 1 << 20;

/** HostFault (not found) when nothing is there, TG_DATABASE_URL. */
export async function scanTarget(cli: Cli, path: string): Promise<ScanTarget> {
  if (/^postgres(?:ql)?:/.test(path)) {
    const connection = parseDatabaseUrl(path);
    const password = (): string => connection.password() || (cli.env.PGPASSWORD ?? '');
    return { databases: 1, sources: () => tables({ ...connection, password }) };
  }
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new HostFault(EXIT.notFound, cli.language === 'zh' ? `没有 ${path}` : `${path} is not there`);
  // A pipe is read like a file when it is named, and passed by inside a folder.
  if (!found.isDirectory()) return { databases: 0, sources: () => only(fileSource(path)) };
  const running = runningDatabase(path);
  return {
    databases: running ? 1 : 0,
    async *sources() {
      if (running) yield* tables(running);
      yield* filesIn(path, new Set());
    },
  };
}

async function* only(source: ScanSource): AsyncGenerator<ScanSource> {
  yield source;
}

function fileSource(path: string): ScanSource {
  return { kind: 'file', path, open: () => createReadStream(path, { highWaterMark: READ_BYTES }) };
}

/** Links are followed, since a data directory may be one; each real folder and file is read once. */
async function* filesIn(folder: string, seen: Set<string>): AsyncGenerator<ScanSource> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    const path = join(folder, name);
    // What is gone meanwhile, or a link to nowhere, holds nothing.
    const real = await realpath(path).catch(() => undefined);
    const found = await stat(path).catch(() => undefined);
    if (!real || !found || seen.has(real)) continue;
    seen.add(real);
    if (found.isDirectory()) yield* filesIn(path, seen);
    else if (found.isFile()) yield fileSource(path);
  }
}

/**
 * Every table and materialised view that holds rows of its own, large objects and samples of the statistics
 * among them; of the system's tables those that this user may read. A row is read as `column=value`, bytes as they
 * are and nothing escaped, so that the column's name can tell what a short value is.
 */
const TABLES = `
  select n.nspname as schema, c.relname as name,
    format('select %s as row from only %I.%I',
      string_agg(
        format(
          case a.atttypid when 'bytea'::regtype then 'coalesce(textsend(%L) || %I, '''')'
            else 'coalesce(textsend(%L || %I::text), '''')' end,
          a.attname || '=', a.attname),
        ' || ''\\x1f'' || ' order by a.attnum),
      n.nspname, c.relname) as reading
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind in ('r', 'm') and c.relispopulated and n.nspname !~ '^pg_(toast|temp)'
    and (n.nspname not in ('pg_catalog', 'information_schema') or has_table_privilege(c.oid, 'select'))
  group by n.nspname, c.relname
  order by n.nspname in ('pg_catalog', 'information_schema'), 1, 2`;
const ROWS_AT_ONCE = 500;

async function* tables(connection: DatabaseConnection): AsyncGenerator<ScanSource> {
  const sql = connect({ ...connection, max: 1 });
  const address = connection.host.startsWith('/') ? '' : connection.host;
  try {
    const rows = await sql.unsafe<Array<{ schema: string; name: string; reading: string }>>(TABLES);
    for (const { schema, name, reading } of rows) {
      const path = `postgres://${address}/${connection.database}/${schema}.${name}`;
      yield { kind: 'table', path, open: () => rowsOf(sql, reading) };
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function* rowsOf(sql: Sql, reading: string): AsyncGenerator<Uint8Array> {
  const end = Buffer.from('\n');
  for await (const rows of sql.unsafe<Array<{ row: Uint8Array }>>(reading).cursor(ROWS_AT_ONCE)) {
    yield Buffer.concat(rows.flatMap(({ row }) => [row, end]));
  }
}
