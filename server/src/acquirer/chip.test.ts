// Goal: a chip card's cryptogram decides whether its payment is looked at at all, its counter never serves twice, and
// the answer carries the bank's proof. Method: the whole payment path with a card whose key is derived here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cryptogramData, findTlv, readTlv, writeTlv } from '@tillgate/emv';
import type { Message } from '@tillgate/iso8583';
import {
  applicationCryptogram,
  type CryptogramVersion,
  emvUniqueKey,
  hexToBytes,
  issuerAuthenticationData,
} from '@tillgate/payment-crypto';
import { openTill } from './open-till.fixture.js';
import { PAN, type Sent, type Till } from './till.fixture.js';
import { IMK_AC } from './till-keys.fixture.js';

const ISSUER_DATA: Readonly<Record<CryptogramVersion, string>> = {
  'visa-10': '06010A03A00000',
  'visa-18': '06011203A00000',
  'visa-22': `1F220103A00000${'00'.repeat(25)}`,
  'unionpay-01': '07010103A0000001',
};

interface Chip {
  readonly atc: number;
  readonly version?: CryptogramVersion;
  readonly sequence?: string;
  readonly changes?: Readonly<Record<string, string>>;
  readonly key?: Uint8Array;
}

const OBJECTS: Readonly<Record<string, string>> = {
  ...{ '9F37': '01020304', '95': '0000008000', '9A': '261122', '9C': '00', '9F02': '000000000100' },
  ...{ '5F2A': '0156', '82': '7C00', '9F1A': '0156', '9F03': '000000000000' },
};

/** F55 and what the bank's proof must be made of. */
function chipData({ atc, version = 'unionpay-01', sequence = '01', changes = {}, key }: Chip) {
  const counter = atc.toString(16).padStart(4, '0');
  const objects: Record<string, string> = { ...OBJECTS, '9F36': counter, ...changes };
  const issuerData = hexToBytes(ISSUER_DATA[version]);
  const data = cryptogramData((tag) => hexToBytes(objects[tag]!), version, issuerData);
  const uniqueKey = key ?? emvUniqueKey(hexToBytes(IMK_AC), PAN, sequence, 'A');
  const arqc = applicationCryptogram(version, uniqueKey, hexToBytes(counter), data);
  const field55 = writeTlv([
    ['9F26', arqc],
    ['9F27', Uint8Array.of(0x80)],
    ['9F10', issuerData],
    ...Object.entries(objects).map(([tag, value]) => [tag, hexToBytes(value)] as const),
  ]);
  const proof = (arc: string, approved: boolean): Uint8Array =>
    issuerAuthenticationData(version, uniqueKey, { atc: hexToBytes(counter), arqc, arc, approved });
  return { field55, proof };
}

const proofIn = (sent: Sent): Uint8Array | undefined =>
  findTlv(readTlv(sent.message.bytes(55) ?? new Uint8Array(0)).items, '91')?.value;

async function signedOn(): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  return till;
}

const pay = (till: Till, chip: Chip, change = (message: Message): Message => message): Promise<Sent> =>
  till.send(change(till.purchase().set(23, '001').set(55, chipData(chip).field55)));

for (const version of Object.keys(ISSUER_DATA) as CryptogramVersion[]) {
  test(`${version}: a right cryptogram is approved, and the answer carries the bank's proof`, async () => {
    const till = await signedOn();
    const chip = chipData({ atc: 1, version });
    const sent = await till.send(till.purchase().set(23, '001').set(55, chip.field55));
    assert.equal(sent.code, '00');
    assert.deepEqual(proofIn(sent), chip.proof('00', true));
  });
}

test('a decline is answered to the card, too', async () => {
  const till = await signedOn();
  const chip = chipData({ atc: 1, changes: { '9F02': '000000100001' } });
  const dear = till.purchaseWithPin().set(4, '000000100001').set(22, '071').set(55, chip.field55);
  const sent = await till.send(dear);
  assert.equal(sent.outcome.reason, 'limit.amount');
  assert.deepEqual(proofIn(sent), chip.proof('61', false));
});

const wrongCards: readonly (readonly [reason: string, chip: Chip])[] = [
  ['arqc.key', { atc: 1, key: hexToBytes('0123456789ABCDEFFEDCBA9876543210') }],
  ['arqc.sequence', { atc: 1, sequence: '00' }],
  ['arqc.amount', { atc: 1, changes: { '9F02': '000000000001' } }],
  ['arqc.amount', { atc: 1, changes: { '5F2A': '0840' } }],
  ['arqc.amount', { atc: 1, changes: { '9A': '261119' } }],
];

