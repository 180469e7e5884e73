// Settlement and upload: what counts on which side, equal and unequal, twice, resumed, and the list of what
// differs, item by item. Method: the whole path in memory; totals written by hand from the payments made.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type BatchDetail,
  formatF48Details,
  formatF48ItemCount,
  formatF48Totals,
  noTotals,
  parseF48Totals,
} from '@tillgate/pos-protocol';
import { follow, messageOf, pay, reverse } from './chain.fixture.js';
import { openTill } from './open-till.fixture.js';
import { PAN, type Sent, TERMINAL_ID, type Till } from './till.fixture.js';

async function signedOn(): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  return till;
}

type Side = readonly [amountMinor: number, count: number];

function settle(till: Till, debit: Side, credit: Side, batch = '000001'): Promise<Sent> {
  const side = ([amountMinor, count]: Side) => ({ amountMinor, count });
  const domestic = { debit: side(debit), credit: side(credit) };
  const f48 = formatF48Totals({ domestic, foreign: noTotals });
  return till.send(till.message('0500').set(48, f48).set(60, `00${batch}201`));
}

function comparison(sent: Sent): string {
  const answer = parseF48Totals(sent.message.text(48) ?? '');
  return `${sent.code} ${answer?.comparison.domestic} ${answer?.comparison.foreign}`;
}

const detail = (trace: string, amountMinor: number, pan = PAN): BatchDetail => ({
  ...{ cardClass: '00', trace, pan, amountMinor },
});

function upload(till: Till, details: readonly BatchDetail[], list = '201'): Promise<Sent> {
  return till.send(till.message('0320').set(48, formatF48Details(details)).set(60, `00000001${list}`));
}

function endUpload(till: Till, count: number, list = '202'): Promise<Sent> {
  return till.send(till.message('0320').set(48, formatF48ItemCount(count)).set(60, `00000001${list}`));
}

const settled = (till: Till) => till.books.settlements.get(`${TERMINAL_ID}|000001`);
const why = (till: Till): readonly string[] =>
  settled(till)?.exceptions.map((exception) => `${exception.trace} ${exception.why}`) ?? [];

test('what counts: purchases, completions and offline sales against voids and refunds, with tips', async () => {
  const till = await signedOn();
  const purchase = await pay(till, 'purchase', 1_000); //           debit 1,000
  await follow(till, 'void', purchase, 1_000); //                   credit 1,000
  const meal = await pay(till, 'purchase', 2_000);
  await follow(till, 'tip', meal, 2_300); //                        debit 2,300
  await pay(till, 'completion', 3_000); //                          debit 3,000, its hold nothing
  const offline = await pay(till, 'offline-sale', 400);
  await follow(till, 'adjustment', offline, 450); //                debit 450
  await follow(till, 'refund', meal, 700); //                       credit 700
  await pay(till, 'pre-authorization', 5_000);
  const reversed = await pay(till, 'purchase', 77);
  await reverse(till, reversed);
  await pay(till, 'purchase', 10_000_000); //                       declined
  const sent = await settle(till, [6_750, 4], [1_700, 2]);
  assert.equal(comparison(sent), '00 equal equal');
  assert.equal(sent.outcome.reason, 'settlement.equal');
});

test('settling closes the batch: the next sign-on hands out the next one, and payments need it', async () => {
  const till = await signedOn();
  await pay(till, 'purchase', 500);
  await settle(till, [500, 1], [0, 0]);
  const late = await till.send(till.purchase(1));
  assert.deepEqual([late.code, late.outcome.reason], ['C1', 'batch.settled']);
  const again = await till.signOn();
  assert.equal(again.message.text(60)?.slice(2, 8), '000002');
  assert.equal((await till.send(messageOf(till, 'purchase', 1, '000002'))).code, '00');
});

test('the last batch of all is followed by the first', async () => {
  const till = await signedOn();
  till.changeTerminal({ batch: 999_999 });
  const sent = await settle(till, [0, 0], [0, 0], '999999');
  assert.deepEqual([sent.code, till.terminal.batch], ['00', 0]);
});

test('settling twice gives the same, and changes nothing', async () => {
  const till = await signedOn();
  await pay(till, 'purchase', 500);
  const first = await settle(till, [500, 1], [0, 0]);
  const second = await settle(till, [500, 1], [0, 0]);
  assert.equal(first.message.text(48), second.message.text(48));
  assert.equal(settled(till)?.rrn, first.outcome.rrn);
  assert.equal(till.terminal.batch, 2);
  const other = await settle(till, [501, 1], [0, 0]);
  assert.equal(comparison(other), '00 unequal equal', 'it compares with the same figures of the host');
});

