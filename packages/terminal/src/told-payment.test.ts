// Goal: what the terminal tells the host about is stored before it is sent, sent until it is answered, the same
// each time, and never twice in the books.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTlv } from '@tillgate/emv';
import { toHex } from '@tillgate/iso8583';
import { Card } from './card.js';
import { defaultSettings } from './settings.js';
import { card, pan, supervisorPassword, Till } from './till.fixture.js';

const slip = { rrn: '632600000299', mmdd: '1121', supervisorPassword };

test('a refund: RRN and date of the original, by the supervisor', async () => {
  const till = await Till.ready();
  const stripe = card('stripe');
  const wrong = { ...slip, card: stripe, amountMinor: 500, supervisorPassword: '1' };
  assert.equal((await till.terminal.refund(wrong)).failure, 'supervisor-refused');
  const outcome = await till.terminal.refund({ ...slip, card: stripe, amountMinor: 500 });
  assert.equal(outcome.result, 'approved');
  const request = till.lastRequest;
  assert.equal(request.mti, '0220');
  assert.deepEqual(
    [2, 3, 4, 37, 60, 61].map((field) => request.text(field)),
    [pan, '200000', '000000000500', '632600000299', '25000001000600', '0000000000001121'],
  );
  assert.equal(request.has(35), false);
  assert.deepEqual(till.terminal.totals.domestic.credit, { amountMinor: 500, count: 1 });
  assert.equal(outcome.receipt?.type.en, 'REFUND');
  assert.equal(outcome.receipt?.original, '632600000299');
});

test('a refund without an answer is sent again, the same, before the next payment; not sent: forgotten', async () => {
  const till = await Till.ready();
  till.host.reactions = [{ fault: 'refuse-connection' }, { fault: 'lose-answer' }];
  const request = { ...slip, card: card(), amountMinor: 500 };
  assert.equal((await till.terminal.refund(request)).failure, 'unreachable');
  assert.equal(till.stored!.advices.length, 0);
  const lost = await till.terminal.refund(request);
  assert.deepEqual([lost.result, lost.failure], ['unknown', 'advice-waiting']);
  await till.restart();
  assert.equal(till.terminal.status.waitingAdvices, 1);
  await till.terminal.sale(card(), 100);
  const [first, second] = till.host.requests.filter(({ mti }) => mti === '0220');
  for (const field of first!.fieldNumbers()) {
    assert.deepEqual(second!.value(field), first!.value(field), `field ${field}`);
  }
  assert.equal(till.terminal.status.waitingAdvices, 0);
  assert.deepEqual(till.host.charged, till.sold);
});

test("a refund without the card: the voucher's own number, or no number when only the host knows it", async () => {
  const till = await Till.ready();
  const { rrn } = await till.terminal.sale(card(), 900);
  const request = { mmdd: '0000', supervisorPassword, amountMinor: 500 };
  await till.terminal.refund({ ...request, rrn: rrn! });
  assert.deepEqual([till.lastRequest.text(2), till.lastRequest.text(22)], [pan, '012']);
  await till.terminal.refund({ ...request, rrn: '632600000777' });
  assert.deepEqual([till.lastRequest.has(2), till.lastRequest.text(22)], [false, '032']);
  const other = card('contact', undefined, '6299990000001000029');
  assert.equal((await till.terminal.refund({ ...request, rrn: rrn!, card: other })).failure, 'other-card');
});

test('an answer without its MAC ends nothing, whatever it says', async () => {
  for (const code of ['00', '25']) {
    const till = await Till.ready();
    till.host.reactions = [{ code, fault: 'no-mac' }];
    const outcome = await till.terminal.refund({ ...slip, card: card(), amountMinor: 500 });
    assert.equal(outcome.failure, 'advice-waiting');
    assert.equal(till.terminal.status.waitingAdvices, 1);
    assert.equal(till.terminal.journal.length, 0);
  }
});

