// The way into the database of a data directory whose server runs now, for commands beside the host.

import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE } from './cluster.js';
import type { DatabaseConnection } from './connection.js';
import { localConnection } from './local-server.js';
import { isServerOf, readPostmasterFile } from './postmaster.js';

/** Undefined when this is no data directory, or its server does not run. Starts and changes nothing. */
export function runningDatabase(dataDir: string): DatabaseConnection | undefined {
  const door = join(dataDir, 'postgres', 'cluster');
  if (!existsSync(door)) return undefined;
  const cluster = realpathSync(door);
  const file = readPostmasterFile(cluster);
  if (!file?.ready || !isServerOf(cluster, file.pid)) return undefined;
  return localConnection(cluster, file, DATABASE);
}
