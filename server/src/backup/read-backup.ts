// Puts a backup into an empty database, in one transaction: all of it, or nothing.

import { createHash } from 'node:crypto';
import { Fault } from '../kernel/fault.js';
import { migrate, type Sql } from '../store/index.js';
import {
  type BackupEnd,
  type BackupHead,
  type BackupSequences,
  END_OF_ROWS,
  FORMAT,
  LEFT_OUT,
  type TableHead,
} from './backup-line.js';

export interface ReadBackup {
  readonly takenAt: number;
  readonly tables: number;
  readonly rows: number;
}

const PAGE = 500;
const NAME = /^[a-z0-9_]{1,60}$/;

/** @throws Fault TG_BACKUP for a file that is none, was cut or changed; TG_BACKUP_NOT_EMPTY */
export async function readBackup(sql: Sql, lines: AsyncIterable<string>): Promise<ReadBackup> {
  const source = new Lines(lines);
  const head = source.parsed<BackupHead>(await source.next());
  if (head.format !== FORMAT) throw notABackup('it does not begin like one');
  const [{ count }] = (await sql.unsafe(
    "select count(*)::int as count from pg_tables where schemaname = 'public'",
  )) as unknown as [{ count: number }];
  if (count > 0) throw new Fault('TG_BACKUP_NOT_EMPTY', 'a backup is put into an empty data directory only');
  await migrate(sql, { only: head.migrations });
  const read = await sql.begin((step) => readTables(step as unknown as Sql, source));
  await migrate(sql);
  return { ...read, takenAt: head.takenAt };
}

async function readTables(sql: Sql, source: Lines): Promise<{ tables: number; rows: number }> {
  let [tables, rows] = [0, 0];
  for (;;) {
    const told = source.parsed<TableHead | BackupSequences>(await source.next());
    if ('sequences' in told) {
      await setSequences(sql, told.sequences);
      break;
    }
    rows += await readRows(sql, source, told);
    tables += 1;
  }
  const sha256 = source.digest();
  const end = source.parsed<BackupEnd>(await source.next());
  if (end.sha256 !== sha256) throw notABackup('its check sum does not fit: it was changed or cut');
  return { tables, rows };
}

async function readRows(sql: Sql, source: Lines, { table, columns }: TableHead): Promise<number> {
  if (![table, ...columns].every((name) => NAME.test(name)) || LEFT_OUT.has(table)) {
    throw notABackup(`it names a table ${JSON.stringify(table)}`);
  }
  // A migration may have put rows there: those of the backup count. The audit lets nothing be deleted, empty or not.
  const [filled] = await sql.unsafe(`select 1 from "${table}" limit 1`);
  if (filled) await sql.unsafe(`delete from "${table}"`);
  const listed = columns.map((column) => `"${column}"`).join(', ');
  const insert = async (page: readonly string[]): Promise<void> => {
    await sql.unsafe(
      `insert into "${table}" (${listed}) overriding system value
       select ${listed} from json_populate_recordset(null::"${table}", $1::text::json)`,
      [`[${page.join(',')}]`],
    );
  };
  let rows = 0;
  let page: string[] = [];
  for (let line = await source.next(); line !== END_OF_ROWS; line = await source.next()) {
    rows += 1;
    if (page.push(line) < PAGE) continue;
    await insert(page);
    page = [];
  }
  if (page.length > 0) await insert(page);
  return rows;
}

async function setSequences(sql: Sql, sequences: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(sequences)) {
    if (!NAME.test(name) || !Number.isSafeInteger(value)) throw notABackup(`it names a sequence ${name}`);
    if (value > 0) await sql.unsafe('select setval($1::regclass, $2)', [name, value]);
  }
}

/** Lines one at a time, with the check sum of all that were taken. */
class Lines {
  readonly #lines: AsyncIterator<string>;
  readonly #hash = createHash('sha256');

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw notABackup('it ends too early');
    this.#hash.update(`${value}\n`);
    return value;
  }

  parsed<Shape extends object>(line: string): Shape {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null) return value as Shape;
    } catch {
      // Said below.
    }
    throw notABackup('a line of it cannot be read');
  }

  /** Of all lines so far; further ones still count on. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

function notABackup(why: string): Fault {
  return new Fault('TG_BACKUP', `this file is no whole backup: ${why}`);
}
