// Goal: purchases and balance enquiries go out as the protocol says and come to the right outcome. Method:
// the host fixture; what it received is looked at field by field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTdes, decodePinBlockFormat0, decryptEcb } from '@tillgate/payment-crypto';
import { formatF63 } from '@tillgate/pos-protocol';
import type { Entry } from './card.js';
import { card, pan, Till } from './till.fixture.js';

async function signedOn(change = {}, keySet: '003' | '004' = '003'): Promise<Till> {
  const till = await Till.open(change);
  await till.terminal.signOn(keySet);
  return till;
}

const entries: readonly [Entry, withPin: string, withoutPin: string][] = [
  ['manual', '011', '012'],
  ['stripe', '021', '022'],
  ['contact', '051', '052'],
  ['contactless', '071', '072'],
];

for (const [entry, withPin, withoutPin] of entries) {
  test(`${entry}: F22 ${withPin} with a PIN, ${withoutPin} without; F52, F26, F53 only with`, async () => {
    const till = await signedOn({ contactlessNoPinLimitMinor: 0 });
    await till.terminal.sale(card(entry), 1234);
    till.pin = '';
    const outcome = await till.terminal.sale(card(entry), 1234);
    assert.equal(outcome.result, 'approved');
    const [, first, second] = till.host.requests;
    assert.equal(first!.text(22), withPin);
    assert.equal(first!.text(53), '2600000000000000');
    assert.equal(first!.text(26), '12');
    assert.equal(second!.text(22), withoutPin);
    assert.deepEqual(
      [26, 52, 53].filter((field) => second!.has(field)),
      [],
    );
    assert.equal(first!.has(35), entry !== 'manual');
    assert.equal(first!.has(2), entry !== 'stripe');
    assert.equal(first!.text(4), '000000001234');
    assert.equal(first!.text(60), '22000001000600');
  });
}

test('the PIN block is format 0 under the PIN key, bound to the PAN', async () => {
  const till = await signedOn();
  await till.terminal.sale(card('contact'), 1234);
  const pinBlock = till.host.requests[1]!.bytes(52)!;
  const clear = decryptEcb(createTdes(till.host.key(1)), pinBlock);
  assert.equal([...decodePinBlockFormat0(clear, pan)].join(''), '246810');
});

test('with a track key the track goes out encrypted, eight bytes of it, and F53 says so', async () => {
  const till = await signedOn({}, '004');
  await till.terminal.sale(card('contactless'), 100);
  const request = till.host.requests[1]!;
  assert.equal(request.text(53), '0610000000000000');
  const sent = request.text(35)!;
  const clear = `${pan}D30122200000000000`;
  assert.equal(sent.length, clear.length);
  const end = Math.ceil(clear.length / 2) - 1;
  const cipherBytes = Uint8Array.from(Buffer.from(sent.slice((end - 8) * 2, end * 2), 'hex'));
  const middle = Buffer.from(decryptEcb(createTdes(till.host.key(3)), cipherBytes))
    .toString('hex')
    .toUpperCase();
  assert.equal(sent.slice(0, (end - 8) * 2) + middle + sent.slice(end * 2), clear);
});

test('contact, stripe and manual ask for the PIN; contactless only above the limit', async () => {
  const till = await signedOn();
  for (const entry of ['contact', 'stripe', 'manual', 'contactless'] as const) {
    await till.terminal.sale(card(entry), 100_000);
  }
  await till.terminal.sale(card('contactless'), 100_001);
  assert.deepEqual(
    till.pinRequests.map(({ reason }) => reason),
    ['entry-mode', 'entry-mode', 'entry-mode', 'amount'],
  );
  assert.equal(till.pinRequests[0]!.maskedPan, '629999*********0011');
});

test('a holder who cancels sends nothing; a PIN of three digits is refused', async () => {
  const till = await signedOn();
  till.pin = undefined;
  assert.equal((await till.terminal.sale(card('contact'), 100)).failure, 'cancelled');
  till.pin = '123';
  assert.equal((await till.terminal.sale(card('contact'), 100)).failure, 'invalid-pin');
  assert.equal(till.host.requests.length, 1);
  assert.equal(till.stored!.pendingReversal, undefined);
});

test('70: asks for the PIN and sends again: new trace, F61, same F55, F22 ending in 1', async () => {
  const till = await signedOn();
  const chipData = Uint8Array.from([0x9f, 0x36, 0x02, 0x00, 0x01, 0x95, 0x05, 0, 0, 0, 0, 0]);
  const texts = { organisation: 'CUP', issuer: '', network: '', acquirer: '', terminal: '今日第五笔' };
  till.host.reactions = [{ code: '70', fields: { 63: formatF63(texts) } }];
  const outcome = await till.terminal.sale(card('contactless', chipData), 5000);
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(
    till.pinRequests.map(({ reason, hostText }) => [reason, hostText]),
    [['host', '今日第五笔']],
  );
  const [, first, second] = till.host.requests;
  assert.equal(first!.text(22), '072');
  assert.equal(second!.text(22), '071');
  assert.equal(second!.text(11), '000003');
  assert.equal(second!.text(61), '000001000002');
  assert.deepEqual(second!.bytes(55), first!.bytes(55));
  assert.ok(second!.has(52));
  assert.deepEqual(till.host.charged, till.sold);
});

