// Goal: the batch ends once, with everything that the host needs of it, whatever goes wrong on the way. Method:
// settlements against the host fixture's own books; then the power is cut at every step there is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTlv } from '@tillgate/emv';
import fc from 'fast-check';
import { card, PowerCut, Till } from './till.fixture.js';

/** The first one costs no hashing: these tests open many terminals. */
const supervisorPassword = '123456';

const chipData: Uint8Array = writeTlv([['9F26', new Uint8Array(8).fill(7)]]);

/** A batch with something for every part of the upload: nine online payments, so that details take two messages. */
async function fullBatch(): Promise<Till> {
  const till = await Till.open({ firstPasswordSuffices: true });
  await till.terminal.signOn();
  const { terminal } = till;
  for (let count = 0; count < 8; count += 1) await terminal.sale(card(), 100 + count);
  const sale = await terminal.sale(card('contact', chipData), 5_000);
  await terminal.void({ original: { trace: sale.trace! }, supervisorPassword });
  const hold = await terminal.preAuthorize(card(), 1_000);
  await terminal.completeByAdvice({ original: { trace: hold.trace! } });
  const slip = { rrn: '632600000299', mmdd: '1121', supervisorPassword };
  await terminal.refund({ ...slip, card: card(), amountMinor: 300 });
  await terminal.sellOffline(card('stripe'), 700, 'T1T2T3');
  await terminal.sellOffline(card('contactless', chipData), 800);
  await terminal.recordChipDecline(card('contact', chipData), 900);
  await terminal.balance(card());
  return till;
}

function controlsOf(till: Till): (string | undefined)[] {
  return till.host.requests
    .filter(({ mti }) => mti === '0500' || mti === '0320' || mti === '0820')
    .map((request) => `${request.mti} ${request.text(60)?.slice(8)}`);
}

test('equal: totals, the chip cryptograms, the end; journal empty, batch + 1, signed off', async () => {
  const till = await fullBatch();
  const outcome = await till.terminal.settle();
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(controlsOf(till), ['0500 201', '0320 203', '0320 204', '0320 207', '0820 002']);
  const [, approved, declined, end] = till.host.requests.slice(-5);
  assert.equal(approved!.text(4), '000000005000');
  assert.equal(declined!.text(4), '000000000900');
  assert.equal(end!.text(48), '0002');
  assert.deepEqual([end!.has(64), approved!.has(64)], [false, false], 'settlement and upload carry no MAC');
  const report = outcome.settlement!;
  assert.deepEqual([report.result, report.batch, report.uploaded], ['equal', '000001', 2]);
  assert.deepEqual(report.totals.domestic, {
    debit: { amountMinor: 828 + 5_000 + 1_000 + 700 + 800, count: 12 },
    credit: { amountMinor: 5_300, count: 2 },
  });
  assert.deepEqual(report.hostTotals, report.totals);
  assert.deepEqual(
    report.byKind.map(({ kind, count }) => [kind, count]),
    [
      ...[
        ['purchase', 9],
        ['void', 1],
        ['refund', 1],
        ['pre-authorization', 1],
      ],
      ...[
        ['completion-advice', 1],
        ['offline-sale', 2],
      ],
    ],
  );
  assert.equal(report.dateTime, '2026-11-22 09:30:15');
  const { status } = till.terminal;
  assert.deepEqual([status.batch, status.signedOn, status.settlementIsInterrupted], ['000002', false, false]);
  assert.equal(till.terminal.journal.length, 0);
  assert.deepEqual(till.terminal.lastSettlement, report);
  assert.equal(till.terminal.lastReceipt?.amountMinor, 800, 'the last receipt outlives its batch');
});

test('unequal: every part in its order, details eight in a message', async () => {
  const till = await fullBatch();
  // The host has a payment that this terminal knows nothing of.
  till.host.books.set('900000', { kind: 'purchase', amountMinor: 1, reversed: false });
  const outcome = await till.terminal.settle();
  assert.equal(outcome.settlement?.result, 'unequal');
  assert.equal(outcome.settlement?.hostTotals?.domestic.debit.count, 13);
  assert.deepEqual(controlsOf(till), [
    '0500 201',
    ...['0320 201', '0320 201'], // offline, stripe and chip
    ...['0320 201', '0320 201'], // ten details
    ...['0320 201', '0320 201'], // completion advice, refund
    ...['0320 205', '0320 206', '0320 202', '0820 002'],
  ]);
  const uploads = till.host.requests.filter(({ mti }) => mti === '0320');
  const [stripe, chip, eight, two, advice, refund] = uploads;
  assert.deepEqual([stripe!.text(38), stripe!.has(55), chip!.has(55)], ['T1T2T3', false, true]);
  assert.deepEqual([eight!.text(48)?.slice(0, 2), two!.text(48)?.slice(0, 2)], ['08', '02']);
  assert.equal(two!.text(48)?.slice(2, 42), '0000001006299990000001000011000000005000');
  assert.deepEqual([advice!.text(25), refund!.text(3)], ['06', '200000']);
  assert.equal(uploads.at(-1)!.text(48), '0016');
});

