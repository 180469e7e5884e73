// Goal: a terminal that was switched off with older software goes on with its reversal, its journal and its trace.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currentState, type StateOfVersion1 } from './state-versions.js';
import { card, supervisorPassword, Till } from './till.fixture.js';

/** What version 1 stored after a sale: no card number, no state of the voucher. */
async function storedByVersion1(till: Till): Promise<StateOfVersion1> {
  const { trace } = await till.terminal.sale(card(), 1234);
  const { nextTrace, batch, signOn, clockOffsetMs, incidents, operators, journal } = till.stored!;
  const [voucher] = journal;
  const { amountMinor, maskedPan, answerCode, rrn, authCode, at, receipt } = voucher!;
  const old = { batch, trace: trace!, amountMinor, maskedPan, answerCode, rrn, authCode, at, receipt };
  return {
    ...{ version: 1, nextTrace, batch, clockOffsetMs, incidents, operators },
    ...(signOn && { signOn }),
    journal: [{ kind: 'purchase', ...old }],
  };
}

test('a state of version 1: its sale is settled, and voided with the card in the hand', async () => {
  const till = await Till.ready();
  const old = await storedByVersion1(till);
  till.stored = old as never;
  await till.restart();
  assert.equal(till.terminal.status.batchTotals.amountMinor, 1234);
  const request = { original: { trace: old.journal[0]!.trace }, supervisorPassword };
  assert.equal((await till.terminal.void(request)).failure, 'card-needed');
  assert.equal((await till.terminal.void({ ...request, card: card() })).result, 'approved');
  assert.equal(till.lastRequest.text(61), '000001000002');
  assert.equal((await till.terminal.settle()).settlement?.result, 'equal');
});

test('a pending reversal of version 1 stays pending', () => {
  const pendingReversal = { reason: '98', answerVerified: false, fields: { 11: '000007' } } as const;
  const state = currentState({
    ...{
      version: 1,
      nextTrace: 8,
      batch: '000003',
      clockOffsetMs: 5,
      incidents: [],
      operators: [],
      journal: [],
    },
    pendingReversal: { ...pendingReversal, chipData: undefined, attempts: 2 },
  });
  assert.equal(state.pendingReversal?.fields[11], '000007');
  assert.deepEqual([state.version, state.nextTrace, state.batch, state.advices], [2, 8, '000003', []]);
});
