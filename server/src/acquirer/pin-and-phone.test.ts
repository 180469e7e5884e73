// A payment above what its holder has set for both, from the wire: 70 first, 1A after the right PIN, paid after the
// holder's yes; and what is answered when either half fails. Method: the whole path in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { parseF63 } from '@tillgate/pos-protocol';
import { openTill } from './open-till.fixture.js';
import { PIN, type Sent, type Till } from './till.fixture.js';

const ABOVE = 20_000;
const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];

async function signedOn(): Promise<Till> {
  const till = await openTill();
  till.changeCard({ pin_and_phone_above_minor: ABOVE });
  await till.signOn();
  return till;
}

/** After the demand for the PIN, which it names. */
function withPin(till: Till, first: Message, pin = PIN): Message {
  const amount = first.text(4) ?? '';
  return till
    .purchaseWithPin(pin)
    .set(4, amount)
    .set(61, `000001${first.text(11)}`);
}

test('at it neither is asked for; above it first the PIN, then the phone, and then it is paid', async () => {
  const till = await signedOn();
  assert.equal((await till.send(till.purchase(ABOVE))).code, '00');
  const left = till.availableMinor;
  const first = till.purchase(ABOVE + 1);
  const demanded = await till.send(first);
  assert.deepEqual(told(demanded), ['70', 'cvm.both-pin']);
  assert.equal(demanded.outcome.figures.wouldPassMinor, ABOVE);
  const second = withPin(till, first);
  const asked = await till.send(second);
  assert.deepEqual([...told(asked), asked.row?.state], ['1A', 'cvm.both-phone', 'awaiting']);
  assert.match(parseF63(asked.message.bytes(63)!).terminal, /^密码正确，请再在手机上确认 \d\d$/);
  assert.equal(till.availableMinor, left);
  await till.holderSays(asked.row!, { says: 'confirmed', by: 'passkey' });
  assert.equal((await till.send(second)).code, '00');
  assert.equal(till.availableMinor, left - ABOVE - 1);
});

test('the PIN half fails: 55, and the phone is not asked', async () => {
  const till = await signedOn();
  const first = till.purchase(ABOVE + 1);
  await till.send(first);
  const wrong = await till.send(withPin(till, first, '2468'));
  assert.deepEqual([...told(wrong), wrong.row?.state], ['55', 'pin.wrong', 'declined']);
});

test('the phone half fails: 05 with a reason of the phone, refused or too late, though the PIN was right', async () => {
  for (const reason of ['phone.refused', 'phone.expired']) {
    const till = await signedOn();
    const first = till.purchase(ABOVE + 1);
    await till.send(first);
    const second = withPin(till, first);
    const asked = await till.send(second);
    if (reason === 'phone.refused') await till.holderSays(asked.row!, { says: 'refused' });
    else till.now += 120_000;
    const failed = await till.send(second);
    assert.deepEqual(told(failed), ['05', reason]);
    assert.equal(till.availableMinor, 100_000);
  }
});

test('a payment code has one half only: 61, and what it may pay is told', async () => {
  const till = await signedOn();
  await till.showCode('621234567890123456');
  const scan = (amountMinor: number): Message => {
    const sale = till.purchase(amountMinor).set(22, '032').set(59, 'A3018621234567890123456');
    return sale.delete(2).delete(14).delete(53);
  };
  const refused = await till.send(scan(ABOVE + 1));
  assert.deepEqual(told(refused), ['61', 'cvm.both-by-code']);
  assert.equal(refused.outcome.figures.wouldPassMinor, ABOVE);
  assert.equal((await till.send(scan(ABOVE))).code, '00');
});
