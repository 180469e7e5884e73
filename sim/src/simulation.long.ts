// Goal: a million payments, every kind of fault a thousand times and more, and no violation. Method: the seeds 1 to
// 200, side by side on the machine's processors: in half of them one bank decides behind a link. `npm run sim:long`
// plays many more.

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { CREW, playSeeds, shareOut } from './crew.js';
import { FAULT_CLASSES } from './fault-classes.js';
import type { SimulationReport } from './simulation.js';

const SEEDS = Number(process.env.TILLGATE_SEEDS ?? 200);
const PAYMENTS_OF_A_SEED = 5_000;
const HITS_OF_A_CLASS = 1_000;

test('thousands of payments of each seed under all faults together', {
  timeout: 3_600_000,
}, async (context) => {
  const report = await playSeeds({
    ...{ seed: 1, seeds: SEEDS, workers: availableParallelism() },
    ...{ transactions: PAYMENTS_OF_A_SEED, faults: FAULT_CLASSES },
  });
  context.diagnostic(`hash ${report.hash}`);
  for (const [fault, count] of Object.entries(report.faults)) context.diagnostic(`${fault}: ${count}`);
  assert.deepEqual(report.violations, [], report.lastEvents.join('\n'));
  assert.equal(report.transactions, SEEDS * PAYMENTS_OF_A_SEED);
  const rare = FAULT_CLASSES.filter((fault) => report.faults[fault] < HITS_OF_A_CLASS);
  assert.deepEqual(rare, [], 'every class was hit often enough');
});

/** In its world one bank decides behind a link. */
const SEED_OF_THE_KINDS = 1_007;

test('every kind of fault alone', { timeout: 600_000 }, async () => {
  const kinds = [[], ...FAULT_CLASSES.map((fault) => [fault])];
  const tasks = kinds.map((faults) => ({ seed: SEED_OF_THE_KINDS, transactions: 1_000, faults }));
  let played = 0;
  await shareOut(CREW, tasks, availableParallelism(), (report: SimulationReport, { faults }) => {
    assert.deepEqual(report.violations, [], faults.join());
    const hit = FAULT_CLASSES.filter((one) => report.faults[one] > 0);
    assert.deepEqual(hit, faults, 'this class and no other');
    played += 1;
  });
  assert.equal(played, tasks.length);
});
