// Goal: a seed decides everything. Method: small worlds, run twice, and with another seed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomChaos } from './chaos.js';
import { FAULT_CLASSES } from './fault-classes.js';
import { SeededRandom } from './seeded-random.js';
import { runWorld, type WorldResult } from './world.js';

function run(seed: string, hasBankElsewhere: boolean): Promise<WorldResult> {
  const random = new SeededRandom(seed);
  const chaos = new RandomChaos(new Set(FAULT_CLASSES), random.fork('chaos'));
  return runWorld({ random, chaos, transactions: 150, hasBankElsewhere });
}

for (const hasBankElsewhere of [false, true]) {
  const where = hasBankElsewhere ? 'one bank elsewhere' : 'every bank in the host';
  test(`the same seed twice gives the same hash over every event and every byte, ${where}`, async () => {
    const one = await run('7', hasBankElsewhere);
    const again = await run('7', hasBankElsewhere);
    const other = await run('8', hasBankElsewhere);
    assert.equal(one.hash, again.hash);
    assert.notEqual(one.hash, other.hash);
    assert.equal(one.transactions, 150);
    assert.deepEqual([one.bugs, other.bugs], [[], []]);
    assert.equal(one.evidence.bankDisk.length > 0, hasBankElsewhere);
  });
}
