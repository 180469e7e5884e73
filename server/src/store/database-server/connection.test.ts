// Goal: TILLGATE_DATABASE_URL gives a connection that prints no password, and a bad one a fault that does not
// repeat it. Method: URLs as operators write them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { parseDatabaseUrl } from './connection.js';

test('a full URL', () => {
  const { password, ...rest } = parseDatabaseUrl(
    'postgres://till:p%40ss@db.example:6543/books?sslmode=require',
  );
  assert.deepEqual(rest, { host: 'db.example', port: 6543, user: 'till', database: 'books', ssl: 'require' });
  assert.equal(password(), 'p@ss');
});

test('a socket folder and the default port', () => {
  const connection = parseDatabaseUrl('postgresql://till@localhost/books?host=/run/postgresql');
  assert.equal(connection.host, '/run/postgresql');
  assert.equal(connection.port, 5432);
  assert.equal(connection.ssl, false);
});

test('printing a connection shows no password', () => {
  const connection = parseDatabaseUrl('postgres://till:secret-word@db/books');
  assert.doesNotMatch(inspect(connection) + JSON.stringify(connection), /secret-word/);
});

test('a bad URL is a fault that does not repeat it', () => {
  const bad = [
    'secret-word',
    'mysql://till:secret-word@db/books',
    'postgres://till:secret-word@db',
    'postgres://:secret-word@db/books',
    'postgres://till:secret-word@db/books?sslmode=maybe',
  ];
  for (const url of bad) {
    assert.throws(
      () => parseDatabaseUrl(url),
      (error: Error & { code?: string }) =>
        error.code === 'TG_DATABASE_URL' && !inspect(error).includes('secret-word'),
      url,
    );
  }
});
