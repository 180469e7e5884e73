// Which keys a message may come under. Goal: the keys of the newest sign-on take over with their first message, keys
// are good for their day, and only a left-over reversal may use yesterday's. Method: the whole path in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTill } from './open-till.fixture.js';
import { HOUR_MS } from './till.fixture.js';

const DAY_MS = 24 * HOUR_MS;

test('the keys of a sign-on wait until the first message under them, then take over', async () => {
  const till = await openTill();
  await till.signOn();
  assert.equal(till.terminal.current_keys, null);
  assert.equal((await till.send(till.purchase())).code, '00');
  const first = till.keys;
  assert.equal(till.terminal.pending_keys, null);

  await till.signOn();
  assert.notDeepEqual(till.keys, first);
  const underOld = await till.send(till.purchase(), first);
  assert.deepEqual([underOld.code, underOld.macFits], ['00', true], 'the answer may have been lost');
  assert.ok(till.terminal.pending_keys, 'a message under the old keys promotes nothing');
  assert.equal((await till.send(till.purchase())).code, '00');
  const refused = await till.send(till.purchase(), first);
  assert.deepEqual([refused.code, refused.outcome.reason], ['A0', 'mac.wrong']);
});

test('messages under new and old keys that arrive together: the new ones are paid, the keys change once', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase());
  const version = till.terminal.version;
  await till.signOn();
  const sent = await Promise.all([1, 2, 3, 4].map(() => till.send(till.purchase())));
  assert.deepEqual(
    sent.map(({ code, macFits }) => [code, macFits]),
    Array(4).fill(['00', true]),
  );
  assert.equal(till.terminal.version, version + 2, 'one change for the sign-on, one for the promotion');
});

test('keys are good for the local date of their sign-on: from midnight on a purchase gets C1', async () => {
  const till = await openTill();
  await till.signOn();
  till.now += 11.9 * HOUR_MS;
  assert.equal((await till.send(till.purchase())).code, '00', '23:54 of the same day');
  till.now += 0.2 * HOUR_MS;
  const refused = await till.send(till.purchase());
  assert.deepEqual([refused.code, refused.outcome.reason], ['C1', 'key.expired']);
  assert.deepEqual(refused.outcome.figures, { signedOn: '20261122' });
  await till.signOn();
  assert.equal((await till.send(till.purchase())).code, '00');
});

test('a reversal left over from yesterday comes under yesterday’s keys, before the sign-on of today', async () => {
  const till = await openTill();
  await till.signOn();
  const purchase = till.purchase(500);
  await till.send(purchase);
  assert.equal(till.availableMinor, 99_500);
  till.now += DAY_MS;
  const reversed = await till.send(till.reversalOf(purchase));
  assert.deepEqual([reversed.code, reversed.macFits], ['00', true]);
  assert.equal(till.availableMinor, 100_000);
});

test('a sign-off takes the keys away, also those that wait', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase());
  await till.signOn();
  assert.equal((await till.send(till.message('0820').set(60, '00000001002'))).code, '00');
  assert.equal((await till.send(till.purchase())).code, 'C1');
});

test('a row that another host changed is read again, whether the MAC or the lock shows it', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase());
  const { keys } = till;
  // Another host signs the terminal on: this one still has the old row in its cache.
  const elsewhere = { ...till.terminal };
  till.changeTerminal({ current_keys: null, pending_keys: null });
  assert.equal((await till.send(till.purchase(), keys)).code, 'C1');
  till.changeTerminal({ current_keys: elsewhere.current_keys });
  assert.equal(
    (await till.send(till.purchase(), keys)).code,
    '00',
    'a no that rests on the row is asked twice',
  );
  till.changeTerminal({});
  assert.equal((await till.send(till.purchase(), keys)).code, '00', 'another version shows under the lock');
});

test('a terminal that is suspended between two payments is refused at the second', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase());
  till.changeTerminal({ status: 'suspended' });
  assert.equal((await till.send(till.purchase())).code, '58');
  assert.equal(
    (await till.send(till.message('0820').set(60, '00000001301').delete(11))).code,
    '00',
    'an echo',
  );
});

test('a row that changes under every attempt ends in 96 and moves no money', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase());
  const before = till.availableMinor;
  till.beforeStep = () => till.changeTerminal({});
  const given = await till.send(till.purchase());
  assert.deepEqual([given.code, given.row], ['96', undefined]);
  assert.equal(till.availableMinor, before);
});