test('a terminal that does not understand 70 takes it as a decline', async () => {
  const till = await signedOn({ understandsPinRequest: false });
  till.host.reactions = [{ code: '70' }];
  const outcome = await till.terminal.sale(card(), 5000);
  assert.equal(outcome.result, 'declined');
  assert.equal(till.pinRequests.length, 0);
});

test('70 without a MAC: the first request is reversed before the second is sent', async () => {
  const till = await signedOn();
  till.host.reactions = [{ code: '70', fault: 'no-mac' }];
  await till.terminal.sale(card(), 5000);
  assert.deepEqual(till.sentKinds, ['0800', '0200 000000', '0400 000000', '0200 000000']);
});

test('1A: the very same message again until the final answer, with the link for the QR code', async () => {
  const till = await signedOn();
  const texts = formatF63({
    organisation: 'CUP',
    issuer: '',
    network: '',
    acquirer: '',
    terminal: '请在手机上确认 42',
  });
  const wait = { code: '1A', fields: { 59: 'Q1014https://t.test', 63: texts } };
  till.host.reactions = [wait, wait, { fault: 'lose-request' }, {}];
  const outcome = await till.terminal.sale(card(), 5000);
  assert.equal(outcome.result, 'approved');
  assert.deepEqual(
    till.host.requests.map((request) => request.text(11)),
    ['000001', '000002', '000002', '000002'],
  );
  assert.deepEqual(
    till.events.filter(({ type }) => type === 'confirm-on-phone'),
    [{ type: 'confirm-on-phone', link: 'https://t.test', hostText: '请在手机上确认 42' }],
  );
  assert.equal(till.stored!.pendingReversal, undefined);
});

test('1A: not confirmed in time, the reversal stays with reason 06', async () => {
  const till = await signedOn();
  till.host.reactions = new Array(60).fill({ code: '1A' });
  const outcome = await till.terminal.sale(card(), 5000);
  assert.equal(outcome.failure, 'confirmation-timeout');
  assert.equal(till.stored!.pendingReversal?.reason, '06');
  assert.equal(till.host.requests.length, 2 + 40);
});

test('a decline tells code, text and advice, and leaves no reversal', async () => {
  const till = await signedOn();
  till.host.reactions = [{ code: '51' }];
  const outcome = await till.terminal.sale(card(), 5000);
  assert.equal(outcome.result, 'declined');
  assert.equal(outcome.answerCode, '51');
  assert.equal(outcome.text.zh, '余额不足');
  assert.equal(outcome.rrn, '632600000200');
  assert.equal(till.stored!.pendingReversal, undefined);
  assert.equal(till.terminal.journal.length, 0);
});

test('a partial approval sells for the amount of the answer', async () => {
  const till = await signedOn();
  till.host.reactions = [{ code: '10', fields: { 4: '000000003000' } }];
  const outcome = await till.terminal.sale(card(), 5000);
  assert.equal(outcome.result, 'approved');
  assert.equal(outcome.amountMinor, 3000);
});

test('a balance enquiry answers the balance and never leaves a reversal', async () => {
  const till = await signedOn();
  const outcome = await till.terminal.balance(card('contact'));
  assert.equal(outcome.balanceMinor, 1_000_000);
  const request = till.host.requests[1]!;
  assert.equal(request.text(3), '310000');
  assert.equal(request.text(60), '01000001000600');
  assert.equal(request.has(4), false);
  till.host.reactions = [{ fault: 'lose-answer' }];
  assert.equal((await till.terminal.balance(card('contact'))).result, 'failed');
  assert.equal(till.stored!.pendingReversal, undefined);
});

test('before a sale: signed on, room in the journal, one action at a time, a possible amount', async () => {
  const till = await Till.open({ journalLimit: 1 });
  assert.equal((await till.terminal.sale(card(), 100)).failure, 'not-signed-on');
  await till.terminal.signOn();
  const [first, second] = await Promise.all([
    till.terminal.sale(card(), 100),
    till.terminal.sale(card(), 100),
  ]);
  assert.equal(first.result, 'approved');
  assert.equal(second.failure, 'busy');
  assert.equal((await till.terminal.sale(card(), 100)).failure, 'journal-full');
  for (const amount of [0, -1, 1.5, 1e12])
    await assert.rejects(till.terminal.sale(card(), amount), RangeError);
});

test('a screen sees the stages in order', async () => {
  const till = await signedOn();
  till.events.length = 0;
  await till.terminal.sale(card('contact'), 100);
  assert.deepEqual(
    till.events.map((event) => (event.type === 'stage' ? event.stage : event.type)),
    ['preparing', 'entering-pin', 'connecting', 'sending', 'waiting', 'checking', 'idle'],
  );
});
