// When a PIN is asked, from the wire: the counters of payments without a PIN move with the payment, and back with its
// reversal and its void. Method: a bank that allows three taps since the last PIN, and 70.00 in all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { parseF63 } from '@tillgate/pos-protocol';
import type { CvmRules } from '../store/index.js';
import { openTill } from './open-till.fixture.js';
import type { Sent, Till } from './till.fixture.js';

const rules: CvmRules = {
  perPaymentMinor: 5_000,
  sincePin: { amountMinor: 7_000, count: 3 },
  perDay: { amountMinor: 50_000, count: 50 },
  onDeviceMinor: null,
  fallback: 'pin',
  newCard: 'pin',
  abroad: 'pin',
  signature: 'allowed',
  pinOnPhone: 'set',
  risk: null,
};

async function signedOn(): Promise<Till> {
  const till = await openTill('tdes', { standard: { name: 'standard', version: 3, rules } });
  await till.signOn();
  return till;
}

const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];
const used = (till: Till): readonly number[] => [till.card.unverified_minor, till.card.unverified_count];

function voidOf(till: Till, paid: Message, { rrn, authCode }: Sent['outcome']): Message {
  return till
    .purchase(Number(paid.text(4)))
    .set(3, '200000')
    .set(37, rrn)
    .set(38, authCode ?? '')
    .set(60, '23000001000600')
    .set(61, `000001${paid.text(11)}`);
}

test('the tap above the count is asked for the PIN, which begins anew', async () => {
  const till = await signedOn();
  for (let taps = 0; taps < 3; taps += 1) assert.equal((await till.send(till.purchase(100))).code, '00');
  const fourth = await till.send(till.purchase(100));
  assert.deepEqual(told(fourth), ['70', 'cvm.count']);
  const { usedCount, limitCount, wouldPassBy, policyVersion } = fourth.outcome.figures;
  assert.deepEqual([usedCount, limitCount, wouldPassBy, policyVersion], [3, 3, 'after-pin', 3]);
  assert.equal((await till.send(till.purchaseWithPin())).code, '00');
  assert.deepEqual(used(till), [0, 0]);
  assert.equal((await till.send(till.purchase(100))).code, '00');
});

test('the amount in all: at it, a fen above, and what would not have been asked', async () => {
  const till = await signedOn();
  await till.send(till.purchase(5_000));
  const above = await till.send(till.purchase(2_001));
  assert.deepEqual(told(above), ['70', 'cvm.cumulative-amount']);
  assert.equal(above.outcome.figures.wouldPassMinor, 2_000);
  assert.equal((await till.send(till.purchase(2_000))).code, '00');
});

test('a tap that is reversed or voided is not counted', async () => {
  const till = await signedOn();
  const first = till.purchase(5_000);
  const paid = await till.send(first);
  assert.deepEqual(used(till), [5_000, 1]);
  await till.send(till.reversalOf(first));
  assert.deepEqual(used(till), [0, 0]);
  const second = till.purchase(4_000);
  const { outcome } = await till.send(second);
  assert.equal((await till.send(voidOf(till, second, outcome))).code, '00');
  assert.deepEqual(used(till), [0, 0]);
  assert.equal(paid.outcome.figures.leftCount, 2);
});

test('a tap whose void is reversed is counted again', async () => {
  const till = await signedOn();
  const tap = till.purchase(4_000);
  const { outcome } = await till.send(tap);
  const voiding = voidOf(till, tap, outcome);
  await till.send(voiding);
  assert.deepEqual([...used(till), till.card.day_spent_minor, till.card.day_count], [0, 0, 0, 0]);
  assert.equal((await till.send(till.reversalOf(voiding))).code, '00');
  assert.deepEqual([...used(till), till.card.day_spent_minor, till.card.day_count], [4_000, 1, 4_000, 1]);
});

test('a tap from before the right PIN, reversed after it, takes nothing off what was tapped since', async () => {
  const till = await signedOn();
  const before = till.purchase(1_000);
  await till.send(before);
  await till.send(till.purchaseWithPin());
  await till.send(till.purchase(3_000));
  await till.send(till.reversalOf(before));
  assert.deepEqual(used(till), [3_000, 1]);
});

test('field 63 tells the cashier the rule, and no figure of the card', async () => {
  const till = await signedOn();
  await till.send(till.purchase(5_000));
  const { message } = await till.send(till.purchase(5_000));
  assert.equal(parseF63(message.bytes(63)!).terminal, '累计免密金额已到，请输入密码');
});

test('a terminal that does not know 70 is told 61 of an amount and 65 of a count', async () => {
  const till = await signedOn();
  till.changeTerminal({ pin_required_code: false });
  assert.deepEqual(told(await till.send(till.purchase(5_001))), ['61', 'cvm.amount']);
  for (let taps = 0; taps < 3; taps += 1) await till.send(till.purchase(1));
  assert.deepEqual(told(await till.send(till.purchase(1))), ['65', 'cvm.count']);
});

test('a PIN that comes too late after 70: told to start again; in time, it is taken', async () => {
  for (const [lateMs, expected] of [
    [120_000, ['00', 'approved']],
    [120_001, ['19', 'cvm.pin-too-late']],
  ] as const) {
    const till = await signedOn();
    const tap = till.purchase(5_001);
    assert.equal((await till.send(tap)).code, '70');
    till.now += lateMs;
    const withPin = till
      .purchaseWithPin()
      .set(4, tap.text(4)!)
      .set(61, `000001${tap.text(11)}`);
    assert.deepEqual(told(await till.send(withPin)), expected);
  }
});

test('the risk rule asks at its hours and merchants; the till hears only that it is one', async () => {
  const risk = { from: '1200', until: '1300', aboveMinor: 2_000, categories: ['5411'] };
  const till = await openTill('tdes', {
    standard: { name: 'standard', version: 4, rules: { ...rules, risk } },
  });
  await till.signOn();
  assert.equal((await till.send(till.purchase(2_000))).code, '00');
  const asked = await till.send(till.purchase(2_001));
  assert.deepEqual(told(asked), ['70', 'cvm.risk']);
  assert.equal(parseF63(asked.message.bytes(63)!).terminal, '风险控制，请输入密码');
  const { riskFrom, riskUntil, riskAboveMinor, localTime, category, wouldPassMinor } = asked.outcome.figures;
  assert.deepEqual([riskFrom, riskUntil, localTime], ['12:00', '13:00', '12:00']);
  assert.deepEqual([riskAboveMinor, category, wouldPassMinor], [2_000, '5411', 2_000]);
  till.now += 3_600_000;
  assert.equal((await till.send(till.purchase(2_001))).code, '00');
});
