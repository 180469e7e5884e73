// Goal: what refers to an earlier transaction goes out with that one's numbers, only when it may, and only once;
// and each of them is reversed when its answer is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageKinds } from '@tillgate/pos-protocol';
import type { Outcome } from './outcome.js';
import { card, pan, supervisorPassword, Till } from './till.fixture.js';
import type { PaymentKind } from './transactions.js';

test('a void: by voucher number, with F37, F38 and F61 of the original, once, by the supervisor', async () => {
  const till = await Till.ready();
  const sale = await till.terminal.sale(card('stripe'), 1234);
  const original = { trace: sale.trace! };
  for (const password of ['', '000000']) {
    const refused = await till.terminal.void({ original, supervisorPassword: password });
    assert.equal(refused.failure, 'supervisor-refused');
  }
  assert.equal(till.host.requests.length, 2);
  const outcome = await till.terminal.void({ original, supervisorPassword });
  assert.equal(outcome.result, 'approved');
  const request = till.lastRequest;
  assert.equal(request.mti, '0200');
  assert.deepEqual(
    [2, 3, 4, 22, 25, 37, 38, 60, 61].map((field) => request.text(field)),
    [...[pan, '200000', '000000001234', '012', '00', sale.rrn, 'A1B2C3', '23000001000600'], '000001000002'],
  );
  assert.deepEqual(
    [26, 35, 52, 53].filter((field) => request.has(field)),
    [],
  );
  assert.equal(outcome.receipt?.type.zh, '消费撤销');
  assert.equal(outcome.receipt?.original, '000002');
  assert.deepEqual(
    till.terminal.journal.map(({ kind, state }) => [kind, state]),
    [
      ['purchase', 'voided'],
      ['void', 'open'],
    ],
  );
  assert.equal((await till.terminal.void({ original, supervisorPassword })).failure, 'original-not-open');
  assert.deepEqual(till.terminal.totals.domestic, {
    debit: { amountMinor: 1234, count: 1 },
    credit: { amountMinor: 1234, count: 1 },
  });
});

test("the supervisor's first password agrees to nothing, unless the settings say so", async () => {
  const strict = await Till.open();
  await strict.terminal.signOn();
  const sale = await strict.terminal.sale(card(), 100);
  const request = { original: { trace: sale.trace! }, supervisorPassword: '123456' };
  assert.equal((await strict.terminal.void(request)).failure, 'first-password');
  const training = await Till.open({ firstPasswordSuffices: true });
  await training.terminal.signOn();
  await training.terminal.sale(card(), 100);
  assert.equal((await training.terminal.void(request)).result, 'approved');
});

test('a void of what is not there, of a hold, with another card: nothing is sent', async () => {
  const till = await Till.ready();
  const hold = await till.terminal.preAuthorize(card(), 500);
  const sale = await till.terminal.sale(card(), 100);
  const sent = till.host.requests.length;
  const other = card('contactless', undefined, '6299990000001000029');
  for (const [original, presented, failure] of [
    ['000777', undefined, 'original-not-found'],
    [hold.trace!, undefined, 'original-not-found'],
    [sale.trace!, other, 'other-card'],
  ] as const) {
    const request = { original: { trace: original }, card: presented, supervisorPassword };
    assert.equal((await till.terminal.void(request)).failure, failure);
  }
  assert.equal(till.host.requests.length, sent);
});

test('a pre-authorization is completed for up to 115 %, and its completion can be voided', async () => {
  const till = await Till.ready();
  const hold = await till.terminal.preAuthorize(card('contact'), 10_000);
  assert.deepEqual(
    [3, 25, 60].map((field) => till.lastRequest.text(field)),
    ['030000', '06', '10000001000600'],
  );
  assert.ok(till.lastRequest.has(52));
  const original = { trace: hold.trace! };
  assert.equal(
    (await till.terminal.complete({ original, amountMinor: 11_501 })).failure,
    'amount-above-limit',
  );
  const done = await till.terminal.complete({ original, amountMinor: 11_500 });
  assert.equal(done.result, 'approved');
  assert.deepEqual(
    [3, 4, 25, 37, 38, 61].map((field) => till.lastRequest.text(field)),
    ['000000', '000000011500', '06', hold.rrn, 'A1B2C3', '0000010000021122'],
  );
  assert.equal((await till.terminal.complete({ original })).failure, 'original-not-open');
  const completion = { original: { trace: done.trace! }, supervisorPassword };
  assert.equal((await till.terminal.voidCompletion(completion)).result, 'approved');
  assert.equal(till.lastRequest.text(61), '000001000003');
  assert.equal(till.terminal.journal[0]!.state, 'open', 'without its completion the hold stands again');
  assert.deepEqual(till.terminal.totals.domestic, {
    debit: { amountMinor: 11_500, count: 1 },
    credit: { amountMinor: 11_500, count: 1 },
  });
});

