// Keys shared with banks, from outside. Goal: a zone key is exchanged while a terminal pays by PIN, the one before
// it ends, a compromised one ends at once and only by two people, and the map tells each generation by check value.
// Method: a real host, its command line, and a terminal on the wire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyMap, ZoneKeysDetail } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { loadCards } from './demo-world.fixture.js';
import { Officers } from './officers.harness.js';
import { expectCode } from './wire-terminal.js';

const NOT_ALLOWED = 4;
const BANK = '62999900';
const demo = demoHost();
const card = loadCards[0]!;

async function pay(code = '00'): Promise<void> {
  const { till } = demo;
  expectCode(code, await till.request('0200', till.purchase(card, 100, { pin: card.pin })));
}

const generationsOf = ({ live, earlier }: ZoneKeysDetail): readonly (readonly [number, string])[] =>
  [...(live ? [live] : []), ...earlier].map(({ generation, state }) => [generation, state]);

test('a zone key is exchanged while payments go on, and the one before it ends when it is told to', async () => {
  const officers = new Officers(demo.place);
  await officers.add('ann', 'bob');
  await pay();
  const { zones } = await demo.place.json<KeyMap>('keys', 'list');
  const ofBank = zones.filter(({ issuerId }) => issuerId === BANK);
  assert.deepEqual(
    ofBank.map(({ role, live }) => [role, live?.generation, live?.kcv]),
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

test('the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
