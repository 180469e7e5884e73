// What is said would have made the difference is true: 10,000 payments at random, near every limit, and each stored
// counterfactual done and decided again. The changes are made here by hand, not by the code under test.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { card as goodCard } from '../store/card.fixture.js';
import type { CardRow, CvmPolicy, Figures } from '../store/index.js';
import { decidePayment } from './decide-payment.js';
import type { PaymentAsk } from './payment-ask.js';

const PAYMENTS = 10_000;

/** Amounts that crowd around a few values, so that limits are just met and just missed. */
const amountMinor = fc
  .tuple(fc.constantFrom(1, 1_000, 30_000, 50_000, 100_000, 200_000), fc.integer({ min: -2, max: 2 }))
  .map(([around, off]) => Math.max(1, around + off));
const count = fc.integer({ min: 0, max: 6 });
const limit = fc.integer({ min: 1, max: 6 });
const usedMinor = fc.oneof(fc.constant(0), amountMinor);

const asks: fc.Arbitrary<PaymentAsk> = fc.record({
  kind: fc.constantFrom('purchase', 'purchase', 'purchase', 'balance'),
  amountMinor,
  entryMode: fc.constantFrom('072', '072', '072', '982', '052', '022', '802', '032', '012'),
  pin: fc.constantFrom(undefined, undefined, undefined, 'match', 'mismatch', 'undecodable'),
  verifiedOnDevice: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  noPinLimitMinor: amountMinor,
  isAbroad: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  phone: fc.constantFrom('can', 'cannot', 'cannot', 'confirmed'),
  localDate: fc.constant('20261130'),
  localTime: fc.constantFrom('075959', '080000', '120000', '215959', '220000', ''),
  category: fc.constantFrom('5411', '5912'),
  rrn: fc.constant('632600000001'),
});

const mostly = <Value>(usual: Value, other: Value): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constant(other));

const cards: fc.Arbitrary<CardRow> = fc
  .record({
    status: mostly<CardRow['status']>('active', 'frozen'),
    // The last day of a month: some cards are good today and not tomorrow.
    expiry: fc.constantFrom('3012', '3012', '3012', '2611'),
    product: fc.constantFrom('debit', 'credit'),
    online_pin: mostly(true, false),
    signature_instead_of_pin: mostly(false, true),
    pin_tries: fc.constantFrom(0, 0, 2, 3),
    per_transaction_minor: amountMinor,
    daily_minor: amountMinor,
    daily_count: limit,
    day: fc.constantFrom('20261130', '20261130', '20261129'),
    day_spent_minor: usedMinor,
    day_count: count,
    available_minor: fc.oneof(usedMinor, fc.constant(1_000_000)),
    no_pin_limit_minor: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, usedMinor),
    phone_confirm_above_minor: fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, usedMinor),
    pin_and_phone_above_minor: fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, usedMinor),
    pay_hours: fc.constantFrom(null, null, null, null, null, null, '0800-2200', '2200-0800'),
    stripe_use: mostly(true, false),
    is_new: mostly(false, true),
    unverified_minor: usedMinor,
    unverified_count: count,
    day_unverified_minor: usedMinor,
    day_unverified_count: count,
  })
  .map((bent) => ({ ...goodCard, ...bent }));

const policies: fc.Arbitrary<CvmPolicy> = fc
  .record({
    perPaymentMinor: amountMinor,
    sincePin: fc.record({ amountMinor, count: limit }),
    perDay: fc.record({ amountMinor, count: limit }),
    onDeviceMinor: fc.oneof(fc.constant(null), amountMinor),
    fallback: mostly<'pin' | 'refuse'>('pin', 'refuse'),
    newCard: fc.constantFrom('pin', 'as-others'),
    abroad: fc.constantFrom('pin', 'as-at-home'),
    signature: fc.constantFrom('allowed', 'refused'),
    pinOnPhone: fc.constant('set' as const),
    risk: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      fc.record({
        ...{ from: fc.constantFrom('0800', '2200'), until: fc.constantFrom('0759', '2200', '1200') },
        ...{ aboveMinor: usedMinor, categories: fc.constantFrom([], ['5411'], ['5912']) },
      }),
    ),
  })
  .map((rules) => ({ name: 'random', version: 1, rules }));

