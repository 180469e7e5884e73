// A payment that its holder confirms on the phone, from the wire: 1A with the code until the holder has spoken, then
// one final answer, whatever is repeated, too late, or taken back meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { parseF59, parseF63, standardProfile } from '@tillgate/pos-protocol';
import { openTill } from './open-till.fixture.js';
import { NOON, type Sent, type Till } from './till.fixture.js';

const LIMIT_MS = 120_000;
const AMOUNT = 25_000;

async function asked(): Promise<{ readonly till: Till; readonly purchase: Message; readonly first: Sent }> {
  const till = await openTill();
  till.changeCard({ phone_confirm_above_minor: 20_000 });
  await till.signOn();
  const purchase = till.purchase(AMOUNT);
  return { till, purchase, first: await till.send(purchase) };
}

const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];
const confirmed = { says: 'confirmed', by: 'passkey' } as const;
const refused = { says: 'refused' } as const;

test('1A with a code to scan, again and again until the holder confirms; then it is paid, once', async () => {
  const { till, purchase, first } = await asked();
  assert.deepEqual(told(first), ['1A', 'cvm.phone']);
  assert.equal(first.row?.state, 'awaiting');
  const [entry] = parseF59(first.message.text(59) ?? '') ?? [];
  assert.equal(entry?.tag, 'Q1');
  assert.match(entry.value, new RegExp(`^https://phone\\.test/#${first.outcome.rrn}\\.[\\w-]{22}$`));
  assert.match(parseF63(first.message.bytes(63)!).terminal, /^请在手机上确认 \d\d$/);

  const again = await till.send(purchase);
  assert.deepEqual(told(again), ['1A', 'cvm.phone']);
  assert.equal(again.message.text(59), first.message.text(59));
  assert.equal(till.availableMinor, 100_000);

  assert.equal(await till.holderSays(first.row!, confirmed), 'done');
  assert.equal(till.availableMinor, 100_000, 'nothing is taken before the terminal comes for it');
  const paid = await till.send(purchase);
  assert.deepEqual(told(paid), ['00', 'approved']);
  assert.equal(paid.outcome.rrn, first.outcome.rrn);
  assert.ok(paid.macFits);
  assert.deepEqual([paid.row?.state, till.availableMinor], ['approved', 100_000 - AMOUNT]);
  assert.equal(till.card.unverified_count, 0, 'the holder was verified');
  assert.ok(first.row?.figures.wouldPassBy, 'the demand says what would have made the difference');
  assert.equal(paid.row?.figures.wouldPassBy, undefined, 'the payment does not');

  const late = await till.send(purchase);
  assert.deepEqual([late.code, late.message.text(38)], ['00', paid.message.text(38)]);
  assert.equal(till.availableMinor, 100_000 - AMOUNT);
  assert.equal(await till.holderSays(first.row!, confirmed), 'over');
});

test('the first word counts: confirmed twice, refused after it', async () => {
  const { till, first, purchase } = await asked();
  assert.equal(await till.holderSays(first.row!, confirmed), 'done');
  assert.equal(await till.holderSays(first.row!, confirmed), 'already');
  assert.equal(await till.holderSays(first.row!, refused), 'already');
  assert.equal((await till.send(purchase)).code, '00');
});

test('refused: declined at once, and stays so', async () => {
  const { till, first, purchase } = await asked();
  assert.equal(await till.holderSays(first.row!, refused), 'done');
  assert.equal(till.books.transactions.get(first.outcome.rrn)?.state, 'declined');
  assert.equal(await till.holderSays(first.row!, confirmed), 'over');
  assert.deepEqual(told(await till.send(purchase)), ['05', 'phone.refused']);
  assert.equal(till.availableMinor, 100_000);
});

