// Every no of the acquirer. Goal: each refusal has the answer code of protocol section 11, its RRN is kept with the
// reason, and no money moves. Method: one good message, wrong in one place, through the whole path in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { packBody } from '@tillgate/pos-protocol';
import { DEFECTS_PER_KEY } from '../hsm/pin-check-limits.js';
import { StoreFault } from '../store/index.js';
import { openTill } from './open-till.fixture.js';
import { PAN, type Sent, TERMINAL_ID, type Till } from './till.fixture.js';

type Case = readonly [reason: string, code: string, what: string, run: (till: Till) => Promise<Sent>];

/** A good purchase without a PIN, changed. */
const purchase = (change: (message: Message) => Message) => (till: Till) =>
  till.send(change(till.purchase()));
/** A good purchase with a PIN, changed. */
const withPin = (change: (message: Message) => Message) => (till: Till) =>
  till.send(change(till.purchaseWithPin()));

const cases: readonly Case[] = [
  ['amount.invalid', '13', 'zero amount', purchase((message) => message.set(4, '000000000000'))],
  ['amount.invalid', '13', 'no amount', purchase((message) => message.delete(4))],
  ['currency.invalid', '12', 'another currency', purchase((message) => message.set(49, '840'))],
  ['currency.invalid', '12', 'no currency', purchase((message) => message.delete(49))],
  ['card.unknown', '14', 'a card that the bank does not know', withPinOf('6299990009999999')],
  ['card.unknown', '14', 'the same without a PIN', purchase((message) => message.set(2, '6299990009999999'))],
  ['card.unknown', '14', 'digits that are no PAN', purchase((message) => message.set(2, '62'))],
  [
    'issuer.unknown',
    '15',
    'a card of no bank here',
    purchase((message) => message.set(2, '4000000000000002')),
  ],
  ['pin.unknown', '99', 'a PIN block of zeros', withPin((message) => message.set(52, new Uint8Array(8)))],
  [
    'pin.unknown',
    '99',
    'a PIN block of another PAN',
    (till) => till.send(till.purchaseWithPin('1357', '6299990001000131')),
  ],
  ['message.format', '30', 'no card', purchase((message) => message.delete(2))],
  ['message.format', '30', 'no entry mode', purchase((message) => message.delete(22))],
  ['message.format', '30', 'PIN announced, none there', withPin((message) => message.delete(52))],
  ['message.format', '30', 'PIN there, none announced', withPin((message) => message.set(22, '072'))],
  [
    'message.format',
    '30',
    'a PIN block without PAN',
    withPin((message) => message.set(53, '1600000000000000')),
  ],
  [
    'message.format',
    '30',
    'a PIN under a single-length key',
    withPin((message) => message.set(53, '2000000000000000')),
  ],
  ['message.not-served', '40', 'a refund', purchase((message) => message.set(3, '200000'))],
  ['message.not-served', '40', 'a message without field 60', purchase((message) => message.delete(60))],
  ['message.not-served', '40', 'a sign-on under SM4', (till) => till.signOn('005')],
  ['key.single-length-refused', '58', 'a sign-on 001', (till) => till.signOn('001')],
  ['key.no-track-key', 'A7', 'an encrypted track and no track key', purchase(encryptedTrack)],
  ['mac.wrong', 'A0', 'no field 64', (till) => till.send(till.purchase(), null)],
  [
    'mac.wrong',
    'A0',
    'the PIN key in place of the MAC key',
    (till) => till.send(till.purchase(), { pin: till.keys!.mac, mac: till.keys!.pin }),
  ],
  ['terminal.unknown', '97', 'an unknown terminal', purchase((message) => message.set(41, '19999999'))],
  ['terminal.unknown', '97', 'a retired terminal', changed({ status: 'retired' })],
  ['terminal.suspended', '58', 'a suspended terminal', changed({ status: 'suspended' })],
  ['merchant.mismatch', '03', 'another merchant', purchase((message) => message.set(42, '999290058120003'))],
  ['merchant.mismatch', '03', 'a merchant that is gone', changed({ merchant_id: '999290000000000' })],
  ['key.not-signed-on', 'C1', 'no keys', changed({ current_keys: null, pending_keys: null })],
];

function withPinOf(pan: string): Case[3] {
  return (till) => till.send(till.purchaseWithPin('1357', pan).set(2, pan));
}

function encryptedTrack(message: Message): Message {
  return message.delete(2).set(35, `${PAN}D30122201234567890`).set(53, '0010000000000000');
}

function changed(change: Parameters<Till['changeTerminal']>[0]): Case[3] {
  return (till) => {
    till.changeTerminal(change);
    return till.send(till.purchase());
  };
}

