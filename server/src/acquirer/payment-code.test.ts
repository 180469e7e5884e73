// Passwords of payment at the till: each binding that its holder gave a code, just met and just missed, with its own
// answer and reason.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { formatF59 } from '@tillgate/pos-protocol';
import { openTill } from './open-till.fixture.js';
import { NOON, type Sent, type Till } from './till.fixture.js';

const CODE = '621234567890123456';
const GOOD_FOR_MS = 60_000;

async function signedOn(bent: Parameters<Till['changeCard']>[0] = {}): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  await till.showCode(CODE, GOOD_FOR_MS);
  till.changeCard(bent);
  return till;
}

function scanned(till: Till, amountMinor: number, code = CODE): Message {
  const message = till
    .purchase(amountMinor)
    .set(22, '032')
    .set(59, formatF59([{ tag: 'A3', value: code }]));
  for (const field of [2, 14, 23, 53]) message.delete(field);
  return message;
}

const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];

test('a code for one payment pays once, in its time', async () => {
  const till = await signedOn();
  assert.deepEqual(told(await till.send(scanned(till, 500))), ['00', 'approved']);
  assert.deepEqual(told(await till.send(scanned(till, 500))), ['14', 'payment-code.used']);
  assert.equal(till.availableMinor, 99_500);
  for (const [afterMs, expected] of [
    [GOOD_FOR_MS - 1, ['00', 'approved']],
    [GOOD_FOR_MS, ['14', 'payment-code.expired']],
  ] as const) {
    const other = await signedOn();
    other.now = NOON + afterMs;
    assert.deepEqual(told(await other.send(scanned(other, 500))), expected);
  }
});

test('up to its amount, and a fen above', async () => {
  const till = await signedOn({ code_limit_minor: 5_000 });
  const above = await till.send(scanned(till, 5_001));
  assert.deepEqual(told(above), ['61', 'payment-code.amount']);
  assert.deepEqual(above.outcome.figures, { amountMinor: 5_001, limitMinor: 5_000 });
  assert.deepEqual(told(await till.send(scanned(till, 5_000))), ['00', 'approved']);
});

test('a declined payment does not use it up', async () => {
  const till = await signedOn({ available_minor: 100 });
  assert.equal((await till.send(scanned(till, 500))).code, '51');
  assert.equal((await till.send(scanned(till, 100))).code, '00');
});

test('a recurring one pays again and again at the merchant of its first payment, and nowhere else', async () => {
  const till = await signedOn({ code_kind: 'recurring' });
  for (let turn = 0; turn < 3; turn += 1) assert.equal((await till.send(scanned(till, 100))).code, '00');
  assert.equal(till.card.code_merchant_id, '999290054110001');
  till.changeCard({ code_merchant_id: '999290059440002' });
  assert.deepEqual(told(await till.send(scanned(till, 100))), ['57', 'payment-code.merchant']);
});

test('one that needs the phone: 1A, then paid once the holder has confirmed', async () => {
  const till = await signedOn({ code_needs_phone: true });
  const sale = scanned(till, 700);
  const first = await till.send(sale);
  assert.deepEqual(told(first), ['1A', 'payment-code.phone']);
  assert.equal(await till.holderSays(first.row!, { says: 'confirmed', by: 'passkey' }), 'done');
  assert.deepEqual(told(await till.send(sale)), ['00', 'approved']);
  assert.deepEqual(told(await till.send(scanned(till, 700))), ['14', 'payment-code.used']);
});

test('a newer code takes the place of the one before', async () => {
  const till = await signedOn();
  await till.showCode('629999999999999999');
  assert.equal((await till.send(scanned(till, 100))).outcome.reason, 'payment-code.unknown');
  assert.equal((await till.send(scanned(till, 100, '629999999999999999'))).code, '00');
});
