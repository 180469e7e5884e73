// The settings of the database that the host runs itself: one machine, durable, and no data in its log.
// fsync and full_page_writes are not here: their default is on, and a hand that turned them off is found out.

import type { ProgramSource } from './program.js';

type Setting = readonly [name: string, value: string];

/** The setting that lets the next host tell which program an adopted server is. */
const SOURCE_PREFIX = 'tillgate-';

const SETTINGS: readonly Setting[] = [
  // A socket in a folder of the database's user is the only way in.
  ['listen_addresses', ''],
  ['unix_socket_permissions', '0700'],
  ['max_connections', '60'],
  ['shared_buffers', '128MB'],
  ['wal_compression', 'on'],
  ['min_wal_size', '256MB'],
  ['max_wal_size', '2GB'],
  // Short prepared statements: compiling them costs more than it saves.
  ['jit', 'off'],
  // A server that starts itself anew after a crash hangs for good when that fails too, as on a disk that is still
  // ill: one that ends is started by the host, as often as it takes (PostgreSQL manual 20.14).
  ['restart_after_crash', 'off'],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
  // An error's text, its detail and its statement can hold card data, so the log takes server events only:
  // in this setting's order `log` stands above `error` (PostgreSQL manual 20.8.2).
  ['log_min_messages', 'log'],
  ['log_min_error_statement', 'panic'],
  ['log_statement', 'none'],
  ['log_min_duration_statement', '-1'],
  ['log_parameter_max_length', '0'],
  ['log_parameter_max_length_on_error', '0'],
  ['log_error_verbosity', 'terse'],
];

/** `name, value`, for the server's command line, which wins over its files. */
export function serverSettings(source: ProgramSource): readonly Setting[] {
  return [['cluster_name', `${SOURCE_PREFIX}${source}`], ...SETTINGS];
}

/** The program's source, from the `cluster_name` of a server that runs. */
export function sourceOfClusterName(name: string): ProgramSource {
  return name === `${SOURCE_PREFIX}embedded` ? 'embedded' : 'installed';
}
