// Twenty payments in which one thing fails: the n-th time that the script passes a point, the fault strikes there.

import { audit, type Violation } from './auditor/audit.js';
import { NthChaos } from './chaos.js';
import type { FaultClass, Point } from './fault-classes.js';
import { SeededRandom } from './seeded-random.js';
import { runWorld } from './world.js';

export const PAYMENTS = 20;

export interface NthTask {
  readonly point: Point;
  /** From 1; 0 strikes nowhere. */
  readonly nth: number;
  readonly fault: FaultClass;
}

export interface NthReport {
  /** How often the script passed the point. */
  readonly passed: number;
  /** A disk that is full, and an HSM that is gone, are so for a while: they strike more than once. */
  readonly strikes: number;
  readonly transactions: number;
  readonly bugs: readonly string[];
  readonly violations: readonly Violation[];
}

export async function failNth({ point, nth, fault }: NthTask): Promise<NthReport> {
  const chaos = new NthChaos(point, nth, fault);
  const random = new SeededRandom('twenty payments');
  const { bugs, evidence, transactions } = await runWorld({
    ...{ random, chaos, transactions: PAYMENTS, tills: 2, hosts: 1, holders: 4 },
    hasBankElsewhere: true,
  });
  const counted = { passed: chaos.passed, strikes: chaos.counts[fault] };
  return { ...counted, transactions, bugs, violations: audit(evidence) };
}
