// The database of a host that runs, for what no command shows or sets: the way in is that of the commands beside it.

import assert from 'node:assert/strict';

interface Store {
  connect(options: object): { unsafe(query: string): Promise<unknown>; end(): Promise<void> };
  runningDatabase(dataDir: string): object | undefined;
}

const store = (await import(new URL('../../server/dist/store/index.js', import.meta.url).href)) as Store;

/** Statements one after the other, on a connection of their own. */
export async function inDatabase(dataDir: string, ...statements: readonly string[]): Promise<void> {
  const sql = store.connect({ ...(store.runningDatabase(dataDir) ?? assert.fail('it runs')), max: 1 });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}