test('the time limit: a moment before it, at it, and confirmed in time but fetched late', async () => {
  const { till, first, purchase } = await asked();
  till.now = NOON + LIMIT_MS - 1;
  assert.equal((await till.send(purchase)).code, '1A');
  till.now = NOON + LIMIT_MS;
  assert.equal(await till.holderSays(first.row!, confirmed), 'over');
  assert.deepEqual(told(await till.send(purchase)), ['05', 'phone.expired']);
  assert.deepEqual(told(await till.send(purchase)), ['05', 'phone.expired']);

  for (const [lateMs, code] of [
    [59_999, '00'],
    [60_000, '05'],
  ] as const) {
    const other = await asked();
    other.till.now = NOON + LIMIT_MS - 1;
    assert.equal(await other.till.holderSays(other.first.row!, confirmed), 'done');
    other.till.now = NOON + LIMIT_MS + lateMs;
    assert.equal((await other.till.send(other.purchase)).code, code);
  }
});

test('a reversal while the holder is asked: nothing is approved any more', async () => {
  const { till, first, purchase } = await asked();
  assert.equal((await till.send(till.reversalOf(purchase))).code, '00');
  assert.equal(till.books.transactions.get(first.outcome.rrn)?.state, 'reversed');
  assert.equal(await till.holderSays(first.row!, confirmed), 'over');
  assert.deepEqual(told(await till.send(purchase)), ['12', 'reversal.came-first']);
  assert.equal(till.availableMinor, 100_000);
});

test('a reversal after the holder confirmed, before the terminal came for it', async () => {
  const { till, first, purchase } = await asked();
  await till.holderSays(first.row!, confirmed);
  await till.send(till.reversalOf(purchase));
  assert.equal((await till.send(purchase)).code, '12');
  assert.equal(till.availableMinor, 100_000);
});

test('another amount under the same trace is another request, and confirms nothing', async () => {
  const { till, first, purchase } = await asked();
  await till.holderSays(first.row!, confirmed);
  const changed = purchase.clone().set(4, String(AMOUNT + 1).padStart(12, '0'));
  assert.deepEqual(told(await till.send(changed)), ['94', 'message.duplicate']);
  assert.equal((await till.send(purchase)).code, '00');
});

test('the holder of another card cannot speak for this one', async () => {
  const { till, first } = await asked();
  const [row] = [first.row!];
  till.books.transactions.set(row.rrn, { ...row, card_id: 2 });
  assert.equal(await till.holderSays(row, confirmed), 'over');
});

test('confirmed, but the money is gone meanwhile: declined with its own reason', async () => {
  const { till, first, purchase } = await asked();
  await till.holderSays(first.row!, confirmed);
  till.changeCard({ available_minor: 100 });
  assert.deepEqual(told(await till.send(purchase)), ['51', 'funds.insufficient']);
});

test('a pre-authorization is confirmed like a purchase, and holds the money', async () => {
  const { till } = await asked();
  const hold = till.purchase(AMOUNT).clone('0100').set(3, '030000').set(25, '06').set(60, '10000001000600');
  const first = await till.send(hold);
  assert.equal(first.code, '1A');
  await till.holderSays(first.row!, confirmed);
  const held = await till.send(hold);
  assert.deepEqual([held.code, held.row?.state], ['00', 'held']);
});

test('with the PIN too: a wrong one is told first, a right one leads to the phone', async () => {
  const { till } = await asked();
  const big = (pin?: string): Message => till.purchaseWithPin(pin).set(4, String(AMOUNT).padStart(12, '0'));
  assert.deepEqual(told(await till.send(big('9999'))), ['55', 'pin.wrong']);
  assert.deepEqual(told(await till.send(big())), ['1A', 'cvm.phone']);
});

test('a terminal that does not know 1A is told to stay below the amount', async () => {
  const till = await openTill();
  till.profile = { ...standardProfile, knowsPhoneConfirm: false };
  till.changeCard({ phone_confirm_above_minor: 20_000 });
  await till.signOn();
  assert.deepEqual(told(await till.send(till.purchase(AMOUNT))), ['61', 'cvm.phone-unreachable']);
  assert.equal((await till.send(till.purchase(20_000))).code, '00');
});

test('one that no terminal comes back for is ended once nobody can come any more', async () => {
  const { till, first, purchase } = await asked();
  till.now = NOON + LIMIT_MS + 59_999;
  assert.equal(await till.endAwaiting(first.row!), false);
  till.now += 1;
  assert.equal(await till.endAwaiting(first.row!), true);
  assert.equal(await till.endAwaiting(first.row!), false);
  assert.deepEqual(told(await till.send(purchase)), ['05', 'phone.expired']);
});
