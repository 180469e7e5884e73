// Hours and stripe as the holder has set them, from the wire: the last second before, the first of, the last of and the
// first after; what the till hears, and what the holder does. Method: the whole path in memory, with a clock to set.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseF63 } from '@tillgate/pos-protocol';
import { openTill } from './open-till.fixture.js';
import { HOUR_MS, NOON, type Sent, type Till } from './till.fixture.js';

const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];

async function signedOn(change: Parameters<Till['changeCard']>[0]): Promise<Till> {
  const till = await openTill();
  till.changeCard(change);
  await till.signOn();
  return till;
}

test('noon to one: to the second, and the till hears no times', async () => {
  const till = await signedOn({ pay_hours: '1200-1300' });
  const at = async (ms: number): Promise<Sent> => {
    till.now = NOON + ms;
    return till.send(till.purchase(100));
  };
  const early = await at(-1000);
  assert.deepEqual(told(early), ['62', 'hours.outside']);
  assert.equal(parseF63(early.message.bytes(63)!).terminal, '持卡人设定此时段不支付');
  const { hoursFrom, hoursUntil, localTime, wouldPassAt } = early.outcome.figures;
  assert.deepEqual([hoursFrom, hoursUntil, localTime, wouldPassAt], ['12:00', '13:00', '11:59', '12:00']);
  assert.equal((await at(0)).code, '00');
  assert.equal((await at(HOUR_MS - 1)).code, '00');
  assert.deepEqual(told(await at(HOUR_MS)), ['62', 'hours.outside']);
  till.changeCard({ pay_hours: null });
  assert.equal((await at(HOUR_MS)).code, '00');
});

test('confirmed on the phone within the hours, fetched after them: paid', async () => {
  const till = await signedOn({ pay_hours: '1200-1201', phone_confirm_above_minor: 1_000 });
  till.now = NOON + 59_000;
  const purchase = till.purchase(2_000);
  const asked = await till.send(purchase);
  assert.equal(asked.code, '1A');
  await till.holderSays(asked.row!, { says: 'confirmed', by: 'passkey' });
  till.now = NOON + 62_000;
  assert.equal((await till.send(purchase)).code, '00');
});

test('the stripe where it is off: 45 with PIN and without, by fallback, too; the tap goes through', async () => {
  const till = await signedOn({ stripe_use: false });
  for (const [reading, withPin] of [
    ['02', true],
    ['02', false],
    ['80', true],
    ['91', false],
  ] as const) {
    const purchase = withPin ? till.purchaseWithPin() : till.purchase(100);
    const refused = await till.send(purchase.set(22, `${reading}${withPin ? 1 : 2}`));
    assert.deepEqual(told(refused), ['45', 'stripe.off'], reading);
  }
  assert.equal((await till.send(till.purchase(100))).code, '00');
  assert.equal((await till.send(till.purchaseWithPin().set(22, '051'))).code, '00');
});
