// A policy tried on payments that were: who is asked, and that asking begins the allowances anew.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card } from '../store/card.fixture.js';
import type { CvmRules } from '../store/index.js';
import { standardPolicy } from './cvm-policy.js';
import { askedUnder, type PaymentBefore } from './preview-policy.js';

let rrns = 0;
const paid = (bent: Partial<PaymentBefore> = {}): PaymentBefore => ({
  rrn: String(++rrns).padStart(12, '0'),
  ...{ merchantId: 'm', amountMinor: 10_000, entryMode: '072', broughtPin: false, confirmedOnPhone: false },
  ...{
    noPinLimitMinor: 100_000,
    isAbroad: false,
    localDate: '20261122',
    localTime: '120000',
    category: '5411',
    card,
  },
  ...bent,
});

const asked = (rules: Partial<CvmRules>, payments: readonly PaymentBefore[]): readonly boolean[] => {
  const set = askedUnder({ ...standardPolicy, rules: { ...standardPolicy.rules, ...rules } }, payments);
  return payments.map(({ rrn }) => set.has(rrn));
};

const count = (most: number) => ({ sincePin: { amountMinor: 10_000_000, count: most } });

test('after each PIN that is asked the count begins anew', () => {
  const taps = [paid(), paid(), paid(), paid(), paid(), paid()];
  assert.deepEqual(asked(count(2), taps), [false, false, true, false, false, true]);
  assert.deepEqual(asked(count(1), taps), [false, true, false, true, false, true]);
  assert.deepEqual(asked({}, taps), [false, false, false, false, false, false]);
});

test('a PIN that came unasked is no demand, and begins the count anew, too', () => {
  const payments = [paid(), paid({ broughtPin: true, entryMode: '051' }), paid(), paid()];
  assert.deepEqual(asked(count(1), payments), [false, false, false, true]);
});

test('each card has its own count, each day its own allowance', () => {
  const other = { ...card, card_id: 2 };
  assert.deepEqual(asked(count(1), [paid(), paid({ card: other }), paid()]), [false, false, true]);
  const perDay = { perDay: { amountMinor: 10_000, count: 9 } };
  assert.deepEqual(asked(perDay, [paid(), paid(), paid({ localDate: '20261123' })]), [false, true, false]);
});

test('what the card was used for before the window does not count, what the holder set does', () => {
  const used = { ...card, unverified_count: 99, day: '20261122', day_unverified_count: 99, is_new: true };
  assert.deepEqual(asked({}, [paid({ card: used })]), [false]);
  assert.deepEqual(asked({}, [paid({ card: { ...card, no_pin_limit_minor: 0 } })]), [true]);
});
