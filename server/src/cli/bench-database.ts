// The database of a load run, opened after its hosts have gone.

import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { connect, type Sql, startDatabaseServer } from '../store/index.js';
import type { Cli } from './cli.js';

export async function withDatabase<Result>(
  dataDir: string,
  env: Cli['env'],
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const server = await startDatabaseServer({
    dataDir,
    url: env.TILLGATE_DATABASE_URL || undefined,
    program: env.TILLGATE_POSTGRES || undefined,
    searchPath: env.PATH ?? '',
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    onLost: () => undefined,
  });
  const sql = connect({ ...server.connection, max: 20 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
    await server.stop();
  }
}
