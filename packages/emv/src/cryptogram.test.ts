// Goal: the cryptogram of field 55 is found with what it was made over, by version, and what it lacks is named.
// Method: one complete field, bent; the data of the Visa versions in the order of their specification.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCryptogram } from './cryptogram.js';
import { hex, writeTlv } from './tlv.js';

const objects: Readonly<Record<string, string>> = {
  '9F26': '1122334455667788',
  '9F27': '80',
  '9F10': '06010A03A0B800',
  '9F37': '52BF4585',
  '9F36': '001C',
  '95': '8000048000',
  '9A': '261122',
  '9C': '00',
  '9F02': '000000004000',
  '5F2A': '0156',
  '82': '1800',
  '9F1A': '0156',
  '9F03': '000000000000',
};
const terms = '000000004000000000000000015680000480000156261122' + '0052BF45851800001C';

const field55 = (change: Readonly<Record<string, string | undefined>> = {}): Uint8Array =>
  writeTlv(
    Object.entries({ ...objects, ...change }).flatMap(([tag, value]) =>
      value === undefined ? [] : [[tag, Uint8Array.from(Buffer.from(value, 'hex'))] as const],
    ),
  );

const read = (issuerData: string): { version: string | undefined; data: string } => {
  const cryptogram = readCryptogram(field55({ '9F10': issuerData }));
  assert.ok(cryptogram && !('missing' in cryptogram));
  return { version: cryptogram.version, data: hex(cryptogram.data) };
};

test('versions 10 and UnionPay 01 end in the card verification results', () => {
  assert.deepEqual(read('06010A03A0B800'), { version: 'visa-10', data: `${terms}03A0B800` });
  assert.deepEqual(read('07010103A0B80001'), { version: 'unionpay-01', data: `${terms}03A0B800` });
});

test('versions 18 and 22 end in the whole issuer application data', () => {
  assert.deepEqual(read('06011203A0B800'), { version: 'visa-18', data: `${terms}06011203A0B800` });
  const format2 = `1F220103A0B800${'00'.repeat(25)}`;
  assert.deepEqual(read(format2), { version: 'visa-22', data: terms + format2 });
});

test('a version that is not in the table has no name', () => {
  assert.equal(read('06011903A0B800').version, undefined);
});

test('amount, currency, date and counter come as they stand', () => {
  const cryptogram = readCryptogram(field55());
  assert.ok(cryptogram && !('missing' in cryptogram));
  const { amount, currency, date, atc } = cryptogram;
  assert.deepEqual([amount, currency, date, hex(atc)], ['000000004000', '0156', '261122', '001C']);
});

test('no cryptogram is none; a data object missing or of a wrong length is named', () => {
  assert.equal(readCryptogram(field55({ '9F26': undefined })), undefined);
  assert.deepEqual(readCryptogram(field55({ '9F36': undefined })), { missing: '9F36' });
  assert.deepEqual(readCryptogram(field55({ '9F02': '0000' })), { missing: '9F02' });
  assert.deepEqual(readCryptogram(field55({ '9F10': '0601' })), { missing: '9F10' });
  assert.deepEqual(readCryptogram(field55({ '9F26': '11' })), { missing: '9F26' });
});
