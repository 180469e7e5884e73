// Goal: a local master key is formed by different people, wraps from when it is live, and replaces the one before it
// with nothing lost on the way, over restarts of the room too.
// Method: the commands in process over a real folder, opened anew as a worker that starts does.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTdes, hexToBytes, xorInto } from '@tillgate/payment-crypto';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import type { Commands } from './hsm.js';
import { LMK_CEREMONY } from './lmk-commands.js';
import { LmkRing } from './lmk-ring.js';
import { createLmkComponents, lmkCheckValue, lmkFolder, readLocalMasterKeys } from './local-master-key.js';
import { sealComponent } from './sealed-component.js';

const PAN = '6299990000001000011';
const KEY = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
const data = new Uint8Array(24).fill(7);

function freshFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'tillgate-lmk-')), 'lmk');
  createLmkComponents(folder);
  return folder;
}

/** The room as its worker opens it. */
function open(folder: string): Commands {
  createLmkComponents(folder);
  const { live, others, dataKeys } = readLocalMasterKeys(folder);
  const lmks = new LmkRing(live, others);
  const around = { random: systemRandom, clock: systemClock, createTdes };
  return createCommands({ lmks, folder: lmkFolder(folder), dataKeys, ...around });
}

function enterAll(room: Commands, officers: readonly string[]): string {
  const { publicKey } = room.beginLmk({ components: officers.length === 3 ? 3 : 2 });
  let total = '';
  const sum = new Uint8Array(32);
  for (const officer of officers) {
    const component = systemRandom.bytes(32);
    xorInto(sum, component);
    const checkValue = lmkCheckValue(component);
    const sealed = sealComponent(component, publicKey, LMK_CEREMONY, officer);
    const answer = room.enterLmkComponent({ ...sealed, officer, checkValue });
    assert.equal(answer.checkValue, checkValue);
    total = answer.total;
  }
  assert.equal(total, lmkCheckValue(sum));
  return total;
}

test('two or three people form a key, which then wraps; the old one opens until it is retired', () => {
  for (const officers of [
    ['ann', 'bob'],
    ['ann', 'bob', 'eve'],
  ]) {
    const folder = freshFolder();
    const room = open(folder);
    const first = room.status(undefined).lmkCheckValue;
    const components = [KEY.slice(), new Uint8Array(16)];
    const old = room.formKey({ components, role: 'terminal-mac:cup-ecb', label: 'till' });
    const mac = room.makeMac({ key: old.block, data, method });
    const [sealed, hash, content] = [room.sealPan(PAN), room.panHash(PAN), room.contentHash(data)];

    const total = enterAll(room, officers);
    assert.deepEqual(room.status(undefined), { lmkCheckValue: first, otherLmks: [total], software: true });
    room.activateLmk({ checkValue: total });
    const { block } = room.rewrapKey({ block: old.block });
    assert.ok(old.block.includes(`KP0C01${first}`) && block.includes(`KP0C01${total}`));
    assert.equal(block.slice(5, 13), old.block.slice(5, 13));
    assert.throws(() => room.retireLmk({ checkValue: total }), { code: 'TG_LMK_LIVE' });

    for (const one of [room, open(folder)]) {
      assert.deepEqual(one.status(undefined), { lmkCheckValue: total, otherLmks: [first], software: true });
      for (const key of [old.block, block]) assert.deepEqual(one.makeMac({ key, data, method }), mac);
    }
    room.retireLmk({ checkValue: first });
    const after = open(folder);
    assert.deepEqual(after.status(undefined), { lmkCheckValue: total, otherLmks: [], software: true });
    assert.deepEqual(after.makeMac({ key: block, data, method }), mac);
    assert.throws(() => after.makeMac({ key: old.block, data, method }), { code: 'TG_KEY_BLOCK_MAC' });
    assert.equal(after.openPan(sealed), PAN);
    assert.deepEqual([after.panHash(PAN), after.contentHash(data)], [hash, content]);
    assert.ok(!existsSync(join(folder, 'component-1')));
  }
});

test('a second change keeps stored card data readable', () => {
  const folder = freshFolder();
  const sealed = open(folder).sealPan(PAN);
  for (let change = 0; change < 2; change += 1) {
    const room = open(folder);
    const before = room.status(undefined).lmkCheckValue;
    room.activateLmk({ checkValue: enterAll(room, ['ann', 'bob']) });
    room.retireLmk({ checkValue: before });
  }
  assert.equal(open(folder).openPan(sealed), PAN);
});

test('one person, a wrong check value, a component that is none, and no ceremony are refused', () => {
  const room = open(freshFolder());
  const sealedBy = (officer: string, component = systemRandom.bytes(32)) =>
    sealComponent(component, publicKey, LMK_CEREMONY, officer);
  const enter = (officer: string, more: object = {}) =>
    room.enterLmkComponent({ ...sealedBy(officer), officer, checkValue: '', ...more });
  const { publicKey } = open(freshFolder()).beginLmk({ components: 2 });
  assert.throws(() => enter('ann'), { code: 'TG_CEREMONY' });
  const elsewhere = sealedBy('ann');
  const begun = room.beginLmk({ components: 2 });
  assert.throws(() => enter('ann', elsewhere), { code: 'TG_CEREMONY_SEAL' });
  const here = (officer: string, component = systemRandom.bytes(32), checkValue = '') =>
    enter(officer, { ...sealComponent(component, begun.publicKey, LMK_CEREMONY, officer), checkValue });
  here('ann');
  assert.throws(() => here('ann'), { code: 'TG_CEREMONY_OFFICER' });
  const refused: readonly [Uint8Array, string, string][] = [
    [new Uint8Array(32), '', 'TG_CEREMONY_COMPONENT'],
    [systemRandom.bytes(16), '', 'TG_CEREMONY_COMPONENT'],
    [systemRandom.bytes(32), '000000', 'TG_CEREMONY_CHECK_VALUE'],
  ];
  for (const [component, checkValue, code] of refused)
    assert.throws(() => here('bob', component, checkValue), { code });
  assert.throws(() => room.activateLmk({ checkValue: '000000' }), { code: 'TG_LMK_UNKNOWN' });
});

test('what is kept is for its owner only, and holds no whole key', () => {
  const folder = freshFolder();
  const room = open(folder);
  const total = enterAll(room, ['ann', 'bob']);
  room.activateLmk({ checkValue: total });
  const { live } = readLocalMasterKeys(folder);
  const whole = Buffer.from(live.lmk).toString('hex').toUpperCase();
  for (const inside of [folder, join(folder, total)]) {
    assert.equal(statSync(inside).mode & 0o777, 0o700);
    for (const entry of readdirSync(inside, { withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const path = join(inside, entry.name);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.ok(!readFileSync(path, 'utf8').includes(whole));
    }
  }
});
