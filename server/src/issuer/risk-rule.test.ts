// A bank's risk rule as a table: a fen and a second on both sides of its amount and its hours, its merchants and the
// others, and what takes precedence over it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card } from '../store/card.fixture.js';
import type { CvmPolicy, CvmRiskRule } from '../store/index.js';
import { standardPolicy } from './cvm-policy.js';
import { decidePayment } from './decide-payment.js';
import type { PaymentAsk } from './payment-ask.js';

const night: PaymentAsk = {
  ...{ kind: 'purchase', amountMinor: 10_000, entryMode: '072', pin: undefined, verifiedOnDevice: false },
  ...{ noPinLimitMinor: 100_000, isAbroad: false, phone: 'cannot', category: '5411' },
  ...{ localDate: '20261122', localTime: '230000', rrn: '632600000001' },
};
const rule: CvmRiskRule = { from: '2200', until: '0600', aboveMinor: 5_000, categories: ['5411'] };
const under = (risk: CvmRiskRule | null): CvmPolicy => ({
  ...standardPolicy,
  rules: { ...standardPolicy.rules, risk },
});

const table: ReadonlyArray<
  readonly [what: string, ask: Partial<PaymentAsk>, rule: Partial<CvmRiskRule>, reason: string]
> = [
  ['below its amount', { amountMinor: 4_999 }, {}, 'approved'],
  ['at its amount', { amountMinor: 5_000 }, {}, 'approved'],
  ['above its amount', { amountMinor: 5_001 }, {}, 'cvm.risk'],
  ['in the second before its hours', { localTime: '215959' }, {}, 'approved'],
  ['in their first second', { localTime: '220000' }, {}, 'cvm.risk'],
  ['in their last second', { localTime: '055959' }, {}, 'cvm.risk'],
  ['in the second after them', { localTime: '060000' }, {}, 'approved'],
  ['by day, where the hours are all of it', { localTime: '120000' }, { until: '2200' }, 'cvm.risk'],
  ['where nobody says the time', { localTime: '' }, {}, 'approved'],
  ['at a merchant of another category', { category: '5912' }, {}, 'approved'],
  ['at any merchant, where it names none', { category: '5912' }, { categories: [] }, 'cvm.risk'],
  ['with the PIN', { pin: 'match' }, {}, 'approved'],
  ['verified on the device', { verifiedOnDevice: true }, {}, 'approved'],
  ['above the public limit, which everybody may know', { amountMinor: 100_001 }, {}, 'cvm.amount'],
];

for (const [what, bent, bentRule, reason] of table) {
  test(`${what}: ${reason}`, () => {
    const rich = { ...card, available_minor: 1_000_000 };
    const decision = decidePayment({ ...night, ...bent }, rich, under({ ...rule, ...bentRule }));
    assert.equal(decision.reason, reason);
    if (reason === 'cvm.risk') assert.equal(decision.figures.wouldPassMinor, 5_000);
  });
}

test('without the rule nothing is asked', () => {
  const rich = { ...card, available_minor: 1_000_000 };
  assert.equal(decidePayment(night, rich, under(null)).reason, 'approved');
});
