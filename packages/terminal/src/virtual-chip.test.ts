// Goal: the virtual chip makes cryptograms as a card of its bank, counts, takes its bank's answer only, and a payment
// that it refuses is reversed. Method: the chip alone, then a terminal that pays with it against a scripted host.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTlv, readCryptogram, readTlv, writeTlv } from '@tillgate/emv';
import { toHex } from '@tillgate/iso8583';
import {
  applicationCryptogram,
  CRYPTOGRAM_VERSIONS,
  type CryptogramVersion,
  emvUniqueKey,
  hexToBytes,
  issuerAuthenticationData,
} from '@tillgate/payment-crypto';
import { Card } from './card.js';
import type { ChipTerms } from './chip.js';
import { pan, Till } from './till.fixture.js';
import { VirtualChip } from './virtual-chip.js';

const masterKey = hexToBytes('9E830E7F91CE1FB380863743233EFD89');
const uniqueKey = emvUniqueKey(masterKey, pan, '01', 'A');
const chipOf = (version: CryptogramVersion = 'unionpay-01', atc = 41): VirtualChip =>
  new VirtualChip({ masterKey, option: 'A', version, pan, sequence: '001', atc });

const terms: ChipTerms = {
  amountMinor: 1234,
  transactionType: '00',
  currency: '156',
  date: '261122',
  unpredictableNumber: Uint8Array.of(1, 2, 3, 4),
  trace: '000007',
  serialNumber: '10000001',
  contactless: true,
  withPin: false,
};

/** Every tag of a request that the protocol names (section 4). */
const TAGS =
  '9F26 9F27 9F10 9F37 9F36 95 9A 9C 9F02 5F2A 82 9F1A 9F03 9F33 9F34 9F35 9F1E 84 9F09 9F41 9F63'.split(' ');

for (const version of CRYPTOGRAM_VERSIONS) {
  test(`${version}: field 55 has every tag, and a cryptogram over its own data`, () => {
    const field55 = chipOf(version).firstCryptogram(terms);
    assert.deepEqual(
      readTlv(field55).items.map(({ tag }) => tag),
      TAGS,
    );
    assert.ok(field55.length <= 255);
    const read = readCryptogram(field55);
    assert.ok(read && !('missing' in read));
    assert.equal(read.version, version);
    assert.deepEqual(read.cryptogram, applicationCryptogram(version, uniqueKey, read.atc, read.data));
  });

  test(`${version}: the chip takes its bank's answer, and no other`, () => {
    const chip = chipOf(version);
    const read = readCryptogram(chip.firstCryptogram(terms));
    assert.ok(read && !('missing' in read));
    const proof = issuerAuthenticationData(version, uniqueKey, {
      ...{ atc: read.atc, arqc: read.cryptogram, arc: '00', approved: true },
    });
    const answer = (value: Uint8Array): Uint8Array => writeTlv([['91', value]]);
    assert.equal(chip.takesAnswer(answer(proof), '00'), true);
    for (let at = 0; at < proof.length; at += 1) {
      const changed = proof.slice();
      changed[at] = changed[at]! ^ 1;
      assert.equal(chip.takesAnswer(answer(changed), '00'), false, `byte ${at}`);
    }
    assert.equal(chip.takesAnswer(undefined, '00'), true);
  });
}

test('the terminal writes down how the holder was verified', () => {
  const told = (bent: Partial<ChipTerms>): string => {
    const { items } = readTlv(chipOf().firstCryptogram({ ...terms, ...bent }));
    return ['9F34', '95'].map((tag) => toHex(findTlv(items, tag)!.value)).join(' ');
  };
  assert.equal(told({}), '1F0302 0000008000');
  assert.equal(told({ withPin: true }), '420300 0000048000');
  assert.equal(told({ contactless: false, withPin: true }), '420300 0000048000');
  assert.equal(told({ contactless: false }), '1E0300 0000088000');
});

test('the counter goes up with every cryptogram', () => {
  const chip = chipOf();
  const counters = [1, 2].map(() => {
    const read = readCryptogram(chip.firstCryptogram(terms));
    return read && !('missing' in read) ? read.atc : undefined;
  });
  assert.deepEqual(counters, [Uint8Array.of(0, 41), Uint8Array.of(0, 42)]);
});

const cardWith = (chip: VirtualChip): Card =>
  new Card({ entry: 'contactless', pan, expiry: '3012', sequence: '001', chip: async () => chip });

test('field 55 has the amount and date of its message, and comes again as it was with the PIN after a 70', async () => {
  const till = await Till.ready();
  till.host.reactions.push({ code: '70' });
  await till.terminal.sale(cardWith(chipOf()), 500);
  const [first, second] = till.host.requests.slice(-2).map((request) => request.bytes(55));
  assert.ok(first);
  assert.deepEqual(second, first);
  const read = readCryptogram(first);
  assert.ok(read && !('missing' in read));
  assert.deepEqual([Number(read.amount), read.date, read.currency], [500, '261122', '0156']);
});

test('an approval with a proof that is not the bank is taken back with reason 96', async () => {
  const till = await Till.ready();
  till.host.reactions.push({ fields: { 55: writeTlv([['91', new Uint8Array(10)]]) } });
  const outcome = await till.terminal.sale(cardWith(chipOf()), 500);
  assert.deepEqual([outcome.result, outcome.failure], ['failed', 'card-refused-answer']);
  assert.deepEqual(till.sold, {});
  await till.terminal.balance(cardWith(chipOf()));
  const reversal = till.host.requests.find(({ mti }) => mti === '0400');
  assert.equal(reversal?.text(39), '96');
});
