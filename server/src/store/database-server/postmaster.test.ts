// Goal: a lock file left by a killed server is read right, and a process that merely bears its number is not
// taken for the server. Method: written lock files, and this test's own process as the innocent bystander.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../kernel/clock.js';
import { disownLockFile, isAlive, isServerOf, readPostmasterFile, stopPostmaster } from './postmaster.js';

const cluster = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
after(() => rmSync(cluster, { recursive: true }));

function writeLockFile(pid: number | string, status = 'ready   '): void {
  const lines = [pid, cluster, 1_700_000_000, 5432, cluster, '', '  5432001     98304', status, ''];
  writeFileSync(join(cluster, 'postmaster.pid'), lines.join('\n'));
}

test('the lock file of a server that is ready, that starts, and none', () => {
  assert.equal(readPostmasterFile(cluster), undefined);
  writeLockFile(4711);
  assert.deepEqual(readPostmasterFile(cluster), {
    pid: 4711,
    port: 5432,
    socketFolder: cluster,
    ready: true,
  });
  writeLockFile(4711, 'starting');
  assert.equal(readPostmasterFile(cluster)?.ready, false);
  writeLockFile('');
  assert.equal(readPostmasterFile(cluster), undefined, 'a file cut off by a power failure is none');
});

test('a process with the number of a killed server is left alone', async () => {
  assert.equal(isAlive(process.pid), true);
  assert.equal(isServerOf(cluster, process.pid), false);
  assert.equal(await stopPostmaster(systemClock, cluster, process.pid, 'forced'), true, 'nothing to stop');
});

test('a process that serves the cluster is stopped, though it ignores the first signal', async () => {
  const stubborn = "process.on('SIGQUIT', () => {}); setInterval(() => {}, 1000); console.log('up')";
  const child = spawn(process.execPath, ['-e', stubborn, cluster], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  assert.equal(isServerOf(cluster, pid), true);
  assert.equal(await stopPostmaster(systemClock, cluster, pid, 'forced'), true);
  assert.equal(isAlive(pid), false);
});

test('disowning a lock file changes its process number and keeps the shared-memory key', () => {
  writeLockFile(process.pid);
  writeFileSync(join(cluster, '.s.PGSQL.5432.lock'), `${process.pid}\n`);
  const file = readPostmasterFile(cluster);
  assert.ok(file);
  const before = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  disownLockFile(cluster, file, 999_999);
  const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  assert.equal(lines[0], '999999');
  assert.deepEqual(lines.slice(1), before.slice(1));
  disownLockFile(cluster, file, 99);
  assert.equal(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), ['99', ...before.slice(1)].join('\n'));
  assert.equal(existsSync(join(cluster, '.s.PGSQL.5432.lock')), false);
});

test('a disk that takes nothing leaves the lock file whole', () => {
  writeLockFile(4711);
  const before = readFileSync(join(cluster, 'postmaster.pid'), 'utf8');
  const disown = `
    const { disownLockFile, readPostmasterFile } = await import(process.argv[1]);
    disownLockFile(process.argv[2], readPostmasterFile(process.argv[2]), 99);`;
  const node = [process.execPath, '--input-type=module', '-e', disown];
  const limited = ['-c', 'ulimit -f 0; exec "$@"', 'sh', ...node];
  const { status } = spawnSync('sh', [...limited, import.meta.resolve('./postmaster.js'), cluster]);
  assert.notEqual(status, 0);
  assert.equal(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), before);
});
