// Postings of movements: balanced, exact, and gone when undone. Method: any amounts and fee, any chain of
// followers, checked against sums.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { card as goodCard } from '../store/card.fixture.js';
import type { CardRow, EntrySet, Movement, TransactionRow } from '../store/index.js';
import {
  covered,
  firstMovement,
  followMovement,
  type Moved,
  moved,
  postMovement,
  type Step,
  undone,
} from './index.js';

const payment: Moved = {
  ...{ rrn: '632600000001', causedBy: '632600000001', currency: '156', card: '7' },
  ...{ issuerId: '62999900', merchantId: '999290054110001', at: 0, side: 'both', unconfirmed: false },
};

const amounts = fc.integer({ min: 1, max: 999_999_999_999 });
const fees = fc.integer({ min: 0, max: 300 });

function sums(sets: readonly EntrySet[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const { postings } of sets) {
    const sum = postings.reduce((all, one) => all + one.amountMinor, 0);
    assert.equal(sum, 0, 'each set balances');
    assert.ok(postings.length >= 2 && postings.every((one) => one.amountMinor !== 0));
    for (const { account, amountMinor } of postings)
      total.set(account, (total.get(account) ?? 0) + amountMinor);
  }
  return total;
}

const at = (total: Map<string, number>, account: string): number => total.get(account) ?? 0;

test('a purchase: the merchant and the fee get what the cardholder pays, and nothing stays held', () => {
  fc.assert(
    fc.property(amounts, fees, (amountMinor, feeBasisPoints) => {
      const total = sums(
        postMovement(payment, firstMovement('capture', amountMinor, feeBasisPoints).movement),
      );
      assert.equal(at(total, 'cardholder:7'), -amountMinor);
      assert.equal(at(total, 'hold:7'), 0);
      assert.equal(at(total, 'payable:999290054110001') + at(total, 'fee:acquirer'), amountMinor);
      assert.ok(at(total, 'fee:acquirer') >= 0);
    }),
  );
});

test('a movement and its undoing add up to nothing on every account', () => {
  const movements = fc.record({
    heldMinor: fc.integer({ min: -1e9, max: 1e9 }),
    capturedMinor: fc.integer({ min: -1e9, max: 1e9 }),
    feeMinor: fc.integer({ min: -1e6, max: 1e6 }),
    overdrawnMinor: fc.nat(1e6),
  });
  fc.assert(
    fc.property(movements, (movement) => {
      const total = sums([...postMovement(payment, movement), ...postMovement(payment, undone(movement))]);
      assert.deepEqual(new Set([0, ...total.values()]), new Set([0]));
    }),
  );
});

/** A payment and its card, moved from step to step; all postings are kept. */
class Chain {
  row: TransactionRow;
  card: CardRow;
  readonly sets: EntrySet[] = [];

  constructor(first: Step, amountMinor: number, feeBasisPoints: number, availableMinor: number) {
    this.card = { ...goodCard, available_minor: availableMinor };
    this.row = {
      ...({ amount_minor: amountMinor, figures: { feeBasisPoints } } as unknown as TransactionRow),
      ...first.payment,
    };
    this.apply(first.movement);
  }

  follow(step: Step): Movement {
    this.row = { ...this.row, ...step.payment };
    return this.apply(covered(step.movement, this.card));
  }

  apply(movement: Movement): Movement {
    this.sets.push(...postMovement(payment, movement));
    this.card = moved(this.card, movement);
    return movement;
  }
}

test('a pre-authorization, its completion and their voids leave the holder with what was there', () => {
  fc.assert(
    fc.property(amounts, fees, fc.integer({ min: 1, max: 115 }), (amountMinor, fee, percent) => {
      const available = amountMinor * 2;
      const chain = new Chain(firstMovement('hold', amountMinor, fee), amountMinor, fee, available);
      assert.equal(chain.card.available_minor, amountMinor);
      const completed = Math.max(1, Math.floor((amountMinor * percent) / 100));
      chain.follow(followMovement('completion', chain.row, chain.card, completed));
      assert.equal(chain.card.available_minor, available - completed);
      assert.deepEqual([chain.row.held_minor, chain.row.captured_minor], [0, completed]);
      chain.follow(followMovement('completion-void', chain.row, chain.card, completed));
      assert.deepEqual([chain.row.held_minor, chain.row.captured_minor], [amountMinor, 0]);
      chain.follow(followMovement('pre-authorization-void', chain.row, chain.card, amountMinor));
      assert.equal(chain.card.available_minor, available);
      assert.deepEqual(new Set([0, ...sums(chain.sets).values()]), new Set([0]));
    }),
  );
});

test('refunds in any parts give back the whole amount and the whole fee, to the fen', () => {
  fc.assert(
    fc.property(
      amounts,
      fees,
      fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 6 }),
      (amountMinor, fee, shares) => {
        const chain = new Chain(firstMovement('capture', amountMinor, fee), amountMinor, fee, amountMinor);
        for (const share of [...shares, 1]) {
          const left = chain.row.captured_minor - chain.row.refunded_minor;
          if (left === 0) break;
          const part = share === 1 ? left : Math.max(1, Math.floor(left * share));
          chain.follow(followMovement('refund', chain.row, chain.card, part));
        }
        assert.equal(chain.row.refunded_minor, amountMinor);
        assert.equal(chain.card.available_minor, amountMinor);
        assert.deepEqual(new Set([0, ...sums(chain.sets).values()]), new Set([0]));
      },
    ),
  );
});

test('a hold that cannot be set aside in full again comes back as far as the holder still has it', () => {
  const chain = new Chain(firstMovement('hold', 10_000, 60), 10_000, 60, 10_000);
  chain.follow(followMovement('completion', chain.row, chain.card, 4_000));
  chain.card = { ...chain.card, available_minor: 1_500 };
  chain.follow(followMovement('completion-void', chain.row, chain.card, 4_000));
  assert.deepEqual([chain.row.held_minor, chain.card.available_minor], [5_500, 0]);
});

test('what the balance does not cover, the bank takes over', () => {
  const card = { ...goodCard, available_minor: 300 };
  const movement = covered(firstMovement('capture', 1_000, 60).movement, card);
  const total = sums(postMovement(payment, movement));
  assert.equal(moved(card, movement).available_minor, 0);
  assert.equal(at(total, 'cardholder:7'), -300);
  assert.equal(at(total, 'overdrawn:62999900'), -700);
  assert.equal(at(total, 'clearing:62999900'), 1_000);
});
