// What group commit does when the store fails. Goal: nothing is assumed, nothing is lost, one bad request fails
// alone. Method: a store in memory that fails on command, and a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { createGroupCommit } from './group-commit.js';
import { MemoryStore } from './memory-store.js';
import type { TransactionRow } from './rows.js';
import {
  type Changes,
  type LoadedRows,
  type LoadSet,
  type Store,
  StoreFault,
  type StoreFaultKind,
} from './store.js';
import { waitingClock } from './waiting-clock.fixture.js';
import type { Draft } from './working-set.js';

/** Fails the next steps: before the write, or after it as a connection that broke while committing. */
class FailingStore implements Store {
  readonly inner = new MemoryStore();
  readonly plan: Array<StoreFaultKind | 'written-then-unknown'> = [];
  steps = 0;

  async transact(loads: readonly LoadSet[], decide: (rows: LoadedRows) => Changes): Promise<void> {
    this.steps += 1;
    const next = this.plan.shift();
    if (next === 'written-then-unknown') {
      await this.inner.transact(loads, decide);
      throw new StoreFault('unknown', 'the connection broke');
    }
    if (next) throw new StoreFault(next, 'planned');
    return this.inner.transact(loads, decide);
  }
}

function setUp(clock: Clock = waitingClock()) {
  const store = new FailingStore();
  const books = createGroupCommit(store, { clock, largestBatch: 256, giveUpAfterMs: 1000 });
  return { store, books };
}

function payOnce(name: string) {
  return {
    load: { terminalId: 't', panHash: undefined, identities: [name] },
    decide: (draft: Draft): string => {
      const earlier = draft.transaction(name);
      if (earlier) return `stored ${earlier.rrn}`;
      draft.addTransaction({ rrn: name, identity: name, state: 'approved' } as TransactionRow);
      return `paid ${name}`;
    },
  };
}

test('a commit whose outcome is unknown is looked up, not done twice', async () => {
  const { store, books } = setUp();
  store.plan.push('written-then-unknown');
  assert.equal(await books.submit(payOnce('a')), 'stored a');
  assert.equal(store.inner.transactions.size, 1);
});

test('a commit that did not happen is done again', async () => {
  const { store, books } = setUp();
  store.plan.push('gone', 'conflict', 'unknown');
  assert.equal(await books.submit(payOnce('a')), 'paid a');
  assert.equal(store.steps, 4);
});

test('a database that stays away is given up with a fault, and no approval', async () => {
  const { store, books } = setUp();
  store.plan.push(...Array.from({ length: 1000 }, () => 'gone' as const));
  await assert.rejects(
    books.submit(payOnce('a')),
    (error) => error instanceof Fault && error.code === 'TG_STORE_GONE',
  );
  assert.equal(store.inner.transactions.size, 0);
});

test('a wall clock that is set back or ahead while the database is away changes nothing', async () => {
  for (const setBy of [-3_600_000, 3_600_000]) {
    const away = setUp(waitingClock(setBy));
    away.store.plan.push(...Array.from({ length: 1000 }, () => 'gone' as const));
    await assert.rejects(away.books.submit(payOnce('a')), { code: 'TG_STORE_GONE' });
    assert.equal(away.store.steps, 41, 'one at once, then one each 25 ms of the second');
    const back = setUp(waitingClock(setBy));
    back.store.plan.push('gone', 'gone');
    assert.equal(await back.books.submit(payOnce('a')), 'paid a');
  }
});

test('a step that the database refuses is split, and each request answered for itself', async () => {
  const { store, books } = setUp();
  const first = books.submit(payOnce('first'));
  // The three behind it make one step, which is refused; then each alone, of which the second is refused.
  store.plan.push('refused', 'refused');
  const answers = await Promise.allSettled(['a', 'b', 'c'].map((name) => books.submit(payOnce(name))));
  assert.equal(await first, 'paid first');
  assert.deepEqual(
    answers.map((answer) => answer.status),
    ['rejected', 'fulfilled', 'fulfilled'],
  );
});

test('late writes ride on the next step, or go alone', async () => {
  const { store, books } = setUp();
  books.submitLate((draft) => draft.addTrace({ rrn: 'a', steps: [], messages: {} }));
  await books.submit(payOnce('a'));
  assert.equal(store.inner.traces.size, 1);
  assert.equal(store.steps, 1);
  books.submitLate((draft) => draft.addTrace({ rrn: 'b', steps: [], messages: {} }));
  await books.idle();
  assert.equal(store.inner.traces.size, 2);
});

test('late writes do not keep a host that wants to end waiting for a store that is gone', async () => {
  const { store, books } = setUp();
  store.plan.push(...Array.from({ length: 1000 }, () => 'gone' as const));
  for (const rrn of ['a', 'b']) books.submitLate((draft) => draft.addTrace({ rrn, steps: [], messages: {} }));
  await books.idle();
  assert.ok(store.steps < 10);
  assert.equal(store.inner.traces.size, 0);
});

test('what arrives during a step makes the next one, no larger than allowed', async () => {
  const store = new FailingStore();
  const books = createGroupCommit(store, { clock: waitingClock(), largestBatch: 10, giveUpAfterMs: 1000 });
  await Promise.all(Array.from({ length: 25 }, (_, index) => books.submit(payOnce(`n${index}`))));
  // One that found the store idle, then 10, 10 and 4.
  assert.equal(store.steps, 4);
});