const sample = fc.sample(fc.tuple(asks, cards, policies), { numRuns: PAYMENTS, seed: 6 });

/** The same payment once what was said has happened. */
function done(
  ask: PaymentAsk,
  card: CardRow,
  { wouldPassBy: by, wouldPassAt, wouldPassMinor }: Figures,
): { readonly ask: PaymentAsk; readonly card: CardRow } {
  const toldMinor = Number(wouldPassMinor ?? 0);
  switch (by) {
    case 'amount':
      return { ask: { ...ask, amountMinor: toldMinor }, card };
    case 'tap':
      return { ask: { ...ask, amountMinor: toldMinor, entryMode: '072', pin: undefined }, card };
    case 'after-pin': {
      const begun = { is_new: false, pin_tries: 0, unverified_minor: 0, unverified_count: 0 };
      return { ask, card: { ...card, ...begun } };
    }
    case 'hours': {
      const localTime = `${String(wouldPassAt).replace(':', '')}00`;
      const localDate = ask.localTime < localTime ? ask.localDate : '20261201';
      return { ask: { ...ask, localTime, localDate }, card };
    }
    default:
      assert.equal(by, 'tomorrow');
      return { ask: { ...ask, localDate: '20261201' }, card };
  }
}

test('every stored counterfactual is true: done and decided again, the demand or the decline is gone', () => {
  const seen = new Map<string, number>();
  for (const [ask, card, policy] of sample) {
    const { rung, reason, figures } = decidePayment(ask, card, policy);
    const by = figures.wouldPassBy;
    if (typeof by !== 'string') continue;
    assert.notEqual(rung, 'approved');
    const changed = done(ask, card, figures);
    const again = decidePayment(changed.ask, changed.card, policy);
    const isDemand = reason.startsWith('cvm.') && reason !== 'cvm.fallback-refused';
    const isGone = isDemand
      ? !again.reason.startsWith('cvm.') && again.reason !== 'pin.not-enabled'
      : again.rung === 'approved';
    assert.ok(isGone, `${reason} by ${by}: ${again.reason} ${JSON.stringify({ ask, card, policy })}`);
    const what = `${isDemand ? 'demand' : 'decline'} ${by}`;
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }
  for (const goal of ['demand', 'decline']) {
    for (const by of ['amount', 'tap', 'tomorrow'])
      assert.ok((seen.get(`${goal} ${by}`) ?? 0) > 10, `${goal} ${by}`);
  }
  assert.ok((seen.get('demand after-pin') ?? 0) > 10);
  assert.ok((seen.get('decline hours') ?? 0) > 10);
});

test('an amount that is told is the largest: one more and the same is asked or declined again', () => {
  let seen = 0;
  for (const [ask, card, policy] of sample) {
    const { figures, reason } = decidePayment(ask, card, policy);
    if (figures.wouldPassBy !== 'amount') continue;
    seen += 1;
    const amountMinor = Number(figures.wouldPassMinor) + 1;
    assert.notEqual(decidePayment({ ...ask, amountMinor }, card, policy).rung, 'approved', reason);
  }
  assert.ok(seen > 100, String(seen));
});

test('what is left without a PIN is true: so many more payments, and the next one is asked', () => {
  let seen = 0;
  for (const [ask, card, policy] of sample) {
    const first = decidePayment({ ...ask, amountMinor: 1 }, { ...card, available_minor: 1_000 }, policy);
    const { leftCount, leftMinor } = first.figures;
    if (leftCount === undefined || Number(leftMinor) < 20) continue;
    seen += 1;
    let after = { ...first.card, daily_count: 100, daily_minor: 1_000_000 };
    for (let more = 0; more < Number(leftCount); more += 1) {
      const next = decidePayment({ ...ask, amountMinor: 1 }, after, policy);
      assert.equal(next.rung, 'approved', next.reason);
      after = next.card;
    }
    const beyond = decidePayment({ ...ask, amountMinor: 1 }, after, policy).reason;
    assert.match(beyond, card.online_pin ? /^cvm\.count/ : /^(pin\.not-enabled|cvm\.phone-instead)$/);
  }
  assert.ok(seen > 50, String(seen));
});
