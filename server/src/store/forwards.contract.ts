// What a bank behind a link is due to be told, as the books on PostgreSQL answer it: of each card the oldest, when its
// time has come or was set by a clock that was wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../kernel/clock.js';
import { dueForwards, FORWARD_WAITS_AT_MOST_MS } from './forwards.js';
import { createGroupCommit } from './group-commit.js';
import type { Sql } from './postgres-store.js';
import type { ForwardRow } from './rows.js';
import { nextRun, rowOf, type StoreUnderTest } from './store.contract.js';

const NOW = 1_795_000_000_000;
const ISSUER = '62999900';

export function forwardsContract(name: string, sql: Sql, subject: () => StoreUnderTest): void {
  /** Puts forwards of the one card there, oldest first; answers which RRN is due, by its place among them. */
  const dueOf = async (...forwards: ReadonlyArray<Partial<ForwardRow>>): Promise<readonly number[]> => {
    const run = nextRun();
    const rrnOf = (at: number): string => `${run}${String.fromCharCode(97 + at)}`;
    const under = subject();
    await createGroupCommit(under.store, { clock: systemClock, largestBatch: 8, giveUpAfterMs: 5000 }).submit(
      {
        load: { terminalId: under.terminalId, panHash: under.panHash, identities: [] },
        decide: (draft) => {
          for (const [at, forward] of forwards.entries()) {
            draft.addTransaction({
              ...rowOf(under, run, String.fromCharCode(97 + at), 100, '00'),
              ...{ kind: 'purchase', state: 'approved', card_id: 1 },
            });
            draft.putForward({
              ...{ rrn: rrnOf(at), issuer_id: ISSUER, card_id: 1, purpose: 'advice', state: 'waiting' },
              ...{
                tries: 0,
                refusals: 0,
                next_at: NOW,
                created_at: NOW,
                confirmed_at: null,
                last_outcome: '',
              },
              ...forward,
            });
          }
        },
      },
    );
    const due = await dueForwards(sql, ISSUER, NOW, 10);
    await sql.unsafe("update forward set state = 'confirmed', confirmed_at = $1", [NOW]);
    return due.map(({ forward }) => forwards.findIndex((_, at) => rrnOf(at) === forward.rrn));
  };

  test(`${name}: of a card's forwards only the oldest that waits is due, when its time has come`, async () => {
    assert.deepEqual(await dueOf({}, {}), [0]);
    assert.deepEqual(await dueOf({ state: 'confirmed', confirmed_at: NOW }, {}), [1]);
    assert.deepEqual(await dueOf({ state: 'parked' }, {}), [1]);
    assert.deepEqual(await dueOf({ next_at: NOW + 1 }, {}), [], 'the one behind it does not overtake');
  });

  test(`${name}: a forward that waits longer than any pause was put off by a wrong clock, and is due`, async () => {
    assert.deepEqual(await dueOf({ next_at: NOW + FORWARD_WAITS_AT_MOST_MS }), []);
    assert.deepEqual(await dueOf({ next_at: NOW + FORWARD_WAITS_AT_MOST_MS + 1 }), [0]);
  });
}
