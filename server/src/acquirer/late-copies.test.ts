// Goal: what a terminal was told is final, also for a copy of the request that was still under way, and also when a
// clock was set back over midnight meanwhile. Method: the till, its clock and its HSM, moved between two copies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFault } from '../store/index.js';
import { openTill } from './open-till.fixture.js';
import { HOUR_MS, NOON } from './till.fixture.js';

/** Ten past midnight of 23 November 2026 in Shanghai. */
const PAST_MIDNIGHT = NOON + 12 * HOUR_MS + 600_000;

async function signedOnAt(now: number) {
  const till = await openTill();
  till.now = now;
  await till.signOn();
  await till.send(till.purchase(1));
  return till;
}

test('a clock that is set back over midnight: the reversal finds its original', async () => {
  const till = await signedOnAt(PAST_MIDNIGHT);
  const purchase = till.purchase(500);
  assert.equal((await till.send(purchase)).code, '00');
  till.now -= HOUR_MS;
  const reversed = await till.send(till.reversalOf(purchase));
  assert.deepEqual([reversed.code, reversed.outcome.reason], ['00', 'reversal.done']);
  assert.equal(till.availableMinor, 99_999);
});

test('a clock that is set back over midnight: the same request again is a repetition', async () => {
  const till = await signedOnAt(PAST_MIDNIGHT);
  const purchase = till.purchase(500);
  const first = await till.send(purchase);
  till.now -= HOUR_MS;
  // The keys are tomorrow's now, and that is a no; but no second payment.
  assert.equal((await till.send(purchase)).code, 'C1');
  till.now += HOUR_MS;
  assert.equal((await till.send(purchase)).outcome.rrn, first.outcome.rrn);
  assert.equal(till.availableMinor, 99_499);
});

test('an original that comes after its reversal and after the clock was set back is declined', async () => {
  const till = await signedOnAt(PAST_MIDNIGHT);
  const purchase = till.purchase(500);
  till.now -= HOUR_MS;
  assert.equal((await till.send(till.reversalOf(purchase))).code, '25');
  till.now += HOUR_MS;
  assert.equal((await till.send(purchase)).outcome.reason, 'reversal.came-first');
  assert.equal(till.availableMinor, 99_999);
});

test('keys of another day: the refusal stands when the clock is right again', async () => {
  const till = await signedOnAt(NOON);
  const purchase = till.purchase(500);
  till.now += 24 * HOUR_MS;
  const refused = await till.send(purchase);
  assert.deepEqual([refused.code, refused.macFits], ['C1', true]);
  till.now -= 24 * HOUR_MS;
  assert.equal((await till.send(purchase)).code, '94');
  assert.equal(till.availableMinor, 99_999);
});

test('an HSM that goes after the MAC was checked: refused with a MAC, and no later copy is approved', async () => {
  const till = await signedOnAt(NOON);
  const purchase = till.purchase(500);
  till.unplugged.add('panHash');
  const refused = await till.send(purchase);
  assert.deepEqual([refused.code, refused.macFits], ['A7', true]);
  till.unplugged.clear();
  assert.equal((await till.send(purchase)).code, '94');
  assert.equal(
    (await till.send(till.reversalOf(purchase))).code,
    '00',
    'nothing to reverse, and that is done',
  );
  assert.equal(till.availableMinor, 99_999);
});

test('an HSM that cannot check the MAC: a no without one, since a copy may yet pass', async () => {
  const till = await signedOnAt(NOON);
  const purchase = till.purchase(500);
  till.unplugged.add('verifyMac');
  const refused = await till.send(purchase);
  assert.deepEqual([refused.code, refused.message.bytes(64)], ['A7', undefined]);
  till.unplugged.clear();
  assert.equal((await till.send(purchase)).code, '00');
});

test('a copy that is refused never takes the answer of the first away', async () => {
  const till = await signedOnAt(NOON);
  const purchase = till.purchase(500);
  const first = await till.send(purchase);
  till.unplugged.add('panHash');
  const copy = await till.send(purchase);
  assert.deepEqual([copy.code, copy.message.bytes(64)], ['A7', undefined]);
  till.unplugged.clear();
  assert.equal((await till.send(purchase)).outcome.rrn, first.outcome.rrn);
});

test('a commit of which nobody knows, and books that stay away: a no without a MAC', async () => {
  const till = await signedOnAt(NOON);
  const purchase = till.purchase(500);
  till.storeFaults.push(new StoreFault('unknown', 'the connection broke'));
  const refused = await till.send(purchase);
  assert.deepEqual([refused.code, refused.message.bytes(64)], ['96', undefined]);
});
