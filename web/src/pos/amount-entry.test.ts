// Amount entry as on every till: from the right, one back, all away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressAmount } from './amount-entry.js';
import type { PadKey } from './pad.js';

const press = (...keys: PadKey[]): number => keys.reduce(pressAmount, 0);

test('digits come in from the right', () => {
  assert.equal(press('1', '2'), 12);
  assert.equal(press('1', '2', '3', '4'), 1_234);
  assert.equal(press('1', '2', '00'), 1_200);
  assert.equal(press('0', '00'), 0);
});

test('yellow takes one back, red takes all', () => {
  assert.equal(press('1', '2', '3', 'clear'), 12);
  assert.equal(press('1', '2', '00', 'clear', 'clear'), 12);
  assert.equal(press('1', '2', 'cancel'), 0);
});

test('what is too long changes nothing', () => {
  const full = press(...('99999999999'.split('') as PadKey[]));
  assert.equal(full, 99_999_999_999);
  assert.equal(pressAmount(full, '9'), full);
  assert.equal(pressAmount(full, '00'), full);
});
