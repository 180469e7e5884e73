// Goal: whatever is killed, in whichever order, the next start has the database ready within five seconds and
// nothing committed is lost. Method: hosts in processes of their own, on every PostgreSQL that is here.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  postmasterPid,
  query,
  startHost,
  type TestFolders,
  type TestHost,
  testFolders,
} from './host.harness.js';
import { isAlive } from './postmaster.js';
import { embeddedFolder, type ProgramSource } from './program.js';
import { isRoot } from './system-user.js';

const READY_LIMIT_MS = 5_000;

const sources: ProgramSource[] = embeddedFolder() === undefined ? [] : ['embedded'];
const found = await sourceFoundFirst();
if (!sources.includes(found)) sources.push(found);

async function sourceFoundFirst(): Promise<ProgramSource> {
  const folders = testFolders();
  const host = await startHost(folders);
  await host.stop();
  folders.remove();
  return host.report.source;
}

for (const source of sources) {
  describe(`${source} PostgreSQL`, () => {
    const folders = testFolders();
    const hosts: TestHost[] = [];
    const start = async (where: TestFolders = folders): Promise<TestHost> => {
      const host = await startHost(where, source);
      hosts.push(host);
      assert.equal(host.report.fault, undefined, host.report.message);
      return host;
    };
    after(async () => {
      for (const host of hosts) await host.stop();
      folders.remove();
    });

    test('host killed: the next one adopts the database, at once', async () => {
      const first = await start();
      await query(first.report, 'create table kept (n int)');
      await query(first.report, 'insert into kept values (1)');
      await first.kill();
      const next = await start();
      assert.equal(next.report.adopted, true);
      assert.equal(next.report.source, source);
      assert.ok(next.startedInMs < READY_LIMIT_MS, `${next.startedInMs} ms`);
      assert.equal((await query(next.report, 'select n from kept')).length, 1);
      await next.stop();
    });

    test('host and database killed: the next one recovers', async () => {
      const first = await start();
      await query(first.report, 'insert into kept select generate_series(2, 100000)');
      process.kill(postmasterPid(folders), 'SIGKILL');
      await first.kill();
      const next = await start();
      assert.equal(next.report.adopted, false);
      assert.ok(next.startedInMs < READY_LIMIT_MS, `${next.startedInMs} ms`);
      assert.deepEqual(await query(next.report, 'select count(*)::int as n from kept'), [{ n: 100_000 }]);
      await next.stop();
    });

    test('host killed and database frozen: the next one stops it and starts another', async () => {
      const first = await start();
      const frozen = postmasterPid(folders);
      await first.kill();
      process.kill(frozen, 'SIGSTOP');
      const next = await start();
      assert.equal(next.report.adopted, false);
      assert.equal(isAlive(frozen), false);
      await next.stop();
    });

    test('the process number of a killed database given to another process', async () => {
      const first = await start();
      const cluster = join(folders.dataDir, 'postgres/cluster');
      const killed = postmasterPid(folders);
      process.kill(killed, 'SIGKILL');
      await first.kill();
      // The server would believe a process of its own user only.
      const { uid, gid } = statSync(cluster);
      const bystander = spawn('sleep', ['60'], { cwd: '/', ...(isRoot() ? { uid, gid } : {}) });
      const lockFile = join(cluster, 'postmaster.pid');
      writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, `${bystander.pid}`));
      const next = await start();
      assert.equal(isAlive(bystander.pid ?? 0), true);
      bystander.kill();
      await next.stop();
    });

    test('database killed under a living host: brought back, with all that was committed', async () => {
      const host = await start();
      await query(host.report, 'create table outlives (n int)');
      await query(host.report, 'insert into outlives values (1)');
      const killed = postmasterPid(folders);
      const back = host.nextLine();
      process.kill(killed, 'SIGKILL');
      assert.equal(await back, '{"back":true}');
      assert.notEqual(postmasterPid(folders), killed);
      assert.deepEqual(await query(host.report, 'select n from outlives'), [{ n: 1 }]);
      await host.stop();
    });

    test('one process of the database crashes: it ends whole, and the host starts it anew', async () => {
      const host = await start();
      const server = postmasterPid(folders);
      const [row] = await query(
        host.report,
        "select pid from pg_stat_activity where backend_type = 'checkpointer'",
      );
      const back = host.nextLine();
      process.kill(Number(row?.pid), 'SIGKILL');
      assert.equal(await back, '{"back":true}');
      assert.notEqual(postmasterPid(folders), server);
      assert.deepEqual(await query(host.report, 'select n from outlives'), [{ n: 1 }]);
      await host.stop();
    });

    test('two hosts started at once on nothing: exactly one goes on', async () => {
      const fresh = testFolders();
      const pair = await Promise.all([startHost(fresh, source), startHost(fresh, source)]);
      hosts.push(...pair);
      const faults = pair.map((host) => host.report.fault).filter((fault) => fault !== undefined);
      assert.deepEqual(faults, ['TG_DATA_IN_USE'], JSON.stringify(pair.map((host) => host.report.message)));
      for (const host of pair) await host.stop();
      fresh.remove();
    });

    test('a data directory that only its owner may enter', async () => {
      const closed = testFolders('closed');
      const first = await start(closed);
      await query(first.report, 'create table kept (n int)');
      await first.stop();
      const next = await start(closed);
      assert.equal((await query(next.report, 'select n from kept')).length, 0);
      await next.stop();
      closed.remove();
    });

    test('fsync turned off in the files of the server: refused, and the server stopped', async () => {
      const configuration = join(folders.dataDir, 'postgres/cluster/postgresql.conf');
      const before = readFileSync(configuration);
      appendFileSync(configuration, '\nfsync = off\n');
      const host = await startHost(folders, source);
      hosts.push(host);
      assert.equal(host.report.fault, 'TG_DATABASE_UNSAFE');
      assert.match(host.report.message ?? '', /fsync off/);
      assert.throws(() => postmasterPid(folders), { code: 'ENOENT' });
      writeFileSync(configuration, before);
    });

    test('a password file that is gone is a fault', async () => {
      const path = join(folders.dataDir, 'postgres/cluster/tillgate-password');
      const { uid, gid } = statSync(path);
      const password = readFileSync(path);
      const live = await start();
      await live.kill();
      writeFileSync(path, 'not-the-password\n');
      const host = await startHost(folders, source);
      assert.equal(host.report.fault, 'TG_DATABASE_PASSWORD');
      writeFileSync(path, password);
      chownSync(path, uid, gid);
      const healed = await start();
      assert.equal(healed.report.adopted, true);
      await healed.stop();
    });
  });
}
