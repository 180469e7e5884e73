// Postings of payments: balanced, exact, and gone when undone. Method: any amount and fee, checked against sums.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EntrySet } from '../store/index.js';
import { type CapturedPayment, postPurchase, reversePurchase } from './index.js';

const payments = fc.record({
  amountMinor: fc.integer({ min: 1, max: 999_999_999_999 }),
  feeBasisPoints: fc.integer({ min: 0, max: 300 }),
});

function paymentOf(money: { amountMinor: number; feeBasisPoints: number }): CapturedPayment {
  return {
    ...money,
    rrn: '632600000001',
    causedBy: '632600000001',
    currency: '156',
    card: '7',
    issuerId: '62999900',
    merchantId: '999290054110001',
    at: 0,
  };
}

function sums(sets: readonly EntrySet[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const { postings } of sets) {
    for (const { account, amountMinor } of postings)
      total.set(account, (total.get(account) ?? 0) + amountMinor);
  }
  return total;
}

test('each set of a purchase balances, and the merchant and the fee get what the cardholder pays', () => {
  fc.assert(
    fc.property(payments, (money) => {
      const sets = postPurchase(paymentOf(money));
      for (const { postings } of sets)
        assert.equal(
          postings.reduce((sum, one) => sum + one.amountMinor, 0),
          0,
        );
      const total = sums(sets);
      assert.equal(total.get('cardholder:7'), -money.amountMinor);
      assert.equal(total.get('hold:7'), 0);
      assert.equal(
        (total.get('payable:999290054110001') ?? 0) + (total.get('fee:acquirer') ?? 0),
        money.amountMinor,
      );
      assert.ok((total.get('fee:acquirer') ?? -1) >= 0);
    }),
  );
});

test('a purchase and its reversal add up to nothing on every account', () => {
  fc.assert(
    fc.property(payments, (money) => {
      const payment = paymentOf(money);
      const total = sums([
        ...postPurchase(payment),
        ...reversePurchase({ ...payment, causedBy: '632600000002' }),
      ]);
      for (const [account, amount] of total) assert.equal(amount, 0, account);
    }),
  );
});

test('the fee of 0.60 % rounds half up to the fen', () => {
  const feeOf = (amountMinor: number): number | undefined =>
    sums(postPurchase(paymentOf({ amountMinor, feeBasisPoints: 60 }))).get('fee:acquirer');
  assert.deepEqual([100_000, 83, 84, 250, 1].map(feeOf), [600, 0, 1, 2, 0]);
});
