// The times of payments. Goal: each part is counted where it belongs, the holder's own time nowhere, and the next
// self-test tells them, also after the power was off. Method: the host of these tests, a clock that each part moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatF59PaymentTimes,
  type PaymentTimes,
  parseF59PaymentTimes,
  TOLD_PAYMENTS_MAX,
} from '@tillgate/pos-protocol';
import { card, Till } from './till.fixture.js';

async function told(till: Till): Promise<readonly PaymentTimes[]> {
  await till.terminal.selfTest();
  return parseF59PaymentTimes(till.lastRequest.text(59) ?? '');
}

test('before the sending, until the answer, until the receipt; a PIN takes the holder, not the terminal', async () => {
  const till = await Till.ready();
  Object.assign(till.takes, { save: 5, exchange: 80, pin: 4_000 });
  const { trace } = await till.terminal.sale(card('contact'), 1234);
  assert.equal(till.pinRequests.length, 1);
  const times = { prepareMs: 5, answerMs: 80, finishMs: 5 };
  assert.deepEqual(await told(till), [{ batch: '000001', trace, ...times }]);
});

test('an answer that asks for the PIN, and the payment with it: two messages, each with its own times', async () => {
  const till = await Till.ready();
  Object.assign(till.takes, { save: 5, exchange: 80, pin: 4_000 });
  till.host.reactions = [{ code: '70' }];
  const { trace, result } = await till.terminal.sale(card('contactless'), 100);
  assert.equal(result, 'approved');
  const [asked, paid, ...more] = await told(till);
  assert.deepEqual([paid?.trace, paid?.answerMs, more.length], [trace, 80, 0]);
  assert.equal(Number(paid?.trace), Number(asked?.trace) + 1);
  assert.ok((paid?.prepareMs ?? 4_000) < 100, JSON.stringify(paid));
});

test('nothing is told of what got no answer, nor by a terminal that never paid', async () => {
  const till = await Till.ready();
  assert.deepEqual(await told(till), []);
  till.host.reactions = [{ fault: 'lose-answer' }];
  await till.terminal.sale(card(), 1);
  assert.deepEqual(await told(till), []);
});

test('the newest ones, after the power was off too; a store that is full then does not undo a payment', async () => {
  const till = await Till.ready();
  for (let paid = 0; paid < TOLD_PAYMENTS_MAX + 2; paid += 1) await till.terminal.sale(card(), 100 + paid);
  await till.restart();
  const all = await told(till);
  assert.equal(all.length, TOLD_PAYMENTS_MAX);
  // The trace before, the pending reversal, the voucher; then the times.
  till.savesUntilFailure = 2;
  const { result, trace } = await till.terminal.sale(card(), 1);
  till.savesUntilFailure = undefined;
  assert.equal(result, 'approved');
  assert.equal(till.terminal.status.pendingReversal, undefined);
  assert.ok(!(await told(till)).some((one) => one.trace === trace));
});

test('the field as the dialect has it, and nothing but that', () => {
  const times = { batch: '000001', trace: '480051', prepareMs: -3, answerMs: 80.4, finishMs: 2_000_000 };
  const f59 = formatF59PaymentTimes([times]);
  assert.equal(f59, 'S2025000001.480051.0.80.999999');
  const [read] = parseF59PaymentTimes(`S1003abc${f59}`);
  assert.deepEqual(read, { ...times, prepareMs: 0, answerMs: 80, finishMs: 999_999 });
  assert.deepEqual(parseF59PaymentTimes(f59.replace('480051', '48005x')), []);
  assert.deepEqual(parseF59PaymentTimes('S1003abc'), []);
  assert.doesNotMatch(
    formatF59PaymentTimes(new Array(20).fill(times)),
    /[0-9]{12}/,
    'no row of digits as long as a card number',
  );
});
