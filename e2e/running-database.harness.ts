// The database of a host that runs, for what no command shows or sets: the way in is that of the commands beside it.

import assert from 'node:assert/strict';

interface Running {
  /** Folder of its socket. */
  readonly host: string;
  readonly user: string;
  readonly database: string;
  password(): string;
}

interface Store {
  connect(options: object): { unsafe(query: string): Promise<unknown>; end(): Promise<void> };
  runningDatabase(dataDir: string): Running | undefined;
}

const store = (await import(new URL('../../server/dist/store/index.js', import.meta.url).href)) as Store;

/** Statements one after the other, on a connection of their own. */
export async function inDatabase(dataDir: string, ...statements: readonly string[]): Promise<void> {
  const sql = store.connect({ ...(store.runningDatabase(dataDir) ?? assert.fail('it runs')), max: 1 });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}

/** Folder of the socket, and how another host comes in through one in a folder of the caller's. */
export function wayInto(dataDir: string): { socketFolder: string; urlThrough(folder: string): string } {
  const { host, user, database, password } = store.runningDatabase(dataDir) ?? assert.fail('it runs');
  const way = `${user}:${encodeURIComponent(password())}@here/${database}`;
  return {
    socketFolder: host,
    urlThrough: (folder) => `postgres://${way}?host=${encodeURIComponent(folder)}`,
  };
}
