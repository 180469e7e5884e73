// Where the database is and how to get in, in the form that the driver `postgres` takes:
// `postgres({ ...server.connection, max: 8 })`. The password is a function, so that printing shows none.

import { Fault } from '../../kernel/fault.js';

export interface DatabaseConnection {
  /** A host name, or the absolute path of the folder with the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: () => string;
  readonly ssl: false | 'allow' | 'prefer' | 'require' | 'verify-full';
}

const SSL_MODES: Readonly<Record<string, DatabaseConnection['ssl']>> = {
  disable: false,
  allow: 'allow',
  prefer: 'prefer',
  require: 'require',
  // The driver has no check of the certificate without the name: the stricter mode stands in.
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

const POSTGRESQL_PORT = 5432;

/**
 * Reads a `postgres://user:password@host:port/database` URL with the parameters `sslmode` and, for a socket
 * folder, `host`. Fault TG_DATABASE_URL, which never repeats the URL: it holds a password.
 */
export function parseDatabaseUrl(text: string): DatabaseConnection {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw badUrl('it must look like postgres://user:password@host:5432/database');
  }
  const ssl = SSL_MODES[url.searchParams.get('sslmode') ?? 'disable'];
  if (ssl === undefined) throw badUrl(`sslmode must be one of ${Object.keys(SSL_MODES).join(', ')}`);
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (host === '' || database === '' || url.username === '') {
    throw badUrl('it must name a host, a user and a database');
  }
  const password = decodeURIComponent(url.password);
  return {
    host,
    port: url.port === '' ? POSTGRESQL_PORT : Number(url.port),
    user: decodeURIComponent(url.username),
    database,
    password: () => password,
    ssl,
  };
}

function badUrl(why: string): Fault {
  return new Fault('TG_DATABASE_URL', `the PostgreSQL URL cannot be used: ${why}`);
}
