// Goal: the host takes an approval back when no answer to it can arrive, and never one that an answer has told.
// Method: copies of one request, whose terminal hangs up on one after the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFault, type TransactionRow } from '../store/index.js';
import { balance, tillWith } from './bank-elsewhere.fixture.js';
import { openTill } from './open-till.fixture.js';
import type { Till } from './till.fixture.js';

const purchaseOf = (till: Till): TransactionRow | undefined =>
  [...till.books.transactions.values()].find(({ kind }) => kind === 'purchase');
const stateOf = (till: Till): string | undefined => purchaseOf(till)?.state;

async function twoCopies() {
  const till = await openTill();
  await till.signOn();
  const before = till.availableMinor;
  const body = await till.packed(till.purchase(500));
  const [first, second] = [await till.answer(body), await till.answer(body)];
  return { till, before, first, second };
}

for (const [what, elsewhere] of [
  ['here', false],
  ['behind a link', true],
] as const) {
  test(`an approval that cannot be delivered is taken back, its bank ${what}`, async () => {
    const till = await openTill();
    if (elsewhere) till.banks = (await tillWith()).banks;
    await till.signOn();
    const message = till.purchase();
    const body = await till.packed(message);
    const reply = await till.answer(body);
    await till.undelivered(reply);
    const row = [...till.books.transactions.values()].find(({ kind }) => kind === 'purchase');
    assert.equal(row?.state, 'reversed');
    const own = await till.send(till.reversalOf(message));
    assert.deepEqual([own.code, own.outcome.repeated], ['00', true]);
    assert.equal(balance(till, 'payable:'), 0);
    assert.equal(till.books.forwards.size, elsewhere ? 1 : 0);
  });
}

test('an approval that another answer has told stays, whichever of the two was lost, and however often', async () => {
  for (const lost of ['first', 'second'] as const) {
    const { till, before, ...replies } = await twoCopies();
    // A step that is decided again, since nobody knows whether it was committed, is no second loss.
    await till.undelivered(replies[lost]);
    await till.undelivered(replies[lost]);
    assert.deepEqual([stateOf(till), till.availableMinor], ['approved', before - 500], lost);
  }
});

test('an approval of which every answer was lost is taken back, once', async () => {
  const { till, before, first, second } = await twoCopies();
  await till.undelivered(second);
  await till.undelivered(first);
  assert.deepEqual([stateOf(till), till.availableMinor], ['reversed', before]);
  await till.undelivered(first);
  assert.equal(till.availableMinor, before);
});

test('a commit that nobody knows the end of is decided again, and is one answer all the same', async () => {
  const till = await openTill();
  await till.signOn();
  const before = till.availableMinor;
  till.patienceMs = 1000;
  const { transact } = till.books;
  till.books.transact = async (loads, decide) => {
    till.books.transact = transact;
    await transact.call(till.books, loads, decide);
    throw new StoreFault('unknown', 'the line broke at the commit');
  };
  const reply = await till.answer(await till.packed(till.purchase(500)));
  assert.deepEqual([stateOf(till), till.availableMinor], ['approved', before - 500]);
  assert.equal(purchaseOf(till)?.figures.answering, undefined);
  await till.undelivered(reply);
  assert.deepEqual([stateOf(till), till.availableMinor], ['reversed', before]);
});

test('a copy that comes when the approval was taken back is told so', async () => {
  const till = await openTill();
  await till.signOn();
  const purchase = till.purchase(500);
  await till.undelivered(await till.answer(await till.packed(purchase)));
  const { code, outcome } = await till.send(purchase);
  assert.deepEqual([code, outcome.reason, stateOf(till)], ['12', 'reversal.came-first', 'reversed']);
});

test('a refusal that is told twice, and a reversal that is, keep no list of answers', async () => {
  const till = await openTill();
  await till.signOn();
  const purchase = till.purchase(500);
  for (const message of [till.purchase(10_000_000), purchase, till.reversalOf(purchase)]) {
    const first = await till.send(message);
    if (message !== purchase) assert.equal((await till.send(message)).outcome.rrn, first.outcome.rrn);
  }
  const rows = [...till.books.transactions.values()];
  assert.deepEqual(
    rows.filter(({ figures }) => figures.answering !== undefined),
    [],
  );
});
