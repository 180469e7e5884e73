// Goal: no single failure, wherever it strikes, loses or doubles money. Method: a script of twenty payments, played
// once for every write, sync, socket write, HSM call and step of host, bank and till that it makes, with that one
// failing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './auditor/audit.js';
import { NthChaos } from './chaos.js';
import { FAULT_CLASSES, type FaultClass, type Point, STRIKES } from './fault-classes.js';
import { SeededRandom } from './seeded-random.js';
import { runWorld } from './world.js';

const PAYMENTS = 20;

async function play(point: Point, nth: number, fault: FaultClass): Promise<number> {
  const chaos = new NthChaos(point, nth, fault);
  const random = new SeededRandom('twenty payments');
  const world = await runWorld({
    ...{ random, chaos, transactions: PAYMENTS, tills: 2, hosts: 1, holders: 4 },
    hasBankElsewhere: true,
  });
  const where = `${fault} at ${point} ${nth}`;
  assert.deepEqual([world.bugs, audit(world.evidence)], [[], []], where);
  assert.equal(world.transactions, PAYMENTS, where);
  // A disk that is full, and an HSM that is gone, are so for a while.
  assert.equal(chaos.counts[fault] > 0, nth > 0, where);
  return chaos.passed;
}

for (const point of Object.keys(STRIKES) as Point[]) {
  const faults = FAULT_CLASSES.filter((fault) => STRIKES[point][fault] !== undefined);
  test(`every ${point}: ${faults.join(', ')}`, { timeout: 600_000 }, async (context) => {
    const passed = await play(point, 0, faults[0]!);
    assert.ok(passed > 0, 'the script passes this point');
    for (const fault of faults) {
      for (let nth = 1; nth <= passed; nth += 1) await play(point, nth, fault);
    }
    context.diagnostic(`${passed} places, ${faults.length} faults each`);
  });
}