for (const [reason, chip] of wrongCards) {
  test(`${reason} ${JSON.stringify(chip.changes ?? '')}: 34, no proof, no money, no counter`, async () => {
    const till = await signedOn();
    const before = till.availableMinor;
    const sent = await pay(till, chip);
    assert.deepEqual([sent.code, sent.outcome.reason, proofIn(sent)], ['34', reason, undefined]);
    assert.equal(till.availableMinor, before);
    assert.equal((await pay(till, { atc: 1 })).code, '00', 'the counter is still free');
  });
}

test('arqc.option: a long PAN whose key was derived the other way', async () => {
  const till = await signedOn();
  const pan = '6299990000001000011';
  await till.addCard(pan);
  const key = emvUniqueKey(hexToBytes(IMK_AC), pan, '01', 'B');
  const sent = await pay(till, { atc: 1, key }, (message) => message.set(2, pan));
  assert.deepEqual([sent.code, sent.outcome.reason], ['34', 'arqc.option']);
});

test('a wrong cryptogram costs no PIN try and tells nothing of the PIN', async () => {
  const till = await signedOn();
  const chip = chipData({ atc: 1, key: hexToBytes('0123456789ABCDEFFEDCBA9876543210') });
  const sent = await till.send(till.purchaseWithPin('9999').set(55, chip.field55));
  assert.equal(sent.outcome.reason, 'arqc.key');
  assert.equal([...till.books.cards.values()][0]?.pin_tries, 0);
});

test('a counter serves once, and only upwards; a declined payment has used it, too', async () => {
  const till = await signedOn();
  assert.equal((await pay(till, { atc: 5 })).code, '00');
  for (const atc of [5, 4, 1]) {
    const sent = await pay(till, { atc });
    assert.deepEqual([sent.code, sent.outcome.reason, proofIn(sent)], ['34', 'arqc.replay', undefined]);
  }
  const chip = chipData({ atc: 6 });
  const wrongPin = await till.send(till.purchaseWithPin('9999').set(55, chip.field55));
  assert.equal(wrongPin.outcome.reason, 'pin.wrong');
  assert.equal((await pay(till, { atc: 6 })).outcome.reason, 'arqc.replay');
  assert.equal((await pay(till, { atc: 200 })).code, '00');
});

test('the same message again gets the same answer again, proof included', async () => {
  const till = await signedOn();
  const message = till.purchase().set(55, chipData({ atc: 1 }).field55);
  const [first, again] = [await till.send(message), await till.send(message)];
  assert.equal(again.outcome.repeated, true);
  assert.deepEqual([again.code, proofIn(again)], [first.code, proofIn(first)]);
});

test('after a 70 the same cryptogram comes once more with the PIN, and never again', async () => {
  const till = await signedOn();
  const { field55, proof } = chipData({ atc: 9 });
  const first = till.purchase().set(22, '052').set(55, field55);
  const asked = await till.send(first);
  assert.deepEqual([asked.code, proofIn(asked)], ['70', undefined]);
  const resume = (): Message =>
    till
      .purchaseWithPin()
      .set(22, '051')
      .set(55, field55)
      .set(61, `000001${first.text(11)}`);
  const paid = await till.send(resume());
  assert.deepEqual([paid.code, proofIn(paid)], ['00', proof('00', true)]);
  assert.equal((await till.send(resume())).outcome.reason, 'arqc.replay');
});

test('the counter of a 70 is open to nobody who does not name that payment', async () => {
  const till = await signedOn();
  const { field55 } = chipData({ atc: 9 });
  assert.equal((await till.send(till.purchase().set(22, '052').set(55, field55))).code, '70');
  const other = till.purchaseWithPin().set(22, '051').set(55, field55);
  assert.equal((await till.send(other)).outcome.reason, 'arqc.replay');
});

test('without a cryptogram the payment is decided by what else it brings', async () => {
  const till = await signedOn();
  const sent = await till.send(till.purchase().set(55, hexToBytes('9F360200019F2701809A03261122')));
  assert.deepEqual([sent.code, sent.message.has(55)], ['00', false]);
});

test('a cryptogram without all that it was made over is a format error', async () => {
  const till = await signedOn();
  const sent = await till.send(till.purchase().set(55, hexToBytes('9F260811223344556677889F36020001')));
  assert.deepEqual([sent.code, sent.outcome.reason], ['30', 'message.format']);
});

test('no approval leaves when the HSM cannot check, or cannot answer the card', async () => {
  const till = await signedOn();
  till.unplugged.add('verifyArqc');
  assert.equal((await pay(till, { atc: 1 })).outcome.reason, 'hsm.unreachable');
  till.unplugged.clear();
  till.unplugged.add('makeArpc');
  await assert.rejects(pay(till, { atc: 1 }), { code: 'TG_HSM_UNREACHABLE' });
});
