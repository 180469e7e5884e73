// Goal: the database's folder is found again, a lost one is never silently replaced by an empty one, and its
// socket's path fits into a socket address. Method: temporary data directories.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fitsSocket, openHome, socketFolder } from './home.js';
import { isRoot } from './system-user.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tillgate-test-')));
after(() => rmSync(folder, { recursive: true }));
chmodSync(folder, 0o711);

function dataDir(name: string, mode: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  chmodSync(path, mode);
  return path;
}

test('the folder is made for its user alone and found again', () => {
  const data = dataDir('open', 0o755);
  const home = openHome(data, [], assert.fail);
  assert.equal(home.folder, join(data, 'postgres'));
  assert.equal(statSync(home.folder).mode & 0o777, 0o700);
  assert.deepEqual(openHome(data, [], assert.fail), home);
  assert.notEqual(statSync(home.folder).uid, 0, 'never owned by root');
});

test('a data directory that only root may enter sends the database elsewhere, and remembers where', () => {
  const data = dataDir('closed', 0o700);
  const places = [dataDir('places', 0o711)];
  const lines: string[] = [];
  const home = openHome(data, places, (line) => lines.push(line));
  assert.deepEqual(openHome(data, [], assert.fail), home);
  // An ordinary user reaches its own folder: there the database stays inside.
  assert.equal(home.folder.startsWith(isRoot() ? join(folder, 'places/tillgate') : data), true);
  assert.equal(lines.length, isRoot() ? 1 : 0);
});

test('a database folder that is gone is a fault, not a new database', () => {
  const data = dataDir('dangling', 0o755);
  symlinkSync(join(folder, 'gone'), join(data, 'postgres'));
  assert.throws(() => openHome(data, [], assert.fail), { code: 'TG_DATABASE_MISSING' });
});

test('a path too long for a socket, or with quotes, gets a short folder', () => {
  assert.equal(fitsSocket(`/${'x'.repeat(80)}`), true);
  assert.equal(fitsSocket(`/${'x'.repeat(90)}`), false);
  assert.equal(fitsSocket('/with,comma'), false);
  assert.equal(fitsSocket('/收单'), false);

  const home = openHome(dataDir('x'.repeat(90), 0o755), [], assert.fail);
  const socket = socketFolder(home);
  after(() => rmSync(socket, { recursive: true }));
  assert.equal(fitsSocket(socket), true);
  assert.equal(statSync(socket).mode & 0o777, 0o700);
  assert.equal(statSync(socket).uid, statSync(home.folder).uid);
});