test('a hold of another batch is named by its authorization code and date, with the card', async () => {
  const till = await Till.ready();
  const original = { authCode: 'Z9Y8X7', mmdd: '1120' };
  const request = { original, amountMinor: 5_000, supervisorPassword };
  assert.equal((await till.terminal.voidPreAuthorization(request)).failure, 'card-needed');
  const outcome = await till.terminal.voidPreAuthorization({ ...request, card: card('contact') });
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(
    [22, 38, 61].map((field) => till.lastRequest.text(field)),
    ['052', 'Z9Y8X7', '0000000000001120'],
  );
  assert.equal(till.lastRequest.has(37), false);
});

test('a payment by code: F22 032 and F59, no card, no PIN; its void refers to it without the code', async () => {
  const till = await Till.ready();
  const paid = await till.terminal.qrSale('6212345678901234567', 880);
  assert.equal(paid.result, 'approved');
  assert.equal(till.lastRequest.text(22), '032');
  assert.equal(till.lastRequest.text(59), 'A30196212345678901234567');
  assert.deepEqual(
    [2, 14, 26, 35, 52, 53].filter((field) => till.lastRequest.has(field)),
    [],
  );
  assert.equal(till.pinRequests.length, 0);
  assert.ok(!JSON.stringify(till.stored).includes('6212345678901234567'), 'the code is not kept');
  await till.terminal.void({ original: { trace: paid.trace! }, supervisorPassword });
  assert.equal(till.lastRequest.text(22), '032');
  assert.deepEqual(
    [2, 59].filter((field) => till.lastRequest.has(field)),
    [],
  );
});

/** Each reversible transaction, after what it needs to refer to. */
const reversible: Readonly<Record<string, (till: Till) => Promise<() => Promise<Outcome>>>> = {
  purchase: async (till) => () => till.terminal.sale(card(), 100),
  'qr-sale': async (till) => () => till.terminal.qrSale('6212345678901234567', 100),
  'pre-authorization': async (till) => () => till.terminal.preAuthorize(card(), 100),
  void: async (till) => {
    const { trace } = await till.terminal.sale(card(), 100);
    return () => till.terminal.void({ original: { trace: trace! }, supervisorPassword });
  },
  'pre-authorization-void': async (till) => {
    const { trace } = await till.terminal.preAuthorize(card(), 100);
    return () => till.terminal.voidPreAuthorization({ original: { trace: trace! }, supervisorPassword });
  },
  completion: async (till) => {
    const { trace } = await till.terminal.preAuthorize(card(), 100);
    return () => till.terminal.complete({ original: { trace: trace! } });
  },
  'completion-void': async (till) => {
    const hold = await till.terminal.preAuthorize(card(), 100);
    const { trace } = await till.terminal.complete({ original: { trace: hold.trace! } });
    return () => till.terminal.voidCompletion({ original: { trace: trace! }, supervisorPassword });
  },
};

test('the table of the reversible is complete', () => {
  const kinds = Object.entries(messageKinds).filter(([, row]) => row.reversible);
  assert.deepEqual(kinds.map(([kind]) => kind).sort(), Object.keys(reversible).sort());
});

for (const [kind, prepare] of Object.entries(reversible)) {
  test(`${kind}: a lost answer leaves it unknown, its reversal repeats it, and it can be made again`, async () => {
    const till = await Till.ready();
    const act = await prepare(till);
    till.host.reactions = [{ fault: 'lose-answer' }];
    const lost = await act();
    assert.equal(lost.result, 'unknown');
    const request = till.lastRequest;
    const again = await act();
    assert.equal(again.result, 'approved');
    const reversal = till.host.requests.at(-2)!;
    assert.equal(reversal.mti, '0400');
    for (const field of [2, 3, 4, 11, 22, 25, 38, 60]) {
      if (field === 2 && !request.has(2)) continue;
      assert.equal(reversal.text(field), request.text(field), `field ${field}`);
    }
    assert.equal(reversal.text(61), `000001${lost.trace}1122`);
    assert.deepEqual(
      [26, 35, 36, 52, 53, 59].filter((field) => reversal.has(field)),
      [],
    );
    assert.deepEqual(till.host.charged, till.sold);
    assert.equal(till.terminal.journal.at(-1)!.kind satisfies PaymentKind, kind);
  });
}
