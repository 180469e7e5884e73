// Reading while the database is away. Goal: a short absence is not noticed, a long one is told at once, and an error
// that is none of the connection's is told as it is. Method: answers in a list and a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutlast } from './outlast.js';
import { waitingClock } from './waiting-clock.fixture.js';

const GIVE_UP_AFTER_MS = 1000;

/** A database that fails with these codes, one after the other, and then answers. */
function databaseFailing(...codes: readonly string[]) {
  const left = [...codes];
  const ask = async (): Promise<string> => {
    const code = left.shift();
    if (code === undefined) return 'the card';
    throw Object.assign(new Error('planned'), { code });
  };
  return { ask, left };
}

function away(times: number) {
  return databaseFailing(...Array.from({ length: times }, () => 'CONNECTION_CLOSED'));
}

test('a database that is back soon answers what was asked while it was away', async () => {
  const outlast = createOutlast(waitingClock(), GIVE_UP_AFTER_MS);
  const { ask } = databaseFailing('CONNECTION_CLOSED', '57P03', 'ECONNREFUSED');
  assert.equal(await outlast(ask), 'the card');
});

test('a database that stays away is told: after the whole time at first, then at once, until it answers', async () => {
  const clock = waitingClock();
  const outlast = createOutlast(clock, GIVE_UP_AFTER_MS);
  const gone = away(1000);
  await assert.rejects(outlast(gone.ask), { code: 'TG_STORE_GONE' });
  assert.equal(clock.micros(), GIVE_UP_AFTER_MS * 1000);

  const leftBefore = gone.left.length;
  await assert.rejects(outlast(gone.ask), { code: 'TG_STORE_GONE' });
  assert.equal(leftBefore - gone.left.length, 1);

  assert.equal(await outlast(away(0).ask), 'the card');
  assert.equal(await outlast(away(3).ask), 'the card', 'a new absence has its own time');
});

test('an error that is not about the connection is told as it is', async () => {
  const outlast = createOutlast(waitingClock(), GIVE_UP_AFTER_MS);
  const { ask, left } = databaseFailing('42P01', '42P01');
  await assert.rejects(outlast(ask), { code: '42P01' });
  assert.equal(left.length, 1);
});
