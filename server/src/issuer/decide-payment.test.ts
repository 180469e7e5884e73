// The issuer's decision as a table: for every rule a payment just below it, at it and above it. Method: one good
// card and one good ask, bent a little for each row.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card as goodCard } from '../store/card.fixture.js';
import type { CardRow } from '../store/index.js';
import { standardPolicy } from './cvm-policy.js';
import { decidePayment } from './decide-payment.js';
import type { PaymentAsk } from './payment-ask.js';
import { countInLimitsAgain, forgetInLimits } from './unverified-use.js';

const card: CardRow = {
  ...goodCard,
  expiry: '2611',
  per_transaction_minor: 50_000,
  daily_minor: 80_000,
  daily_count: 3,
  available_minor: 200_000,
};

const ask: PaymentAsk = {
  kind: 'purchase',
  amountMinor: 10_000,
  entryMode: '072',
  pin: undefined,
  verifiedOnDevice: false,
  noPinLimitMinor: 30_000,
  isAbroad: false,
  phone: 'cannot',
  localDate: '20261122',
  localTime: '120000',
  category: '5411',
  rrn: '632600000001',
};

const today = { day: '20261122' };
const contact = { entryMode: '052' };
const signing = { signature_instead_of_pin: true, product: 'credit' } as const;

const balance = { kind: 'balance', amountMinor: 0 } as const;
const [hours, night] = [{ pay_hours: '0800-2200' }, { pay_hours: '2200-0600' }];
const stripeOff = { stripe_use: false };

type Row = readonly [what: string, ask: Partial<PaymentAsk>, card: Partial<CardRow>, reason: string];