test('what could never be sent is not kept to be sent', async () => {
  const till = await Till.ready();
  const request = { mmdd: '1121', supervisorPassword, amountMinor: 500 };
  assert.equal((await till.terminal.refund({ ...request, rrn: '' })).failure, 'original-not-found');
  await assert.rejects(till.terminal.refund({ ...request, rrn: '632600000777', mmdd: 'x' }), /61/);
  await assert.rejects(till.terminal.sellOffline(card(), 100, 'too long'), /38/);
  assert.deepEqual([till.stored!.advices, till.stored!.journal], [[], []]);
});

test('a declined refund sells nothing and waits for nothing', async () => {
  const till = await Till.ready();
  till.host.reactions = [{ code: '25' }];
  const outcome = await till.terminal.refund({ ...slip, card: card(), amountMinor: 500 });
  assert.deepEqual([outcome.result, outcome.answerCode], ['declined', '25']);
  assert.deepEqual([till.stored!.advices, till.stored!.journal], [[], []]);
});

test('a completion by advice names the hold by F38 only, and completes it', async () => {
  const till = await Till.ready();
  const { trace } = await till.terminal.preAuthorize(card(), 1_000);
  const outcome = await till.terminal.completeByAdvice({ original: { trace: trace! }, amountMinor: 900 });
  assert.equal(outcome.result, 'approved');
  assert.equal(till.lastRequest.mti, '0220');
  assert.equal(till.lastRequest.text(38), 'A1B2C3');
  assert.deepEqual(
    [37, 61].filter((field) => till.lastRequest.has(field)),
    [],
  );
  assert.deepEqual(
    till.terminal.journal.map(({ state }) => state),
    ['completed', 'open'],
  );
});

test('sold offline: in the journal at once, with the host after the upload, and once only', async () => {
  const till = await Till.ready();
  const chipData = writeTlv([['9F26', new Uint8Array(8).fill(1)]]);
  const first = await till.terminal.sellOffline(card('stripe'), 700, 'T1T2T3');
  const second = await till.terminal.sellOffline(card('contactless', chipData), 800);
  assert.deepEqual([first.result, first.answerCode, second.result], ['approved', 'Y1', 'approved']);
  assert.equal(till.host.requests.length, 1);
  // A payment in between does not wait for them.
  await till.terminal.sale(card(), 100);
  assert.equal(till.terminal.status.waitingAdvices, 2);
  till.host.reactions = [{ fault: 'lose-answer' }];
  assert.equal((await till.terminal.upload()).result, 'unknown');
  assert.equal((await till.terminal.upload()).result, 'approved');
  const uploads = till.host.requests.filter(({ mti }) => mti === '0220');
  assert.deepEqual(
    uploads.map((request) => [request.text(11), request.text(38), request.text(60)?.slice(0, 2)]),
    [
      ['000002', 'T1T2T3', '30'],
      ['000002', 'T1T2T3', '30'],
      ['000003', undefined, '36'],
    ],
  );
  assert.equal(toHex(uploads[2]!.bytes(55)!), toHex(chipData));
  assert.deepEqual(till.host.charged, till.sold);
  assert.ok(till.terminal.journal.every(({ isDelivered, rrn }) => isDelivered && rrn !== ''));
});

test('an offline sale that the host declines is no sale any more, and on file', async () => {
  const till = await Till.ready();
  await till.terminal.sellOffline(card(), 700);
  till.host.reactions = [{ code: '14' }];
  assert.equal((await till.terminal.upload()).result, 'approved');
  assert.equal(till.terminal.journal.length, 0);
  assert.equal(till.stored!.incidents[0]?.advice?.fields[4], '000000000700');
  assert.equal(till.stored!.incidents[0]?.answerCode, '14');
  assert.ok(till.events.some(({ type }) => type === 'incident'));
});

test('never answered: after the limit the journal has it, to go up with the batch', async () => {
  const reversal = { ...defaultSettings.reversal, triesLimit: 2 };
  const till = await Till.ready({ reversal });
  till.host.reactions = new Array(3).fill({ fault: 'lose-answer' });
  await till.terminal.refund({ ...slip, card: card(), amountMinor: 500 });
  await till.terminal.upload();
  assert.deepEqual(till.stored!.advices, []);
  assert.deepEqual(
    till.terminal.journal.map(({ kind, isDelivered }) => [kind, isDelivered]),
    [['refund', false]],
  );
});

