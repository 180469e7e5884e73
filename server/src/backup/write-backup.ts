// Writes every table of one snapshot, while payments go on.

import { createHash } from 'node:crypto';
import type { Sql } from '../store/index.js';
import { type BackupEnd, type BackupHead, END_OF_ROWS, FORMAT, LEFT_OUT } from './backup-line.js';

export interface WrittenBackup {
  readonly tables: number;
  readonly rows: number;
}

const PAGE = 1000;

/** @param write takes the bytes in order; its promise is waited for */
export async function writeBackup(
  sql: Sql,
  takenAt: number,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<WrittenBackup> {
  const hash = createHash('sha256');
  const put = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    await write(bytes);
  };
  const line = (value: object): Promise<void> => put(Buffer.from(`${JSON.stringify(value)}\n`));
  let rows = 0;
  const tables = await sql.begin('isolation level repeatable read read only', async (step) => {
    const names = (await step.unsafe('select name from migration order by name')).map(({ name }) => name);
    await line({ format: FORMAT, takenAt, migrations: names } satisfies BackupHead);
    const found = await tablesOf(step as unknown as Sql);
    for (const { table, columns } of found) {
      await line({ table, columns });
      for await (const page of step.unsafe(`select to_json(t)::text as row from "${table}" t`).cursor(PAGE)) {
        rows += page.length;
        // A line end can only stand between the parts of a row, where any space will do (RFC 8259, 2).
        await put(Buffer.from(page.map(({ row }) => `${String(row).replace(/\s*\n\s*/g, ' ')}\n`).join('')));
      }
      await put(Buffer.from(`${END_OF_ROWS}\n`));
    }
    await line({ sequences: await sequencesOf(step as unknown as Sql) });
    return found.length;
  });
  const end: BackupEnd = { sha256: hash.digest('hex') };
  await write(Buffer.from(`${JSON.stringify(end)}\n`));
  return { tables, rows };
}

/** Tables of ours, each behind those that it refers to. */
async function tablesOf(sql: Sql): Promise<ReadonlyArray<{ table: string; columns: readonly string[] }>> {
  const tables = await sql.unsafe(
    `select table_name::text as table, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER' group by 1`,
  );
  const links = await sql.unsafe(
    `select conrelid::regclass::text as table, confrelid::regclass::text as refers_to from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  );
  const left = new Map(
    tables
      .filter(({ table }) => !LEFT_OUT.has(table))
      .map(({ table, columns }) => [table as string, columns]),
  );
  const ordered: Array<{ table: string; columns: readonly string[] }> = [];
  while (left.size > 0) {
    const free = [...left.keys()].find((table) =>
      links.every((link) => unquoted(link.table) !== table || !left.has(unquoted(link.refers_to))),
    );
    if (free === undefined) throw new Error(`tables refer to each other: ${[...left.keys()].join(', ')}`);
    ordered.push({ table: free, columns: left.get(free) as readonly string[] });
    left.delete(free);
  }
  return ordered;
}

/** `regclass` quotes names that are words of SQL, such as "transaction". */
function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

async function sequencesOf(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql.unsafe(
    `select sequencename::text as name, coalesce(last_value, start_value - 1)::bigint as value
     from pg_sequences where schemaname = 'public'`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