const table: readonly Row[] = [
  ['a small contactless payment', {}, {}, 'approved'],
  ['an inactive card', {}, { status: 'inactive' }, 'card.inactive'],
  ['a frozen card', {}, { status: 'frozen' }, 'card.frozen'],
  ['a lost card', {}, { status: 'lost' }, 'card.lost'],
  ['a stolen card', {}, { status: 'stolen' }, 'card.stolen'],
  ['the last month of a card', {}, { expiry: '2611' }, 'approved'],
  ['the month after', {}, { expiry: '2610' }, 'card.expired'],
  ['contactless below the no-PIN limit', { amountMinor: 29_999 }, {}, 'approved'],
  ['contactless at the no-PIN limit', { amountMinor: 30_000 }, {}, 'approved'],
  ['contactless above the no-PIN limit', { amountMinor: 30_001 }, {}, 'cvm.amount'],
  ['the same verified on the device', { amountMinor: 30_001, verifiedOnDevice: true }, {}, 'approved'],
  ['the same with the PIN', { amountMinor: 30_001, entryMode: '071', pin: 'match' }, {}, 'approved'],
  ['contact without a PIN', contact, {}, 'cvm.entry-mode'],
  ['stripe without a PIN', { entryMode: '022' }, {}, 'cvm.entry-mode'],
  ['another expiry than the card’s', { expiryGiven: '2912' }, {}, 'card.expiry-wrong'],
  ['a wrong PIN with a wrong expiry', { ...contact, expiryGiven: '2912', pin: 'mismatch' }, {}, 'pin.wrong'],
  ['no PIN with a wrong expiry', { ...contact, expiryGiven: '2912' }, {}, 'cvm.entry-mode'],
  ['the expiry of an expired card', { expiryGiven: '3012' }, { expiry: '2401' }, 'card.expired'],
  ['fallback without a PIN', { entryMode: '802' }, {}, 'cvm.fallback'],
  ['typed without a PIN', { entryMode: '012' }, {}, 'cvm.entry-mode'],
  ['a code shown on the phone, large', { entryMode: '032', amountMinor: 50_000 }, {}, 'approved'],
  ['contactless stripe, small', { entryMode: '912' }, {}, 'approved'],
  ['contact on a card that signs', contact, signing, 'approved.with-signature'],
  ['contact with the PIN on that card', { entryMode: '051', pin: 'match' }, signing, 'approved'],
  ['a PIN demanded where PIN is off', contact, { online_pin: false }, 'pin.not-enabled'],
  ['a PIN sent where PIN is off', { pin: 'match' }, { online_pin: false }, 'pin.not-enabled'],
  ['no PIN needed where PIN is off', {}, { online_pin: false }, 'approved'],
  ['before the hours of the card', { localTime: '075959' }, hours, 'hours.outside'],
  ['at their beginning', { localTime: '080000' }, hours, 'approved'],
  ['in their last second', { localTime: '215959' }, hours, 'approved'],
  ['at their end', { localTime: '220000' }, hours, 'hours.outside'],
  ['over midnight, before', { localTime: '215959' }, night, 'hours.outside'],
  ['over midnight, at night', { localTime: '233000' }, night, 'approved'],
  ['over midnight, in the morning', { localTime: '055959' }, night, 'approved'],
  ['over midnight, after', { localTime: '060000' }, night, 'hours.outside'],
  ['outside, confirmed on the phone', { localTime: '230000', phone: 'confirmed' }, hours, 'approved'],
  ['outside, by a code', { localTime: '230000', entryMode: '032' }, hours, 'hours.outside'],
  ['outside, a balance', { ...balance, localTime: '230000', pin: 'match' }, hours, 'approved'],
  ['stripe where it is off', { entryMode: '021', pin: 'match' }, stripeOff, 'stripe.off'],
  ['fallback where it is off', { entryMode: '801', pin: 'match' }, stripeOff, 'stripe.off'],
  ['contactless stripe where it is off', { entryMode: '912' }, stripeOff, 'stripe.off'],
  ['a tap where the stripe is off', {}, stripeOff, 'approved'],
  ['contact where the stripe is off', { entryMode: '051', pin: 'match' }, stripeOff, 'approved'],
  ['a first wrong PIN', { pin: 'mismatch' }, { pin_tries: 0 }, 'pin.wrong'],
  ['a second wrong PIN', { pin: 'mismatch' }, { pin_tries: 1 }, 'pin.wrong'],
  ['a third wrong PIN', { pin: 'mismatch' }, { pin_tries: 2 }, 'pin.locked'],
  ['the right PIN on a locked card', { pin: 'match' }, { pin_tries: 3 }, 'pin.locked'],
  ['an undecodable block on a locked card', { pin: 'undecodable' }, { pin_tries: 3 }, 'pin.locked'],
  ['an undecodable block', { pin: 'undecodable' }, {}, 'pin.unknown'],
  ['no PIN needed on a locked card', {}, { pin_tries: 3 }, 'approved'],
  ['at the limit of one payment', { amountMinor: 50_000, pin: 'match' }, {}, 'approved'],
  ['above the limit of one payment', { amountMinor: 50_001, pin: 'match' }, {}, 'limit.amount'],
  ['at the limit of the day', {}, { ...today, day_spent_minor: 70_000, day_count: 1 }, 'approved'],
  ['above the limit of the day', {}, { ...today, day_spent_minor: 70_001, day_count: 1 }, 'limit.amount'],
  ['above it, but yesterday', {}, { day: '20261121', day_spent_minor: 79_999, day_count: 3 }, 'approved'],
  ['the last payment of a day', {}, { ...today, day_count: 2 }, 'approved'],
  ['one more', {}, { ...today, day_count: 3 }, 'limit.count'],
  ['the last fen', {}, { available_minor: 10_000 }, 'approved'],
  ['a fen too few', {}, { available_minor: 9_999 }, 'funds.insufficient'],
  ['a balance without a PIN', { kind: 'balance', amountMinor: 0 }, {}, 'cvm.entry-mode'],
  ['a balance with the PIN', { kind: 'balance', amountMinor: 0, pin: 'match' }, {}, 'approved'],
  ['a balance with a wrong PIN', { kind: 'balance', amountMinor: 0, pin: 'mismatch' }, {}, 'pin.wrong'],
];

for (const [what, bentAsk, bentCard, reason] of table) {
  test(`${what}: ${reason}`, () => {
    const before = { ...card, ...bentCard };
    const decision = decidePayment({ ...ask, ...bentAsk }, before, standardPolicy);
    assert.equal(decision.reason, reason);
    assert.equal(decision.rung === 'approved', reason.startsWith('approved'));
    // The money goes by its movement: here only the card's tries and its place in the day change.
    assert.equal(decision.card.available_minor, before.available_minor);
  });
}

test('a right PIN between wrong ones starts the count again', () => {
  const once = decidePayment({ ...ask, pin: 'mismatch' }, card, standardPolicy).card;
  assert.equal(once.pin_tries, 1);
  assert.equal(decidePayment({ ...ask, pin: 'match' }, once, standardPolicy).card.pin_tries, 0);
});

