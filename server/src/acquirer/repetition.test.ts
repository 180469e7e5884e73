// The same request again, and reversals in every order. Goal: one effect and one answer, across midnight too, and no
// approval after its reversal (protocol section 7, items 5 and 6). Method: the whole path in memory, a clock that
// the test moves; a purchase and its repetition come from the same fields.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTill } from './open-till.fixture.js';
import { HOUR_MS, type Till } from './till.fixture.js';

async function signedOn(): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  return till;
}

/** Half past eleven at night, signed on. */
async function lateEvening(): Promise<Till> {
  const till = await openTill();
  till.now += 11.5 * HOUR_MS;
  await till.signOn();
  return till;
}

test('the same request gets the stored answer, byte for byte, and takes the money once', async () => {
  const till = await signedOn();
  const purchase = till.purchase(500);
  const [first, second] = [await till.send(purchase), await till.send(purchase)];
  assert.equal(first.code, '00');
  assert.equal(second.outcome.repeated, true);
  assert.deepEqual(second.message, first.message);
  assert.equal(till.availableMinor, 99_500);
});

test('a declined request is repeated as declined, even when it would pass by now', async () => {
  const till = await signedOn();
  const tooMuch = till.purchaseWithPin().set(4, '000000100001');
  assert.equal((await till.send(tooMuch)).code, '61');
  const [card] = till.books.cards.values();
  till.books.cards.set(card!.pan_hash, {
    ...card!,
    per_transaction_minor: 200_000,
    available_minor: 500_000,
  });
  assert.equal((await till.send(tooMuch)).code, '61');
});

test('a PIN block made anew does not make it another request', async () => {
  const till = await signedOn();
  const purchase = till.purchaseWithPin();
  assert.equal((await till.send(purchase)).code, '00');
  const again = await till.send(purchase.clone().set(52, till.purchaseWithPin('9999').bytes(52)!));
  assert.deepEqual([again.code, again.outcome.repeated], ['00', true]);
  assert.equal([...till.books.cards.values()][0]!.pin_tries, 0);
});

test('the same trace with other content gets 94 and has no effect', async () => {
  const till = await signedOn();
  const purchase = till.purchase(500);
  const first = await till.send(purchase);
  const other = await till.send(purchase.clone().set(4, '000000000501'));
  assert.deepEqual([other.code, other.outcome.reason], ['94', 'message.duplicate']);
  assert.equal(other.row?.original_rrn, first.outcome.rrn);
  assert.equal(till.availableMinor, 99_500);
});

test('a repetition after midnight is still one, and gets the answer with yesterday’s time', async () => {
  const till = await lateEvening();
  const purchase = till.purchase(500);
  const first = await till.send(purchase);
  till.now += HOUR_MS;
  await till.signOn();
  const again = await till.send(purchase);
  assert.equal(again.outcome.rrn, first.outcome.rrn);
  assert.equal(again.message.text(13), '1122');
  assert.equal(till.availableMinor, 99_500);
});

test('a trace that comes round after a day is a new request', async () => {
  const till = await lateEvening();
  const purchase = till.purchase(500);
  const first = await till.send(purchase);
  till.now += 24 * HOUR_MS + 1;
  await till.signOn();
  const next = await till.send(purchase);
  assert.equal(next.code, '00');
  assert.notEqual(next.outcome.rrn, first.outcome.rrn);
  assert.equal(till.availableMinor, 99_000);
});

test('reversing twice is reversing once', async () => {
  const till = await signedOn();
  const purchase = till.purchase(500);
  const paid = await till.send(purchase);
  const reversal = till.reversalOf(purchase);
  const first = await till.send(reversal);
  const second = await till.send(reversal.clone().set(39, '06'));
  assert.deepEqual([first.code, second.code, second.outcome.repeated], ['00', '00', true]);
  assert.equal(till.availableMinor, 100_000);
  assert.equal(till.books.transactions.get(paid.outcome.rrn)?.state, 'reversed');
  const perAccount = new Map<string, number>();
  for (const { account, amountMinor } of till.books.entrySets.flatMap(({ postings }) => postings)) {
    perAccount.set(account, (perAccount.get(account) ?? 0) + amountMinor);
  }
  assert.ok(perAccount.size >= 3, 'cardholder, merchant and fee');
  assert.deepEqual(new Set(perAccount.values()), new Set([0]));
});

test('an approval that was reversed is not given again when its purchase is repeated', async () => {
  const till = await signedOn();
  const purchase = till.purchase(500);
  const paid = await till.send(purchase);
  const reversal = await till.send(till.reversalOf(purchase));
  const late = await till.send(purchase);
  assert.deepEqual([late.code, late.outcome.reason], ['12', 'reversal.came-first']);
  assert.deepEqual(late.outcome.figures, { reversalRrn: reversal.outcome.rrn });
  assert.equal(late.row?.original_rrn, paid.outcome.rrn);
  assert.equal(late.message.text(38), undefined, 'no authorization code');
  assert.equal(till.availableMinor, 100_000);
});

test('an original that its reversal overtook is declined, on the same day and after midnight', async () => {
  for (const hours of [0, 1]) {
    const till = await lateEvening();
    const purchase = till.purchase(500);
    assert.equal((await till.send(till.reversalOf(purchase))).code, '25');
    till.now += hours * HOUR_MS;
    if (hours > 0) await till.signOn();
    const late = await till.send(purchase);
    assert.deepEqual([late.code, late.outcome.reason], ['12', 'reversal.came-first'], `${hours} hours later`);
    assert.equal(till.availableMinor, 100_000);
  }
});

test('a reversal and its original that arrive together leave the account as it was', async () => {
  const till = await signedOn();
  for (let turn = 0; turn < 4; turn += 1) {
    const purchase = till.purchase(500);
    const messages = [purchase, till.reversalOf(purchase)];
    if (turn % 2 === 1) messages.reverse();
    await Promise.all(messages.map((message) => till.send(message)));
    assert.equal(till.availableMinor, 100_000);
  }
});

test('reversal of a decline, of another amount, of another trace', async () => {
  const till = await signedOn();
  const declined = till.purchase(100_001);
  await till.send(declined);
  const nothing = await till.send(till.reversalOf(declined));
  assert.deepEqual([nothing.code, nothing.outcome.reason], ['00', 'reversal.nothing-to-do']);

  const paid = till.purchase(500);
  await till.send(paid);
  const differs = await till.send(till.reversalOf(paid).set(4, '000000000499'));
  assert.deepEqual([differs.code, differs.outcome.reason], ['64', 'reversal.amount-differs']);
  const right = await till.send(till.reversalOf(paid));
  assert.deepEqual([right.code, right.outcome.reason], ['00', 'reversal.done']);
  const unknown = await till.send(till.reversalOf(till.purchase(500)));
  assert.deepEqual([unknown.code, unknown.outcome.reason], ['25', 'reversal.original-unknown']);
  assert.equal(till.availableMinor, 100_000);
});
