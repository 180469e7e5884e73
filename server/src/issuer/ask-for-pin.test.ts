// The policy for payments without a PIN as a decision table: for every rule a payment just below it, at it and above
// it. Method: one policy with limits that are far apart, one good card and one good tap, bent a little for each row.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card as goodCard } from '../store/card.fixture.js';
import type { CardRow, CvmPolicy, CvmRules } from '../store/index.js';
import { decidePayment } from './decide-payment.js';
import type { PaymentAsk, Rung } from './payment-ask.js';

const rules: CvmRules = {
  perPaymentMinor: 100_000,
  sincePin: { amountMinor: 300_000, count: 5 },
  perDay: { amountMinor: 200_000, count: 3 },
  onDeviceMinor: 400_000,
  fallback: 'pin',
  newCard: 'pin',
  abroad: 'pin',
  signature: 'allowed',
  pinOnPhone: 'set',
  risk: null,
};

const card: CardRow = { ...goodCard, day: '20261122', available_minor: 10_000_000 };

const tap: PaymentAsk = {
  kind: 'purchase',
  amountMinor: 10_000,
  entryMode: '072',
  pin: undefined,
  verifiedOnDevice: false,
  noPinLimitMinor: 100_000,
  isAbroad: false,
  phone: 'cannot',
  localDate: '20261122',
  localTime: '120000',
  category: '5411',
  rrn: '632600000001',
};

type Row = readonly [
  what: string,
  ask: Partial<PaymentAsk>,
  card: Partial<CardRow>,
  rules: Partial<CvmRules>,
  reason: string,
];

const small = { noPinLimitMinor: 30_000 };
const yesterday = { day: '20261121' };
const signing = { product: 'credit', signature_instead_of_pin: true } as const;
const verified = { verifiedOnDevice: true };