for (const [reason, code, what, run] of cases) {
  test(`${what}: ${code}, ${reason}`, async () => {
    const till = await openTill();
    await till.signOn();
    await till.send(till.purchase(1));
    const before = till.availableMinor;
    const sent = await run(till);
    assert.deepEqual([sent.code, sent.outcome.reason], [code, reason]);
    assert.deepEqual([sent.row?.state, sent.row?.reason, sent.row?.answer_code], ['declined', reason, code]);
    assert.equal(sent.message.text(37), sent.row?.rrn);
    assert.equal(till.availableMinor, before);
  });
}

test('bytes behind the last field are a format error, with the field and the offset kept', async () => {
  const till = await openTill();
  const body = packBody({
    tpdu: { id: '60', destination: '0012', source: '0000' },
    header: {
      ...{ applicationClass: '61', softwareVersion: '31', terminalStatus: '0', centreRequest: '0' },
      subVersion: '311000',
    },
    message: till.purchase(),
  });
  const sent = await till.sendBody(Uint8Array.of(...body, 0));
  assert.deepEqual([sent.code, sent.outcome.reason], ['30', 'message.format']);
  assert.equal(sent.outcome.figures.offset, body.length);
});

test('an HSM that is gone: A7 without a MAC, kept with its reason, and paid once it is back', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1));
  for (const command of ['verifyMac', 'makeMac', 'panHash', 'translatePin'] as const)
    till.unplugged.add(command);
  const purchase = till.purchase(500);
  const sent = await till.send(purchase);
  assert.deepEqual([sent.code, sent.outcome.reason], ['A7', 'hsm.unreachable']);
  assert.equal(sent.message.bytes(64), undefined);
  assert.equal(sent.row?.reason, 'hsm.unreachable');
  till.unplugged.clear();
  const again = await till.send(purchase);
  assert.deepEqual([again.code, again.macFits], ['00', true]);
  assert.equal(till.availableMinor, 99_499);
});

test('too many defective PIN blocks under one key: 75, even for the next right PIN', async () => {
  const till = await openTill();
  await till.signOn();
  for (let defect = 1; defect <= DEFECTS_PER_KEY; defect += 1) {
    const sent = await till.send(till.purchaseWithPin().set(52, new Uint8Array(8)));
    assert.equal(sent.code, '99');
  }
  const before = till.availableMinor;
  const sent = await till.send(till.purchaseWithPin());
  assert.deepEqual([sent.code, sent.row?.reason], ['75', 'pin.too-many-checks']);
  assert.equal(till.availableMinor, before);
});

test('an HSM whose queue is full: 96 with its reason, and paid when it is free again', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1));
  till.hsmFault = 'TG_HSM_BUSY';
  till.unplugged.add('translatePin');
  const purchase = till.purchaseWithPin();
  const before = till.availableMinor;
  const sent = await till.send(purchase);
  assert.deepEqual([sent.code, sent.row?.reason, sent.macFits], ['96', 'hsm.busy', true]);
  assert.equal(till.availableMinor, before);
  till.unplugged.clear();
  assert.equal((await till.send(till.purchaseWithPin())).code, '00');
});

test('an HSM that goes between the commit and the answer: no approval leaves without its MAC', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1));
  const purchase = till.purchase(500);
  till.beforeStep = () => till.unplugged.add('makeMac');
  await assert.rejects(till.send(purchase), { code: 'TG_HSM_UNREACHABLE' });
  till.beforeStep = () => undefined;
  till.unplugged.clear();
  const again = await till.send(purchase);
  assert.deepEqual([again.code, again.outcome.repeated], ['00', true], 'the stored answer waits');
  assert.equal(till.availableMinor, 99_499);
});

test('books that cannot be reached: 96 without a MAC, no row and no money moved', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1));
  till.storeFaults.push(new StoreFault('gone', 'no connection'));
  const sent = await till.send(till.purchase(500));
  assert.deepEqual([sent.code, sent.outcome.reason, sent.row], ['96', 'host.malfunction', undefined]);
  assert.equal(sent.message.bytes(64), undefined, 'a terminal that hears it keeps its reversal');
  assert.equal(till.availableMinor, 99_999);
});

test('books that refuse a row: 96, and the refusal itself is kept', async () => {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1));
  till.storeFaults.push(new StoreFault('refused', 'a rule of the database'));
  const sent = await till.send(till.purchase(500));
  assert.deepEqual([sent.code, sent.row?.reason], ['96', 'host.malfunction']);
  assert.equal(till.availableMinor, 99_999);
});

test('a terminal behind the certificate of another is refused, and its keys are not touched', async () => {
  const till = await openTill();
  await till.signOn();
  till.certifiedTerminalId = TERMINAL_ID;
  assert.equal((await till.send(till.purchase())).code, '00');
  till.certifiedTerminalId = '10000009';
  const { version } = till.terminal;
  const refused = await till.send(till.purchase());
  assert.deepEqual([refused.code, refused.outcome.reason], ['58', 'terminal.certificate']);
  assert.deepEqual(refused.row?.figures, { certifiedTerminalId: '10000009' });
  assert.equal(refused.macFits, false, 'no key of the terminal that was named is used');
  assert.equal(till.terminal.version, version);
});
