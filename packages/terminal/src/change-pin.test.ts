// Goal: a change of PIN sends both blocks under the PIN key or nothing at all, keeps no reversal, and is sent again as
// it was when its answer got lost. Method: the host fixture; what it received is looked at field by field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTdes, decodePinBlockFormat0, decryptEcb } from '@tillgate/payment-crypto';
import { card, pan, Till } from './till.fixture.js';

async function signedOn(newPins: Array<string | undefined> = ['90271', '90271']): Promise<Till> {
  const till = await Till.open();
  await till.terminal.signOn('003');
  till.newPins = newPins;
  return till;
}

const sentPins = (till: Till): readonly string[] =>
  [52, 62].map((field) => {
    const clear = decryptEcb(createTdes(till.host.key(1)), till.lastRequest.bytes(field)!);
    return [...decodePinBlockFormat0(clear, pan)].join('');
  });

test('0100, 920000: the old block in F52, the new one in F62, no amount', async () => {
  const till = await signedOn();
  const outcome = await till.terminal.changePin(card('contact'));
  assert.deepEqual([outcome.result, outcome.answerCode, outcome.receipt], ['approved', '00', undefined]);
  const { lastRequest: request } = till;
  assert.deepEqual([request.mti, request.text(3), request.text(22)], ['0100', '920000', '051']);
  assert.deepEqual([request.text(53), request.text(60)], ['2600000000000000', '02000001000600']);
  assert.equal(request.has(4), false);
  assert.deepEqual(sentPins(till), ['246810', '90271']);
  assert.deepEqual(
    till.pinRequests.map(({ reason }) => reason),
    ['old-pin', 'new-pin', 'new-pin-again'],
  );
  assert.equal(till.terminal.status.pendingReversal, undefined);
});

test('two entries that differ, none, or too short a one: nothing is sent and no trace is used', async () => {
  const cases = [
    [['90271', '90272'], 'new-pins-differ'],
    [['90271', undefined], 'cancelled'],
    [['123', '123'], 'invalid-pin'],
    [['', ''], 'invalid-pin'],
  ] as const;
  for (const [newPins, failure] of cases) {
    const till = await signedOn([...newPins]);
    const { nextTrace } = till.terminal.status;
    const outcome = await till.terminal.changePin(card('contact'));
    assert.deepEqual([outcome.result, outcome.failure], ['failed', failure]);
    assert.deepEqual([till.host.pinChanges, till.terminal.status.nextTrace], [[], nextTrace]);
  }
});

test('a lost answer: the same message again, under the same trace', async () => {
  const till = await signedOn();
  till.host.reactions = [{ fault: 'lose-answer' }, { fault: 'lose-request' }];
  const { nextTrace } = till.terminal.status;
  const outcome = await till.terminal.changePin(card('contact'));
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(till.host.pinChanges, [nextTrace, nextTrace]);
  const [first, second] = till.host.requests.slice(-2);
  assert.deepEqual(first!.bytes(64), second!.bytes(64));
  assert.equal(Number(till.terminal.status.nextTrace), Number(nextTrace) + 1);
});

test('no answer at all leaves the holder with two PINs to try, and nothing to be reversed', async () => {
  const till = await signedOn();
  till.host.reactions = Array.from({ length: 3 }, () => ({ fault: 'lose-answer' }) as const);
  const outcome = await till.terminal.changePin(card('contact'));
  assert.deepEqual([outcome.result, outcome.failure], ['unknown', 'pin-in-doubt']);
  assert.equal(till.terminal.status.pendingReversal, undefined);
  assert.equal((await till.terminal.sale(card('contact'), 100)).result, 'approved');
});

test('a line that is gone after the first time leaves it in doubt; gone before, it is not sent', async () => {
  const till = await signedOn(['90271', '90271', '90271', '90271']);
  till.host.reactions = [{ fault: 'refuse-connection' }];
  assert.equal((await till.terminal.changePin(card('contact'))).failure, 'unreachable');
  const gone = { fault: 'refuse-connection' } as const;
  till.host.reactions = [{ fault: 'lose-answer' }, gone, gone];
  assert.equal((await till.terminal.changePin(card('contact'))).failure, 'pin-in-doubt');
});

test('a wrong old PIN is declined by the bank', async () => {
  const till = await signedOn();
  till.host.reactions = [{ code: '55' }];
  const outcome = await till.terminal.changePin(card('stripe'));
  assert.deepEqual([outcome.result, outcome.answerCode], ['declined', '55']);
});