test('a tip: the new total in F4, the tip in F48, within the limit, once; the voucher changes its amount', async () => {
  const till = await Till.ready();
  const { trace } = await till.terminal.sale(card(), 10_000);
  assert.equal((await till.terminal.addTip(trace!, 2_001)).failure, 'amount-above-limit');
  assert.equal((await till.terminal.addTip(trace!, 2_000)).result, 'approved');
  assert.deepEqual(
    [4, 48, 60, 61].map((field) => till.lastRequest.text(field)),
    ['000000012000', '000000002000', '34000001000600', '0000010000021122'],
  );
  const [voucher] = till.terminal.journal;
  assert.deepEqual([voucher!.amountMinor, voucher!.tipMinor], [12_000, 2_000]);
  assert.deepEqual(till.terminal.totals.domestic.debit, { amountMinor: 12_000, count: 1 });
  assert.equal((await till.terminal.addTip(trace!, 500)).failure, 'original-not-open');
});

test('an adjustment: the new total alone', async () => {
  const till = await Till.ready();
  const { trace } = await till.terminal.sellOffline(card(), 10_000);
  await till.terminal.upload();
  assert.equal((await till.terminal.adjust(trace!, 9_000)).result, 'approved');
  assert.equal(till.lastRequest.text(60)?.slice(0, 2), '32');
  assert.equal(till.lastRequest.has(48), false);
  assert.deepEqual(till.terminal.totals.domestic.debit, { amountMinor: 9_000, count: 1 });
});

test('scripts in an approval are carried out, and the result goes out before the next payment', async () => {
  const till = await Till.ready();
  const scripts = writeTlv([
    ['91', new Uint8Array(10).fill(1)],
    [
      '72',
      writeTlv([
        ['9F18', Uint8Array.of(1, 2, 3, 4)],
        ['86', Uint8Array.of(0x84, 0x24)],
      ]),
    ],
  ]);
  till.host.reactions = [{ fields: { 55: scripts } }];
  const chipData = writeTlv([
    ['9F36', Uint8Array.of(0, 9)],
    ['9F02', new Uint8Array(6)],
  ]);
  const run: string[] = [];
  const chip = new Card({
    ...{ entry: 'contact', pan, expiry: '3012', chipData },
    scriptRunner: (bytes) => {
      run.push(toHex(bytes));
      return 'performed';
    },
  });
  const sale = await till.terminal.sale(chip, 100);
  assert.equal(sale.result, 'approved');
  assert.deepEqual(run, ['720B9F180401020304860284 24'.replace(' ', '')]);
  await till.restart();
  await till.terminal.sale(card(), 100);
  const notice = till.host.requests.at(-2)!;
  assert.equal(notice.mti, '0620');
  assert.deepEqual(
    [2, 3, 11, 60, 61].map((field) => notice.text(field)),
    [pan, '000000', '000003', '00000001951', '0000010000021122'],
  );
  assert.equal(toHex(notice.bytes(55)!), '9F36020009DF31052001020304');
  assert.equal(till.terminal.status.waitingAdvices, 0);
});

test('a script result that is never answered is not forgotten', async () => {
  const reversal = { ...defaultSettings.reversal, triesLimit: 1 };
  const till = await Till.ready({ reversal });
  const scripts = writeTlv([['71', writeTlv([['86', Uint8Array.of(0x84)]])]]);
  till.host.reactions = [{ fields: { 55: scripts } }, { fault: 'lose-answer' }];
  const chipData = writeTlv([['9F36', Uint8Array.of(0, 9)]]);
  await till.terminal.sale(card('contactless', chipData), 100);
  assert.equal((await till.terminal.sale(card(), 100)).result, 'approved');
  assert.equal(till.terminal.status.waitingAdvices, 0);
  assert.equal(till.stored!.incidents[0]?.advice?.kind, 'script-result');
});
