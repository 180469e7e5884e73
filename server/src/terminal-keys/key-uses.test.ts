// Goal: messages are counted without a write for each, a count that could not be written is not lost, and a terminal
// whose keys are due is asked once to sign on again. Method: statements kept by a stand-in for the database, and a
// clock that the test owns.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centreRequests } from '@tillgate/pos-protocol';
import type { Sql } from '../store/index.js';
import { dueOf, usualPolicy } from './key-policy.js';
import { KeyUses } from './key-uses.js';

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Keeps what it is asked; answers what a test gives it. */
function recordingSql(due: readonly string[] = []) {
  const asked: Asked[] = [];
  const state = { isAway: false, wish: centreRequests.signOn as string };
  const unsafe = async (text: string, values: readonly unknown[]) => {
    if (state.isAway) throw new Error('away');
    asked.push({ text, values });
    return text.includes(`set centre_request = '${state.wish}'`)
      ? due.map((terminal_id) => ({ terminal_id }))
      : [];
  };
  return { sql: { unsafe } as unknown as Sql, asked, state };
}

const policy = { ...usualPolicy, workingKeyUses: 5, workingKeyAgeMs: 1000 };

test('a thousand messages of two terminals are one statement', async () => {
  const { sql, asked } = recordingSql();
  const uses = new KeyUses({ sql, policy, now: () => 5000, forget: () => undefined });
  for (let turn = 0; turn < 1000; turn += 1) uses.note(turn % 4 === 0 ? '10000002' : '10000001');
  await uses.sweep();
  assert.equal(asked.length, 3);
  assert.deepEqual(JSON.parse(String(asked[0]?.values[0])), [
    { terminal_id: '10000002', uses: 250 },
    { terminal_id: '10000001', uses: 750 },
  ]);
  await uses.sweep();
  assert.equal(asked.length, 5, 'nothing was counted since');
});

test('a count that could not be written is written with the next', async () => {
  const { sql, asked, state } = recordingSql();
  const uses = new KeyUses({ sql, policy, now: () => 5000, forget: () => undefined });
  uses.note('10000001');
  state.isAway = true;
  await assert.rejects(uses.sweep(), /away/);
  uses.note('10000001');
  state.isAway = false;
  await uses.sweep();
  assert.deepEqual(JSON.parse(String(asked[0]?.values[0])), [{ terminal_id: '10000001', uses: 2 }]);
});

test('who is due by age or by uses is asked, and what this host remembered is dropped', async () => {
  const { sql, asked } = recordingSql(['10000003']);
  const forgotten: string[] = [];
  const uses = new KeyUses({ sql, policy, now: () => 5000, forget: (id) => forgotten.push(id) });
  assert.deepEqual(await uses.sweep(), ['10000003']);
  assert.deepEqual(forgotten, ['10000003']);
  assert.deepEqual(asked[1]?.values, [5, 4000]);
});

test('who holds a certificate and a key that is due is asked to fetch another', async () => {
  const { sql, asked, state } = recordingSql(['10000004']);
  state.wish = centreRequests.loadOwnKey;
  const forgotten: string[] = [];
  const now = 40 * 365 * 86_400_000;
  const uses = new KeyUses({ sql, policy, now: () => now, forget: (id) => forgotten.push(id) });
  assert.deepEqual(await uses.sweep(), ['10000004']);
  assert.deepEqual(forgotten, ['10000004']);
  const { ownKeyUses, ownKeyAgeMs, ownKeyMessages } = policy;
  const dayAgo = now - 86_400_000;
  assert.deepEqual(asked[0]?.values, [ownKeyUses, now - ownKeyAgeMs, ownKeyMessages, dayAgo, now]);
});

test('a key is due by its age or by its uses, whichever comes first', () => {
  assert.deepEqual(dueOf({ createdAt: 100, uses: 0 }, 50, 10, 149), { dueAt: 150, isDue: false });
  assert.deepEqual(dueOf({ createdAt: 100, uses: 0 }, 50, 10, 150), { dueAt: 150, isDue: true });
  assert.deepEqual(dueOf({ createdAt: 100, uses: 10 }, 50, 10, 101), { dueAt: 150, isDue: true });
});
