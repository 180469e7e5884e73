// Amounts and moments as people read them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountDigits } from './amount.js';
import { agoOf, dateOf, microsOf, timeOf } from './moment.js';

test('amounts keep every fen, at any size', () => {
  assert.equal(amountDigits(0), '0.00');
  assert.equal(amountDigits(5), '0.05');
  assert.equal(amountDigits(123_456), '1,234.56');
  assert.equal(amountDigits(999_999_999_999), '9,999,999,999.99');
  assert.equal(amountDigits(-1_200), '−12.00');
});

test('moments are in the zone of the acquirer, whatever this machine thinks', () => {
  const at = Date.UTC(2026, 10, 21, 16, 5, 9);
  assert.equal(timeOf(at), '00:05:09');
  assert.equal(dateOf(at), '2026-11-22');
});

test('how long ago is told in the largest whole unit', () => {
  assert.equal(agoOf(0, 3_000, 'en'), '3 seconds ago');
  assert.equal(agoOf(0, 119_000, 'en'), '1 minute ago');
  assert.equal(agoOf(0, 7_200_000, 'zh'), '2小时前');
  assert.equal(agoOf(5_000, 0, 'en'), 'now');
});

test('microseconds are grouped', () => assert.equal(microsOf(1_234_567), '1,234,567 µs'));