const table: readonly Row[] = [
  ["below the bank's limit of a payment", { amountMinor: 99_999 }, {}, {}, 'approved'],
  ["at the bank's limit of a payment", { amountMinor: 100_000 }, {}, {}, 'approved'],
  ["above the bank's limit of a payment", { amountMinor: 100_001 }, {}, {}, 'cvm.amount'],
  [
    'above it at a merchant that allows more',
    { amountMinor: 100_001, noPinLimitMinor: 200_000 },
    {},
    {},
    'cvm.amount',
  ],
  ["below the merchant's limit", { ...small, amountMinor: 29_999 }, {}, {}, 'approved'],
  ["at the merchant's limit", { ...small, amountMinor: 30_000 }, {}, {}, 'approved'],
  ["above the merchant's limit", { ...small, amountMinor: 30_001 }, {}, {}, 'cvm.amount'],
  ["below the holder's setting", { amountMinor: 19_999 }, { no_pin_limit_minor: 20_000 }, {}, 'approved'],
  ["at the holder's setting", { amountMinor: 20_000 }, { no_pin_limit_minor: 20_000 }, {}, 'approved'],
  [
    "above the holder's setting",
    { amountMinor: 20_001 },
    { no_pin_limit_minor: 20_000 },
    {},
    'cvm.holder-setting',
  ],
  [
    'a fen where the holder wants it always',
    { amountMinor: 1 },
    { no_pin_limit_minor: 0 },
    {},
    'cvm.holder-setting',
  ],
  [
    "a holder's setting above the bank's",
    { amountMinor: 100_001 },
    { no_pin_limit_minor: 500_000 },
    {},
    'cvm.amount',
  ],
  ['below the amount since the last PIN', {}, { unverified_minor: 289_999 }, {}, 'approved'],
  ['at the amount since the last PIN', {}, { unverified_minor: 290_000 }, {}, 'approved'],
  ['above the amount since the last PIN', {}, { unverified_minor: 290_001 }, {}, 'cvm.cumulative-amount'],
  ['below the count since the last PIN', {}, { unverified_count: 3 }, {}, 'approved'],
  ['at the count since the last PIN', {}, { unverified_count: 4 }, {}, 'approved'],
  ['above the count since the last PIN', {}, { unverified_count: 5 }, {}, 'cvm.count'],
  ['below the amount of a day', {}, { day_unverified_minor: 189_999 }, {}, 'approved'],
  ['at the amount of a day', {}, { day_unverified_minor: 190_000 }, {}, 'approved'],
  ['above the amount of a day', {}, { day_unverified_minor: 190_001 }, {}, 'cvm.amount-today'],
  ['above it, but yesterday', {}, { ...yesterday, day_unverified_minor: 190_001 }, {}, 'approved'],
  ['below the count of a day', {}, { day_unverified_count: 1 }, {}, 'approved'],
  ['at the count of a day', {}, { day_unverified_count: 2 }, {}, 'approved'],
  ['above the count of a day', {}, { day_unverified_count: 3 }, {}, 'cvm.count-today'],
  ['above it, but yesterday', {}, { ...yesterday, day_unverified_count: 3 }, {}, 'approved'],
  ['on the device, below its limit', { ...verified, amountMinor: 399_999 }, {}, {}, 'approved'],
  ['on the device, at its limit', { ...verified, amountMinor: 400_000 }, {}, {}, 'approved'],
  ['on the device, above its limit', { ...verified, amountMinor: 400_001 }, {}, {}, 'cvm.device-limit'],
  [
    'on the device, without a limit',
    { ...verified, amountMinor: 900_000 },
    {},
    { onDeviceMinor: null },
    'approved',
  ],
  [
    'on the device, everything used up',
    verified,
    { unverified_count: 5, day_unverified_count: 3 },
    {},
    'approved',
  ],
  ['on the device, a new card', verified, { is_new: true }, {}, 'approved'],
  ['on the device, abroad', { ...verified, isAbroad: true }, {}, {}, 'cvm.abroad'],
  ['a new card', {}, { is_new: true }, {}, 'cvm.new-card'],
  [
    'a new card where the policy makes no difference',
    {},
    { is_new: true },
    { newCard: 'as-others' },
    'approved',
  ],
  ['a card from abroad', { isAbroad: true }, {}, {}, 'cvm.abroad'],
  [
    'the same where the policy makes no difference',
    { isAbroad: true },
    {},
    { abroad: 'as-at-home' },
    'approved',
  ],
  ['inserted', { entryMode: '052' }, {}, {}, 'cvm.entry-mode'],
  ['swiped', { entryMode: '022' }, {}, {}, 'cvm.entry-mode'],
  ['typed', { entryMode: '012' }, {}, {}, 'cvm.entry-mode'],
  ['inserted, and it may sign', { entryMode: '052' }, signing, {}, 'approved.with-signature'],
  [
    'the same where the policy has it no more',
    { entryMode: '052' },
    signing,
    { signature: 'refused' },
    'cvm.entry-mode',
  ],
  [
    'a debit card does not sign',
    { entryMode: '052' },
    { ...signing, product: 'debit' },
    {},
    'cvm.entry-mode',
  ],
  ['tapped, a card that may sign is as any other', { amountMinor: 100_001 }, signing, {}, 'cvm.amount'],
  ['fallback', { entryMode: '802' }, {}, {}, 'cvm.fallback'],
  ['fallback of a card that may sign', { entryMode: '802' }, signing, {}, 'cvm.fallback'],
  ['fallback where it is refused', { entryMode: '802' }, {}, { fallback: 'refuse' }, 'cvm.fallback-refused'],
  [
    'the same with the PIN',
    { entryMode: '801', pin: 'match' },
    {},
    { fallback: 'refuse' },
    'cvm.fallback-refused',
  ],
  [
    'scanned, everything used up',
    { entryMode: '032' },
    { unverified_count: 5, is_new: true },
    {},
    'approved',
  ],
  [
    'the PIN where everything is used up',
    { pin: 'match' },
    { unverified_count: 5, day_unverified_count: 3 },
    {},
    'approved',
  ],
  [
    'a PIN that is asked for where it is off',
    {},
    { online_pin: false, unverified_count: 5 },
    {},
    'pin.not-enabled',
  ],
];

for (const [what, bentAsk, bentCard, bentRules, reason] of table) {
  test(`${what}: ${reason}`, () => {
    const policy: CvmPolicy = { name: 'test', version: 1, rules: { ...rules, ...bentRules } };
    assert.equal(decidePayment({ ...tap, ...bentAsk }, { ...card, ...bentCard }, policy).reason, reason);
  });
}

const policy: CvmPolicy = { name: 'test', version: 1, rules };

const both = { pin_and_phone_above_minor: 20_000 };
const above = { amountMinor: 20_001 };
const phoned = { phone_confirm_above_minor: 20_000 };
const noPin = { online_pin: false };

/** Each rung of the ladder, and the next one where it cannot be had. */
const ladder: ReadonlyArray<
  readonly [what: string, ask: Partial<PaymentAsk>, card: Partial<CardRow>, rung: Rung, reason: string]
