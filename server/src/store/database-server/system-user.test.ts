// Goal: a host that is root finds an unprivileged user and knows what that user can reach.
// Method: made-up password files, and folders with the permission bits of a root-only home.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { canReach, chooseUser, parsePasswordFile } from './system-user.js';

const PASSWORDS = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
postgres:x:101:103:PostgreSQL:/var/lib/postgresql:/bin/bash
strange:*:-2:-2:negative:/:/usr/bin/false
broken line
`;

const folder = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
after(() => rmSync(folder, { recursive: true }));

test('root, negative ids and broken lines are no users', () => {
  assert.deepEqual(
    parsePasswordFile(PASSWORDS).map((user) => user.name),
    ['daemon', 'nobody', 'postgres'],
  );
});

test('postgres comes first, then nobody', () => {
  const users = parsePasswordFile(PASSWORDS);
  assert.equal(chooseUser(users, undefined).name, 'postgres');
  assert.equal(chooseUser(users.slice(0, 2), undefined).name, 'nobody');
  assert.equal(chooseUser(users, 0).name, 'postgres', 'data of root is taken over by an unprivileged user');
});

test('existing data keeps its owner, and a machine without a fitting user is a fault', () => {
  const users = parsePasswordFile(PASSWORDS);
  assert.equal(chooseUser(users, 1).name, 'daemon');
  assert.throws(() => chooseUser(users, 4242), { code: 'TG_DATABASE_USER' });
  assert.throws(() => chooseUser([], undefined), { code: 'TG_DATABASE_USER' });
});

test('one closed folder on the way hides everything below it', () => {
  const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };
  const inside = join(folder, 'clone');
  mkdirSync(inside);
  writeFileSync(join(inside, 'postgres'), '');
  for (const path of [folder, inside, join(inside, 'postgres')]) chmodSync(path, 0o755);
  assert.equal(canReach(stranger, join(inside, 'postgres')), true);
  chmodSync(folder, 0o700);
  assert.equal(canReach(stranger, join(inside, 'postgres')), false);
  chmodSync(folder, 0o711);
  assert.equal(canReach(stranger, join(inside, 'postgres')), true, 'search permission is enough above');
  chmodSync(join(inside, 'postgres'), 0o711);
  assert.equal(canReach(stranger, join(inside, 'postgres')), false, 'but a file must be readable');
  chmodSync(folder, 0o700);
  assert.equal(canReach(undefined, folder), true, "the host's own user is not asked");
});
