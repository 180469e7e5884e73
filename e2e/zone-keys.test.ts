// Keys shared with banks, from outside. Goal: a zone key is exchanged while a terminal pays by PIN, the one before
// it ends, a compromised one ends at once and only by two people, and the map tells each generation by check value.
// Method: a real host, its command line, and a terminal on the wire.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { EnteredKeyComponent, KeyMap, ZoneKeysDetail } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { loadCards } from './demo-world.fixture.js';
import { Officers } from './officers.harness.js';
import { expectCode } from './wire-terminal.js';

const NOT_FOUND = 3;
const NOT_ALLOWED = 4;
const BANK = '62999900';
const demo = demoHost();
const officers = new Officers(demo.place);
const card = loadCards[0]!;

async function pay(code = '00'): Promise<void> {
  const { till } = demo;
  expectCode(code, await till.request('0200', till.purchase(card, 100, { pin: card.pin })));
}

const generationsOf = ({ live, earlier }: ZoneKeysDetail): readonly (readonly [number, string])[] =>
  [...(live ? [live] : []), ...earlier].map(({ generation, state }) => [generation, state]);

test('a zone key is exchanged while payments go on, and the one before it ends when it is told to', async () => {
  await officers.add('ann', 'bob');
  await pay();
  const { zones } = await demo.place.json<KeyMap>('keys', 'list');
  const ofBank = zones.filter(({ issuerId }) => issuerId === BANK);
  assert.deepEqual(
    ofBank
      .filter(({ role }) => role !== 'zone-master')
      .map(({ role, live }) => [role, live?.generation, live?.kcv]),
    [
      ['zpk', 1, '1F0065'],
      ['pvk', 1, '7E3A41'],
      ['imk-ac', 1, 'A7C26A'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(zones), /[0-9A-F]{16}/, 'nothing as long as a key');

  let paying = true;
  const payments = (async () => {
    for (; paying; ) await pay();
  })();
  const rotated = await officers.done<ZoneKeysDetail>('ann', ['keys', 'rotate', BANK]);
  await officers.done('bob', ['keys', 'rotate', BANK]);
  paying = false;
  await payments;
  assert.deepEqual(generationsOf(rotated), [
    [2, 'live'],
    [1, 'accepted'],
  ]);
  assert.notEqual(rotated.live?.kcv, '1F0065');
  await pay();
  const retired = await officers.done<ZoneKeysDetail>('ann', ['keys', 'retire', BANK]);
  assert.deepEqual(generationsOf(retired), [
    [3, 'live'],
    [2, 'retired'],
    [1, 'retired'],
  ]);
  await pay();

  const name = `${BANK}/zpk`;
  const alone = await officers.step('ann', ['keys', 'compromise', name, '--yes']);
  assert.equal(alone.code, NOT_ALLOWED, alone.out);
  assert.equal((await officers.step('ann', ['keys', 'compromise', name, '--yes'])).code, NOT_ALLOWED);
  const ended = await officers.done<ZoneKeysDetail>('bob', ['keys', 'compromise', name, '--yes']);
  assert.deepEqual(generationsOf(ended).slice(0, 2), [
    [4, 'live'],
    [3, 'compromised'],
  ]);
  assert.equal(ended.blastRadius.terminals, 1);
  assert.equal(ended.blastRadius.cards, 1);
  await pay();

  const [pvk, both] = [`${BANK}/pvk`, [officers.passwordOf('ann'), officers.passwordOf('bob')]];
  const people = ['--as', 'ann', '--and', 'bob', '--yes'];
  const byTwo = await demo.place.runWith(both, 'keys', 'compromise', pvk, ...people);
  assert.equal(byTwo.code, 0, byTwo.said);
  assert.equal((await demo.place.json<ZoneKeysDetail>('keys', 'show', pvk)).live, null);
  await pay('91');

  const { out } = await demo.place.run('audit', 'export');
  assert.match(out, /makeZonePinKey[^}]*officer:ann/);
  assert.match(out, /importZonePinKey[^}]*officer:bob/);
});

/** Both people enter theirs, as hexadecimal digits. */
async function bring(name: string, components: readonly string[]): Promise<string> {
  const begun = await officers.step('ann', ['keys', 'begin', name]);
  assert.equal(begun.code, 0, begun.said);
  let total = '';
  for (const [at, person] of ['ann', 'bob'].entries()) {
    const args = ['keys', 'component', name];
    ({ total } = await officers.done<EnteredKeyComponent>(person, args, components[at]!));
  }
  return total;
}

async function endByTwo(name: string): Promise<void> {
  assert.equal((await officers.step('ann', ['keys', 'compromise', name, '--yes'])).code, NOT_ALLOWED);
  await officers.done('bob', ['keys', 'compromise', name, '--yes']);
}

test('a bank brings the keys that take the place of its compromised ones', async () => {
  const [pvk, imk, zone] = [`${BANK}/pvk`, `${BANK}/imk-ac`, `${BANK}/zone-master`];
  const fresh = (bytes: number) => [randomBytes(bytes).toString('hex'), randomBytes(bytes).toString('hex')];
  const early = await officers.step('ann', ['keys', 'begin', imk]);
  assert.equal(early.code, NOT_ALLOWED, 'one that is in force is not replaced');
  const short = await officers.step('ann', ['keys', 'begin', '62999999/pvk']);
  assert.equal(short.code, NOT_FOUND);

  const total = await bring(pvk, fresh(16));
  const live = (await demo.place.json<ZoneKeysDetail>('keys', 'show', pvk)).live;
  assert.deepEqual([live?.generation, live?.kcv], [2, total]);
  // Nobody has a PIN under the new key yet: that is said, and no try is lost for it.
  await pay('57');
  const [last] = await demo.place.json<readonly { rrn: string }[]>('tx', 'list');
  const { cause } = await demo.place.json<{ cause: { id: string } }>(
    'explain',
    last!.rrn,
    '--for',
    'engineer',
  );
  assert.equal(cause.id, 'pin.not-set');

  await endByTwo(imk);
  await bring(imk, fresh(16));
  assert.equal((await demo.place.json<ZoneKeysDetail>('keys', 'show', imk)).live?.generation, 2);

  const second = await bring(zone, fresh(32));
  const zones = await demo.place.json<ZoneKeysDetail>('keys', 'show', zone);
  assert.equal(zones.live?.kcv, second);
  assert.deepEqual(generationsOf(zones), [
    [2, 'live'],
    [1, 'retired'],
  ]);
  await officers.done('ann', ['keys', 'rotate', BANK]);
  await endByTwo(zone);
  assert.equal((await demo.place.json<ZoneKeysDetail>('keys', 'show', `${BANK}/zpk`)).live, null);
  await pay('91');
  assert.equal((await officers.step('ann', ['keys', 'rotate', BANK])).code, NOT_ALLOWED, 'no zone master');
  await bring(zone, fresh(32));
  await officers.done('ann', ['keys', 'rotate', BANK]);
  await pay('57');
});

test('the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
