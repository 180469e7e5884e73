// Goal: the local master key is made once, in parts, and anything else than those parts is refused.
// Method: folders of their own, in which one file is taken away, exchanged or opened to others.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesToHex } from '@tillgate/payment-crypto';
import { createLmkComponents, readLocalMasterKey } from './local-master-key.js';

function freshFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'tillgate-lmk-')), 'lmk');
  assert.equal(createLmkComponents(folder), true);
  return folder;
}

test('components are made once, private, and no file holds the key', () => {
  const folder = freshFolder();
  const { lmk, checkValue } = readLocalMasterKey(folder);
  assert.equal(lmk.length, 32);
  assert.match(checkValue, /^[0-9A-F]{6}$/);
  for (const name of readdirSync(folder)) {
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    assert.ok(!readFileSync(join(folder, name), 'utf8').includes(bytesToHex(lmk)));
  }
  assert.equal(createLmkComponents(folder), false);
  assert.deepEqual(readLocalMasterKey(folder).lmk, lmk);
});

test('a missing part is refused and never made anew beside the others', () => {
  for (const name of ['component-1', 'component-2', 'check-value']) {
    const folder = freshFolder();
    rmSync(join(folder, name));
    assert.throws(() => readLocalMasterKey(folder), { code: 'TG_LMK_MISSING' });
    assert.throws(() => createLmkComponents(folder), { code: 'TG_LMK_MISSING' });
  }
});

test('a component of another key does not pass the check value', () => {
  const [folder, other] = [freshFolder(), freshFolder()];
  writeFileSync(join(folder, 'component-2'), readFileSync(join(other, 'component-2')));
  assert.throws(() => readLocalMasterKey(folder), { code: 'TG_LMK_CHECK_VALUE' });
});

test('a part that other users may read is refused', { skip: process.platform === 'win32' }, () => {
  const folder = freshFolder();
  chmodSync(join(folder, 'component-1'), 0o640);
  assert.throws(() => readLocalMasterKey(folder), { code: 'TG_LMK_FILE_MODE' });
});
