// Goal: field 55 says in words what it holds and prints no card data. Method: values with known meaning.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeChipData,
  describeCvmResults,
  describeTvr,
  maskChipData,
  tagEntry,
  writeTlv,
} from './index.js';

test('the TVR in words (EMV Book 3 Annex C5)', () => {
  const words = describeTvr(Uint8Array.of(0x80, 0x00, 0x04, 0x80, 0x00))!;
  assert.deepEqual(
    words.map((word) => word.en),
    [
      'offline data authentication was not performed',
      'online PIN entered',
      'transaction exceeds the floor limit',
    ],
  );
  assert.equal(describeTvr(new Uint8Array(4)), undefined);
});

test('CVM results in words (EMV Book 4 Annex A4)', () => {
  const { method, condition, outcome } = describeCvmResults(Uint8Array.of(0x42, 0x03, 0x02))!;
  assert.equal(method.zh, '联机加密密码');
  assert.equal(condition.en, 'if the terminal supports the CVM');
  assert.equal(outcome.en, 'successful');
  assert.equal(describeCvmResults(new Uint8Array(2)), undefined);
});

test('sensitive data objects are masked, nested ones and unknown ones too', () => {
  const pan = Uint8Array.of(0x62, 0x99, 0x99, 0x00, 0x00, 0x01, 0x00, 0x00);
  const date = Uint8Array.of(0x26, 0x11, 0x22);
  const nested = writeTlv([['5A', pan]]);
  const field = writeTlv([
    ['9A', date],
    ['70', nested],
    ['DF01', pan],
  ]);
  assert.equal(maskChipData(field), `9A03261122700A5A08${'*'.repeat(16)}DF0108${'*'.repeat(16)}`);
  const printed = JSON.stringify(describeChipData(field));
  assert.doesNotMatch(printed, /62999900/);
  assert.match(printed, /261122/);
});

test('a field with nothing to hide is not masked; one that does not parse is hidden whole', () => {
  assert.equal(maskChipData(writeTlv([['9A', Uint8Array.of(1, 2, 3)]])), undefined);
  assert.equal(maskChipData(Uint8Array.of(0x5a, 0x08, 0x62)), '******');
  assert.equal(tagEntry('DF99').sensitive, true);
});
