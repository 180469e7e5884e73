// Goal: a one-time code is good for its time, its purpose, five guesses, and once; each no has its own name, so that
// the holder is told which it was. Method: a database of this test's own, and a clock that it moves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemRandom } from '../kernel/random.js';
import { HOLDER, type HolderWorld, holderWorld, START } from './holder.fixture.js';
import { refusalOf } from './holder-sessions.js';
import { createOneTimeCodes, type OneTimeCodes } from './one-time-codes.js';

const { holderId } = HOLDER;
const FIVE_MINUTES_MS = 300_000;
let world: HolderWorld;
let codes: OneTimeCodes;
before(async () => {
  world = await holderWorld();
  codes = createOneTimeCodes({ ...world, random: systemRandom });
});
after(() => world.end());

/** A fresh code for a purpose of its own, made at the start. */
async function issued(purpose: string): Promise<string> {
  world.now = START;
  const code = await codes.issue({ holderId, purpose });
  assert.ok(code);
  return code;
}
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('right a moment before its time is over, expired at it, and told so', async () => {
  for (const [ms, found, refusal] of [
    [FIVE_MINUTES_MS - 1, 'right', undefined],
    [FIVE_MINUTES_MS, 'expired', 'TG_CODE_EXPIRED'],
    [FIVE_MINUTES_MS * 10, 'expired', 'TG_CODE_EXPIRED'],
  ] as const) {
    const code = await issued(`time ${ms}`);
    world.now = START + ms;
    const check = await codes.check({ holderId, purpose: `time ${ms}` }, code);
    assert.deepEqual([check, refusalOf(check)], [found, refusal]);
  }
});

test('once, for its purpose, of its holder', async () => {
  const code = await issued('a payment');
  assert.equal(await codes.check({ holderId, purpose: 'another' }, code), 'none');
  assert.equal(await codes.check({ holderId: 'zhou', purpose: 'a payment' }, code), 'none');
  assert.equal(await codes.check({ holderId, purpose: 'a payment' }, code), 'right');
  assert.equal(await codes.check({ holderId, purpose: 'a payment' }, code), 'none');
});

test('five guesses, then not even the right one; two at once are one', async () => {
  const code = await issued('guessed');
  for (let guess = 0; guess < 5; guess += 1) {
    assert.equal(await codes.check({ holderId, purpose: 'guessed' }, other(code)), 'wrong');
  }
  assert.equal(await codes.check({ holderId, purpose: 'guessed' }, code), 'guessed-out');
  const twice = await issued('twice');
  const both = await Promise.all([1, 2].map(() => codes.check({ holderId, purpose: 'twice' }, twice)));
  assert.equal(both.filter((found) => found === 'right').length, 1);
});

test('five in fifteen minutes, and the newest alone is good', async () => {
  const first = await issued('many');
  let last = first;
  for (let more = 1; more < 5; more += 1) last = (await codes.issue({ holderId, purpose: 'many' })) ?? '';
  assert.equal(await codes.issue({ holderId, purpose: 'many' }), undefined);
  if (first !== last) assert.equal(await codes.check({ holderId, purpose: 'many' }, first), 'wrong');
  assert.equal(await codes.check({ holderId, purpose: 'many' }, last), 'right');
  world.now = START + 15 * 60_000 + 1;
  assert.ok(await codes.issue({ holderId, purpose: 'many' }));
});

test('of occasions that share a purpose a code is good for its own, and all are counted together', async () => {
  world.now = START;
  const one = { holderId, purpose: 'shared', occasion: 'one' };
  const two = { ...one, occasion: 'two' };
  const code = (await codes.issue(one)) ?? '';
  assert.equal(await codes.check(two, code), 'wrong');
  assert.equal(await codes.check(one, code), 'right');
  for (let more = 1; more < 5; more += 1) assert.ok(await codes.issue(more % 2 ? one : two));
  assert.equal(await codes.issue(two), undefined);
});