test('an item that the host does not take is an exception; the settlement goes on', async () => {
  const till = await Till.ready();
  await till.terminal.sale(card(), 100);
  till.host.books.clear();
  till.host.reactions = [{}, { code: '25' }];
  const outcome = await till.terminal.settle();
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(outcome.settlement?.exceptions, [{ trace: '000002', answerCode: '25' }]);
});

test('interrupted: no sale before it is finished, and the message goes out again as it was', async () => {
  const till = await Till.ready();
  await till.terminal.sale(card(), 100);
  till.host.reactions = [{ fault: 'lose-answer' }];
  assert.equal((await till.terminal.settle()).failure, 'settlement-interrupted');
  assert.equal((await till.terminal.sale(card(), 100)).failure, 'settlement-interrupted');
  assert.equal((await till.terminal.sellOffline(card(), 100)).failure, 'settlement-interrupted');
  till.host.reactions = [{ code: '96' }];
  assert.equal((await till.terminal.settle()).failure, 'settlement-interrupted');
  assert.equal((await till.terminal.settle()).result, 'approved');
  const totals = till.host.requests.filter(({ mti }) => mti === '0500');
  assert.deepEqual(
    totals.map((request) => request.text(11)),
    ['000003', '000003', '000003'],
  );
});

test('declined: nothing has begun', async () => {
  const till = await Till.ready();
  await till.terminal.sale(card(), 100);
  till.host.reactions = [{ code: '97' }];
  const outcome = await till.terminal.settle();
  assert.deepEqual([outcome.result, outcome.answerCode], ['declined', '97']);
  assert.equal((await till.terminal.sale(card(), 100)).result, 'approved');
});

test('before a settlement: the pending reversal and every advice', async () => {
  const till = await Till.ready();
  await till.terminal.sellOffline(card(), 700);
  till.host.reactions = [{ fault: 'lose-answer' }];
  await till.terminal.sale(card(), 100);
  till.host.reactions = [{}, { fault: 'lose-answer' }];
  assert.equal((await till.terminal.settle()).failure, 'advice-waiting');
  const outcome = await till.terminal.settle();
  assert.equal(outcome.settlement?.result, 'equal');
  assert.deepEqual(outcome.settlement?.totals.domestic.debit, { amountMinor: 700, count: 1 });
});

test('after batch 999999 comes 000000', async () => {
  const till = await Till.ready();
  till.stored = { ...till.stored!, batch: '999999' };
  await till.restart();
  await till.terminal.settle();
  assert.equal(till.terminal.status.batch, '000000');
});

/** What must be the same however often the power went. */
async function settledWith(
  isEqual: boolean,
  cuts: readonly number[],
): Promise<{ end: unknown; steps: number }> {
  const till = await fullBatch();
  await till.terminal.upload();
  if (!isEqual) till.host.books.set('900000', { kind: 'purchase', amountMinor: 1, reversed: false });
  const limit = 10_000;
  let steps = 0;
  for (const cut of [...cuts, limit]) {
    till.stepsUntilCut = cut;
    try {
      const outcome = await till.terminal.settle();
      assert.ok(cut < limit || outcome.result === 'approved', outcome.text.en);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    steps = limit - (till.stepsUntilCut ?? limit);
    await till.restart();
    // The last cut came after the very last step.
    if (till.stored!.settlement === undefined && till.stored!.batch === '000002') break;
  }
  const { batch, journal, lastSettlement, nextTrace, advices, signOn } = till.stored!;
  const end = { batch, journal, lastSettlement, nextTrace, advices, signOn, uploads: [...till.host.uploads] };
  return { end, steps };
}

for (const isEqual of [true, false]) {
  const name = isEqual ? 'an equal' : 'an unequal';
  test(`the power goes at any step of ${name} settlement: the end is the same`, async () => {
    const { end, steps } = await settledWith(isEqual, []);
    assert.ok(steps > 30, `${steps} steps`);
    for (let cut = 0; cut < steps; cut += 1) {
      assert.deepEqual((await settledWith(isEqual, [cut])).end, end, `cut at step ${cut}`);
    }
  });
}

test('the power goes again and again', async () => {
  const { end } = await settledWith(false, []);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(25), { minLength: 2, maxLength: 8 }), async (cuts) => {
      assert.deepEqual((await settledWith(false, cuts)).end, end);
    }),
    { numRuns: 25 },
  );
});