test('an undone payment gives back its place in the day', () => {
  const { card: paid, figures } = decidePayment(ask, card, standardPolicy);
  assert.deepEqual([paid.day_spent_minor, paid.day_count], [ask.amountMinor, 1]);
  const row = { amount_minor: ask.amountMinor, business_date: ask.localDate, figures };
  const undone = forgetInLimits(paid, row);
  assert.deepEqual([undone.day_spent_minor, undone.day_count], [0, 0]);
  assert.deepEqual([undone.day_unverified_minor, undone.day_unverified_count], [0, 0]);
  assert.deepEqual([undone.unverified_minor, undone.unverified_count], [0, 0]);
  const later = { ...paid, day: '20261123', day_spent_minor: 5, day_count: 1 };
  const nextDay = forgetInLimits(later, row);
  assert.deepEqual([nextDay.day_spent_minor, nextDay.day_count], [5, 1]);
  assert.deepEqual([nextDay.unverified_minor, nextDay.unverified_count], [0, 0]);
});

test('a payment that stands again takes its place in the limits again, and none above them', () => {
  const { card: paid, figures } = decidePayment(ask, card, standardPolicy);
  const row = { amount_minor: ask.amountMinor, business_date: ask.localDate, figures };
  assert.deepEqual(countInLimitsAgain(forgetInLimits(paid, row), row), paid);
  const spent = { ...paid, day_spent_minor: 75_000, day_count: 3 };
  const full = countInLimitsAgain(spent, row);
  assert.deepEqual([full.day_spent_minor, full.day_count], [card.daily_minor, card.daily_count]);
  const lowered = countInLimitsAgain({ ...spent, daily_minor: 50_000, daily_count: 1 }, row);
  assert.deepEqual([lowered.day_spent_minor, lowered.day_count], [75_000, 3]);
  const proved = countInLimitsAgain({ ...spent, day: '20261123', cvm_epoch: paid.cvm_epoch + 1 }, row);
  assert.deepEqual(proved, { ...spent, day: '20261123', cvm_epoch: paid.cvm_epoch + 1 });
});

test('a payment from before the last right PIN gives nothing back of what was used since', () => {
  const first = decidePayment(ask, card, standardPolicy);
  const proved = decidePayment({ ...ask, entryMode: '071', pin: 'match' }, first.card, standardPolicy);
  assert.deepEqual([proved.card.unverified_minor, proved.card.unverified_count], [0, 0]);
  const second = decidePayment({ ...ask, amountMinor: 5_000 }, proved.card, standardPolicy).card;
  const row = { amount_minor: ask.amountMinor, business_date: ask.localDate, figures: first.figures };
  const undone = forgetInLimits(second, row);
  assert.deepEqual([undone.unverified_minor, undone.unverified_count], [5_000, 1]);
  assert.deepEqual([undone.day_unverified_minor, undone.day_unverified_count], [5_000, 1]);
});

test('a payment with the PIN gives its place in the day back, and no allowance without a PIN', () => {
  const tapped = decidePayment(ask, card, standardPolicy).card;
  const proved = decidePayment({ ...ask, entryMode: '071', pin: 'match' }, tapped, standardPolicy);
  const row = { amount_minor: ask.amountMinor, business_date: ask.localDate, figures: proved.figures };
  const undone = forgetInLimits(proved.card, row);
  assert.deepEqual([undone.day_spent_minor, undone.day_count], [ask.amountMinor, 1]);
  assert.deepEqual([undone.day_unverified_minor, undone.day_unverified_count], [ask.amountMinor, 1]);
});

test('outside the hours the holder is told when they begin, today or tomorrow', () => {
  const told = (localTime: string) =>
    decidePayment({ ...ask, localTime }, { ...card, ...hours }, standardPolicy).figures;
  for (const localTime of ['073000', '220000']) {
    const { hoursFrom, hoursUntil, wouldPassBy, wouldPassAt } = told(localTime);
    assert.deepEqual([hoursFrom, hoursUntil, wouldPassBy, wouldPassAt], ['08:00', '22:00', 'hours', '08:00']);
  }
  // Tomorrow the card has expired: nothing is promised then.
  const lastDay = { ...ask, localDate: '20261130', localTime: '220000' };
  const { figures } = decidePayment(lastDay, { ...card, ...hours }, standardPolicy);
  assert.equal(figures.wouldPassBy, undefined);
});
