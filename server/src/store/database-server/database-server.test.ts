// Goal: the host gets a safe database of its own, alone. Method: hosts in processes of their own, on the
// PostgreSQL that is found first; the crashes are in database-server.long.ts.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../kernel/clock.js';
import { systemRandom } from '../../kernel/random.js';
import { query, startHost, type TestHost, testFolders } from './host.harness.js';
import { startDatabaseServer } from './index.js';

const folders = testFolders();
const running: TestHost[] = [];
after(async () => {
  for (const host of running) await host.stop();
  folders.remove();
});

async function hosted(): Promise<TestHost> {
  const host = await startHost(folders);
  running.push(host);
  return host;
}

test('a first start, a second host refused, and a clean stop', async () => {
  const host = await hosted();
  assert.equal(host.report.fault, undefined, host.report.message);
  assert.equal(host.report.adopted, false);
  assert.deepEqual(await query(host.report, "select current_setting('listen_addresses') as value"), [
    { value: '' },
  ]);

  const second = await hosted();
  assert.equal(second.report.fault, 'TG_DATA_IN_USE');
  assert.match(second.report.message ?? '', new RegExp(`tillgate host ${host.pid}\\b`));
  assert.equal((await query(host.report, 'select 1 as one')).length, 1, 'the first host is not disturbed');

  await host.stop();
  const cluster = join(folders.dataDir, 'postgres/cluster');
  assert.equal(readdirSync(cluster).includes('postmaster.pid'), false);
  assert.equal(statSync(join(cluster, 'tillgate-password')).mode & 0o777, 0o600);
  assert.notEqual(statSync(cluster).uid, 0);
});

test('nothing of a failing statement reaches the log of the server', async () => {
  const host = await hosted();
  await query(host.report, 'create table probe (pan text primary key)');
  await query(host.report, "insert into probe values ('6225880000000006')");
  const failing = [
    "insert into probe values ('6225880000000006')",
    "select '6225880000000006'::text::bytea::int",
    "select '6225880000000006x'::bigint",
    "do $$ begin raise warning '6225880000000006'; end $$",
  ];
  for (const text of failing) await query(host.report, text).catch(() => undefined);
  await host.stop();
  assert.doesNotMatch(readFileSync(join(folders.dataDir, 'postgres/server.log'), 'utf8'), /6225880000000006/);
});

test('a database by URL: used, checked and locked, never stopped', async () => {
  const host = await hosted();
  const { socketFolder, password } = host.report;
  await query(host.report, 'create database another');
  const byUrl = (database: string, dataDir: string): ReturnType<typeof startDatabaseServer> =>
    startDatabaseServer({
      dataDir,
      url: `postgres://tillgate:${password}@localhost/${database}?host=${socketFolder}`,
      program: undefined,
      searchPath: '',
      clock: systemClock,
      random: systemRandom,
      log: assert.fail,
      onLost: assert.fail,
    });
  const dataDir = join(folders.dataDir, 'other');
  const server = await byUrl('another', dataDir);
  assert.equal(server.source, 'url');
  await assert.rejects(byUrl('another', dataDir), { code: 'TG_DATA_IN_USE' });
  await server.stop();

  await query(host.report, 'alter database another set synchronous_commit = off');
  await assert.rejects(byUrl('another', dataDir), {
    code: 'TG_DATABASE_UNSAFE',
    message: /synchronous_commit off/,
  });
  assert.equal((await query(host.report, 'select 1 as one')).length, 1);
  await host.stop();
});
