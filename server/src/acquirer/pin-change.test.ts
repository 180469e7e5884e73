// Goal: a PIN is changed once, by the old one, and by no message twice; what is refused leaves the old PIN in force.
// Method: the whole path in memory, with blocks made here under the terminal's working key.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { createTdes, encodePinBlockFormat0, pinFromText } from '@tillgate/payment-crypto';
import { parseF63 } from '@tillgate/pos-protocol';
import { StoreFault } from '../store/index.js';
import { openTill } from './open-till.fixture.js';
import { PAN, PIN, type Sent, type Till } from './till.fixture.js';

async function signedOn(): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  return till;
}

function blockOf(till: Till, pin: string): Uint8Array {
  const block = encodePinBlockFormat0(pinFromText(pin), PAN);
  createTdes(till.keys!.pin).encryptBlock(block, 0, block, 0);
  return block;
}

function changeOf(till: Till, newPin: string, oldPin = PIN): Message {
  const blocks = till.message('0100').set(52, blockOf(till, oldPin)).set(62, blockOf(till, newPin));
  return blocks
    .set(2, PAN)
    .set(3, '920000')
    .set(14, '3012')
    .set(22, '051')
    .set(25, '00')
    .set(26, '12')
    .set(49, '156')
    .set(53, '2600000000000000')
    .set(60, '02000001000600');
}

const told = ({ code, outcome }: Sent): readonly string[] => [code, outcome.reason];
const pays = async (till: Till, pin: string): Promise<string> =>
  (await till.send(till.purchaseWithPin(pin))).code;

test('the new PIN pays and the old one no longer; tries begin anew; nothing is booked', async () => {
  const till = await signedOn();
  till.changeCard({ pin_tries: 2 });
  const before = till.availableMinor;
  const changed = await till.send(changeOf(till, '90275'));
  assert.deepEqual([...told(changed), changed.macFits], ['00', 'pin-change.done', true]);
  assert.deepEqual([till.card.pin_tries, till.availableMinor, changed.row?.movement], [0, before, null]);
  assert.deepEqual([await pays(till, '90275'), await pays(till, PIN)], ['00', '55']);
});

test('a wrong old PIN counts, the third locks, and a locked card is told nothing of the right one', async () => {
  const till = await signedOn();
  const { pin_reference } = till.card;
  const answers = [];
  for (const oldPin of ['2468', '2468', '2468', PIN]) {
    answers.push(told(await till.send(changeOf(till, '9027', oldPin))));
  }
  assert.deepEqual(answers, [
    ['55', 'pin.wrong'],
    ['55', 'pin.wrong'],
    ['75', 'pin.locked'],
    ['75', 'pin.locked'],
  ]);
  assert.deepEqual(till.card.pin_reference, pin_reference);
});

test('a weak PIN, or the same one, is refused in words for the till, and the old one stays', async () => {
  const refusals = [
    ['5555', 'pin-change.same-digits', '新密码不能全部相同'],
    ['4321', 'pin-change.sequence', '新密码不能是连号'],
    [PIN, 'pin-change.unchanged', '新密码与原密码相同'],
  ] as const;
  for (const [newPin, reason, words] of refusals) {
    const till = await signedOn();
    const refused = await till.send(changeOf(till, newPin));
    assert.deepEqual(told(refused), ['12', reason]);
    assert.equal(parseF63(refused.message.bytes(63)!).terminal, words);
    assert.equal(await pays(till, PIN), '00');
  }
});

test('the same message again gets the same answer and has no second effect', async () => {
  const till = await signedOn();
  const body = await till.packed(changeOf(till, '9027'));
  const [first, second] = [await till.sendBody(body), await till.sendBody(body)];
  assert.deepEqual([second.code, second.outcome.rrn], ['00', first.outcome.rrn]);
  assert.deepEqual([till.card.pin_tries, till.books.transactions.size], [0, 2]);
  // As well when another change came between: what is answered is stored, what is in force is the last.
  await till.send(changeOf(till, '1470', '9027'));
  assert.equal((await till.sendBody(body)).code, '00');
  assert.equal(await pays(till, '1470'), '00');
});

test('a reversal is refused with its own reason, and the new PIN stays', async () => {
  const till = await signedOn();
  const change = changeOf(till, '9027');
  await till.send(change);
  const refused = await till.send(till.reversalOf(change));
  assert.deepEqual(told(refused), ['12', 'pin-change.final']);
  assert.equal(await pays(till, '9027'), '00');
});

test('of two changes at once the second meets the PIN of the first', async () => {
  const till = await signedOn();
  const sent = await Promise.all(['9027', '1470'].map((pin) => till.send(changeOf(till, pin))));
  assert.deepEqual(sent.map(({ code }) => code).sort(), ['00', '55']);
});

test('a commit that breaks leaves the old PIN or the new one, and says so truly', async () => {
  for (const [fault, patienceMs] of [
    ['refused', 0],
    ['unknown', 0],
    ['unknown', 1000],
  ] as const) {
    const till = await signedOn();
    till.patienceMs = patienceMs;
    till.storeFaults.push(new StoreFault(fault, 'planted'));
    const { code } = await till.send(changeOf(till, '9027'));
    assert.equal(code, patienceMs === 0 ? '96' : '00');
    assert.equal(await pays(till, code === '00' ? '9027' : PIN), '00', `${fault} ${code}`);
  }
});

test('without both blocks, of one length, it is no change of PIN', async () => {
  const till = await signedOn();
  const whole = (): Message => changeOf(till, '9027');
  const messages = [
    whole().delete(62),
    whole().set(62, new Uint8Array(16)),
    whole().delete(52).delete(26).set(22, '052').set(53, '0000000000000000'),
  ];
  for (const message of messages) assert.equal((await till.send(message)).code, '30');
  const undecodable = await till.send(whole().set(62, new Uint8Array(8)));
  assert.deepEqual(told(undecodable), ['99', 'pin.unknown']);
});

test('a card whose bank is behind a link is refused before anything is asked', async () => {
  const till = await signedOn();
  till.banks = { ...till.banks, isElsewhere: () => true };
  assert.deepEqual(told(await till.send(changeOf(till, '9027'))), ['40', 'pin-change.bank-elsewhere']);
});

test('a frozen card changes no PIN; neither PIN nor block is in any row', async () => {
  const till = await signedOn();
  till.changeCard({ status: 'frozen' });
  assert.deepEqual(told(await till.send(changeOf(till, '9027'))), ['62', 'card.frozen']);
  till.changeCard({ status: 'active' });
  await till.send(changeOf(till, '902751'));
  const kept = JSON.stringify([...till.books.transactions.values()]);
  for (const pin of ['902751', '9027', PIN]) {
    assert.ok(!kept.includes(Buffer.from(blockOf(till, pin)).toString('hex')), pin);
  }
  assert.ok(!kept.includes('902751'));
});
