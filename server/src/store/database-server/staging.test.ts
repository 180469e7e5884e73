// Goal: nobody else can plant a program or a database in the folder that root uses.
// Method: folders with another owner (as far as this process may claim one), mode or kind.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stagingFolder } from './staging.js';

const folder = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
after(() => rmSync(folder, { recursive: true }));
const ownUid = process.getuid?.() ?? 0;

function place(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

test('the folder is made once and found again', () => {
  const fresh = place('fresh');
  assert.equal(stagingFolder([fresh], ownUid), join(fresh, 'tillgate'));
  assert.equal(stagingFolder([fresh], ownUid), join(fresh, 'tillgate'));
});

test('a place that does not exist gives way to the next', () => {
  const second = place('second');
  assert.equal(stagingFolder([join(folder, 'nowhere'), second], ownUid), join(second, 'tillgate'));
});

test('a folder of another user, a writable one and a link are refused', () => {
  const open = place('open');
  mkdirSync(join(open, 'tillgate'));
  chmodSync(join(open, 'tillgate'), 0o777);
  assert.throws(() => stagingFolder([open], ownUid), { code: 'TG_DATABASE_STAGING', message: /may write/ });
  chmodSync(join(open, 'tillgate'), 0o755);
  assert.throws(() => stagingFolder([open], ownUid + 1), { code: 'TG_DATABASE_STAGING', message: /belongs/ });

  const linked = place('linked');
  symlinkSync(join(open, 'tillgate'), join(linked, 'tillgate'));
  assert.throws(() => stagingFolder([linked], ownUid), {
    code: 'TG_DATABASE_STAGING',
    message: /not a folder/,
  });
});