test('the variant of 31 digits is answered with 31', async () => {
  const till = await signedOn();
  await pay(till, 'purchase', 500);
  const f48 = formatF48Totals({
    domestic: { debit: { amountMinor: 500, count: 1 }, credit: { amountMinor: 0, count: 0 } },
    foreign: undefined,
  });
  const sent = await till.send(till.message('0500').set(48, f48).set(60, '00000001201'));
  assert.equal(sent.message.text(48), `${f48.slice(0, 30)}1`);
});

test('unequal: the upload ends in a list of what differs and why', async () => {
  const till = await signedOn();
  const [both, dearer, ours, undone] = [
    await pay(till, 'purchase', 100),
    await pay(till, 'purchase', 200),
    await pay(till, 'purchase', 300),
    await pay(till, 'purchase', 400),
  ];
  await reverse(till, undone);
  const otherCard = await pay(till, 'purchase', 500);
  assert.equal(comparison(await settle(till, [9_999, 9], [0, 0])), '00 unequal equal');
  const details = [
    detail(both.trace, 100),
    detail(dearer.trace, 250),
    detail(undone.trace, 400),
    detail(otherCard.trace, 500, '6299990001000040'),
    detail('000900', 600),
  ];
  assert.equal((await upload(till, details)).code, '00');
  const end = await endUpload(till, 5);
  assert.deepEqual([end.code, end.outcome.reason], ['00', 'done']);
  assert.deepEqual(why(till), [
    `${dearer.trace} amount-differs`,
    `${ours.trace} missing-at-terminal`,
    `${undone.trace} undone-at-host`,
    `${otherCard.trace} card-differs`,
    '000900 missing-at-host',
  ]);
  assert.equal(settled(till)?.state, 'closed');
});

test('an upload that was cut is resumed: items sent again count once, single items too', async () => {
  const till = await signedOn();
  const purchase = await pay(till, 'purchase', 100);
  const offline = await pay(till, 'offline-sale', 900);
  await follow(till, 'adjustment', offline, 950);
  const refund = await follow(till, 'refund', purchase, 40);
  await settle(till, [1, 1], [0, 0]);
  await upload(till, [detail(purchase.trace, 100)]);
  await upload(till, [detail(purchase.trace, 100)]);
  const item = (told: { trace: string; amountMinor: number }, f3: string) =>
    messageOf(till, 'offline-sale', told.amountMinor).set(11, told.trace).set(3, f3).set(60, '00000001201');
  const asUpload = (told: { trace: string; amountMinor: number }, f3: string) => {
    const from = item(told, f3);
    const message = till.message('0320').set(11, told.trace).set(60, '00000001201');
    for (const field of [2, 3, 4, 14, 22, 25, 49]) message.set(field, from.text(field)!);
    return message;
  };
  await till.send(asUpload(offline, '000000'));
  await till.send(
    asUpload({ trace: '000800', amountMinor: 950 }, '000000').set(61, `000001${offline.trace}`),
  );
  await till.send(asUpload(refund, '200000'));
  const end = await endUpload(till, 4);
  assert.deepEqual([end.outcome.reason, why(till)], ['done', []]);
  assert.deepEqual([(await endUpload(till, 4)).code, why(till)], ['00', []]);
});

test('items that did not arrive are told at the end, and details before a settlement are refused', async () => {
  const till = await signedOn();
  const early = await upload(till, [detail('000001', 1)]);
  assert.deepEqual([early.code, early.outcome.reason], ['12', 'upload.not-settled']);
  assert.equal((await endUpload(till, 0)).code, '12');
  await settle(till, [0, 0], [0, 0]);
  const end = await endUpload(till, 3, '207');
  assert.deepEqual([end.code, end.outcome.reason], ['00', 'upload.count-differs']);
});

test('fields that do not hold totals, details or a count are named', async () => {
  const till = await signedOn();
  const bent = [
    till.message('0500').set(48, '123').set(60, '00000001201'),
    till.message('0500').set(60, '00000001201'),
    till.message('0320').set(48, '0212').set(60, '00000001201'),
    till.message('0320').set(48, '12').set(60, '00000001202'),
  ];
  for (const message of bent) {
    const sent = await till.send(message);
    assert.deepEqual([sent.code, sent.outcome.figures.field], ['30', '48']);
  }
  assert.equal(till.books.settlements.size, 0);
});
