// Goal: no single failure, wherever it strikes, loses or doubles money. Method: a script of twenty payments, played
// once for every write, sync, socket write, HSM call and step of host, bank and till that it makes, with that one
// failing.

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { shareOut } from './crew.js';
import { failNth, type NthReport, type NthTask, PAYMENTS } from './fail-nth.js';
import { FAULT_CLASSES, type Point, STRIKES } from './fault-classes.js';

const WORKER = new URL('./fail-nth-worker.js', import.meta.url);

function assertWhole(report: NthReport, { point, nth, fault }: NthTask): void {
  const where = `${fault} at ${point} ${nth}`;
  assert.deepEqual([report.bugs, report.violations], [[], []], where);
  assert.equal(report.transactions, PAYMENTS, where);
  assert.equal(report.strikes > 0, nth > 0, where);
}

for (const point of Object.keys(STRIKES) as Point[]) {
  const faults = FAULT_CLASSES.filter((fault) => STRIKES[point][fault] !== undefined);
  test(`every ${point}: ${faults.join(', ')}`, { timeout: 600_000 }, async (context) => {
    const nowhere: NthTask = { point, nth: 0, fault: faults[0]! };
    const whole = await failNth(nowhere);
    assertWhole(whole, nowhere);
    assert.ok(whole.passed > 0, 'the script passes this point');
    const tasks = faults.flatMap((fault) =>
      Array.from({ length: whole.passed }, (_, before): NthTask => ({ point, nth: before + 1, fault })),
    );
    let played = 0;
    await shareOut(WORKER, tasks, availableParallelism(), (report: NthReport, task) => {
      assertWhole(report, task);
      played += 1;
    });
    assert.equal(played, tasks.length);
    context.diagnostic(`${whole.passed} places, ${faults.length} faults each`);
  });
}
