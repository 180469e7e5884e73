// Goal: a seed decides everything. Method: small worlds, run twice, and with another seed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomChaos } from './chaos.js';
import { FAULT_CLASSES } from './fault-classes.js';
import { SeededRandom } from './seeded-random.js';
import { runWorld, type WorldResult } from './world.js';

function run(seed: string, transactions = 150): Promise<WorldResult> {
  const random = new SeededRandom(seed);
  const chaos = new RandomChaos(new Set(FAULT_CLASSES), random.fork('chaos'));
  return runWorld({ random, chaos, transactions });
}

test('the same seed twice gives the same hash over every event and every byte', async () => {
  const [one, again, other] = [await run('7'), await run('7'), await run('8')];
  assert.equal(one.hash, again.hash);
  assert.notEqual(one.hash, other.hash);
  assert.equal(one.transactions, 150);
  assert.deepEqual([one.bugs, other.bugs], [[], []]);
});