> = [
  ['nothing', {}, {}, 'approved', 'approved'],
  ['the PIN', { amountMinor: 100_001 }, {}, 'pin', 'cvm.amount'],
  ['at both', { amountMinor: 20_000, phone: 'can' }, both, 'approved', 'approved'],
  ['above both, nothing yet', { amountMinor: 20_001, phone: 'can' }, both, 'pin', 'cvm.both-pin'],
  ['above both, the PIN', { ...above, pin: 'match', phone: 'can' }, both, 'phone', 'cvm.both-phone'],
  ['above both, PIN and phone', { ...above, pin: 'match', phone: 'confirmed' }, both, 'approved', 'approved'],
  ['above both, the phone alone', { ...above, phone: 'confirmed' }, both, 'pin', 'cvm.both-pin'],
  ['above both, no phone here', { ...above, pin: 'match' }, both, 'declined', 'cvm.phone-unreachable'],
  ['above both, the PIN is off', above, { ...both, ...noPin }, 'declined', 'pin.not-enabled'],
  ['above both, by a code', { ...above, entryMode: '032' }, both, 'declined', 'cvm.both-by-code'],
  ['below the phone', { amountMinor: 19_999 }, phoned, 'approved', 'approved'],
  ['at the phone', { amountMinor: 20_000 }, phoned, 'approved', 'approved'],
  ['above the phone', { amountMinor: 20_001, phone: 'can' }, phoned, 'phone', 'cvm.phone'],
  [
    'above it with the PIN',
    { amountMinor: 20_001, phone: 'can', pin: 'match' },
    phoned,
    'phone',
    'cvm.phone',
  ],
  [
    'above it with a wrong PIN',
    { amountMinor: 20_001, phone: 'can', pin: 'mismatch' },
    phoned,
    'declined',
    'pin.wrong',
  ],
  ['above it, confirmed', { amountMinor: 20_001, phone: 'confirmed' }, phoned, 'approved', 'approved'],
  ['above the PIN, confirmed', { amountMinor: 100_001, phone: 'confirmed' }, phoned, 'approved', 'approved'],
  ['at a till that cannot ask', { amountMinor: 20_001 }, phoned, 'declined', 'cvm.phone-unreachable'],
  ['a code from the phone', { amountMinor: 20_001, entryMode: '032' }, phoned, 'approved', 'approved'],
  ['the PIN below the phone', { entryMode: '052', phone: 'can' }, phoned, 'pin', 'cvm.entry-mode'],
  [
    'the phone instead of a PIN that is off',
    { entryMode: '052', phone: 'can' },
    { ...phoned, ...noPin },
    'phone',
    'cvm.phone-instead',
  ],
  ['neither PIN nor phone', { entryMode: '052', phone: 'can' }, noPin, 'declined', 'pin.not-enabled'],
  [
    'no PIN, and a till that cannot ask the phone',
    { entryMode: '052' },
    { ...phoned, ...noPin },
    'declined',
    'pin.not-enabled',
  ],
  [
    'no funds, though confirmed',
    { phone: 'confirmed' },
    { available_minor: 1 },
    'declined',
    'funds.insufficient',
  ],
];

for (const [what, bentAsk, bentCard, rung, reason] of ladder) {
  test(`the ladder, ${what}: ${rung}, ${reason}`, () => {
    const decision = decidePayment({ ...tap, ...bentAsk }, { ...card, ...bentCard }, policy);
    assert.deepEqual([decision.rung, decision.reason], [rung, reason]);
  });
}

test('a tap counts, and a right PIN begins anew; a device, a code, a signature and a decline do not count', () => {
  const after = (bent: Partial<PaymentAsk>, of: CardRow = card): readonly number[] => {
    const { card: one } = decidePayment({ ...tap, ...bent }, of, policy);
    return [one.unverified_minor, one.unverified_count, one.day_unverified_minor, one.day_unverified_count];
  };
  const used = {
    ...card,
    unverified_minor: 7,
    unverified_count: 1,
    day_unverified_minor: 7,
    day_unverified_count: 1,
  };
  assert.deepEqual(after({}, used), [10_007, 2, 10_007, 2]);
  assert.deepEqual(after({ pin: 'match' }, used), [0, 0, 7, 1]);
  assert.deepEqual(after({ pin: 'match' }, { ...used, available_minor: 0 }), [0, 0, 7, 1]);
  assert.deepEqual(after({ pin: 'mismatch' }, used), [7, 1, 7, 1]);
  assert.deepEqual(after({ verifiedOnDevice: true }, used), [7, 1, 7, 1]);
  assert.deepEqual(after({ entryMode: '032' }, used), [7, 1, 7, 1]);
  assert.deepEqual(after({ entryMode: '052' }, { ...used, ...signing }), [7, 1, 7, 1]);
  assert.deepEqual(after({}, { ...used, available_minor: 0 }), [7, 1, 7, 1]);
  assert.deepEqual(after({}, { ...used, day: '20261121' }), [10_007, 2, 10_000, 1]);
});

test('a right PIN is the end of being new; a wrong one is not', () => {
  const fresh = { ...card, is_new: true };
  assert.equal(decidePayment({ ...tap, pin: 'match' }, fresh, policy).card.is_new, false);
  assert.equal(decidePayment({ ...tap, pin: 'mismatch' }, fresh, policy).card.is_new, true);
});
