// One seed, played: as many payments as asked for, in worlds of a size that fits into memory, each audited. The report
// is what a script reads; the hash is over every event and byte of every world.

import { createHash } from 'node:crypto';
import { audit, type Violation } from './auditor/audit.js';
import { RandomChaos } from './chaos.js';
import { FAULT_CLASSES, type FaultClass, noCounts } from './fault-classes.js';
import { SeededRandom } from './seeded-random.js';
import { runWorld } from './world.js';

export interface SimulationOptions {
  readonly seed: number;
  readonly transactions: number;
  readonly faults: readonly FaultClass[];
  /** Told of every event. */
  readonly tell?: ((line: string) => void) | undefined;
}

export interface SimulationReport {
  readonly seed: number;
  readonly transactions: number;
  readonly faults: Readonly<Record<FaultClass, number>>;
  readonly violations: readonly Violation[];
  /** 64 hexadecimal digits. */
  readonly hash: string;
  /** Of the first world with a violation, oldest first; else empty. */
  readonly lastEvents: readonly string[];
}

const WORLD_TRANSACTIONS = 5_000;

export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { seed, transactions, faults, tell } = options;
  const counts = noCounts();
  const violations: Violation[] = [];
  const hash = createHash('sha256');
  let lastEvents: readonly string[] = [];
  let done = 0;
  for (let chapter = 1; done < transactions; chapter += 1) {
    const random = new SeededRandom(`${seed}/${chapter}`);
    const chaos = new RandomChaos(new Set(faults), random.fork('chaos'));
    const wanted = Math.min(WORLD_TRANSACTIONS, transactions - done);
    const world = await runWorld({ random, chaos, transactions: wanted, tell });
    done += world.transactions;
    hash.update(world.hash);
    const found = [...world.bugs.map(asViolation), ...audit(world.evidence)];
    if (found.length > 0 && violations.length === 0) lastEvents = world.lastEvents;
    violations.push(...found);
    for (const fault of FAULT_CLASSES) counts[fault] += chaos.counts[fault];
    // A world that cannot come to its end would be tried again for ever.
    if (world.transactions < wanted) break;
  }
  return { seed, transactions: done, faults: counts, violations, hash: hash.digest('hex'), lastEvents };
}

function asViolation(detail: string): Violation {
  return { invariant: 'a bug of the host or of the world', subject: 'the run', detail };
}

/** The classes that a list names: `all`, `none`, or some with commas between; undefined when one is unknown. */
export function parseFaults(list: string): readonly FaultClass[] | undefined {
  if (list === 'all') return FAULT_CLASSES;
  if (list === 'none') return [];
  const names = list.split(',').map((name) => name.trim());
  const known = FAULT_CLASSES.filter((fault) => names.includes(fault));
  return known.length === new Set(names).size ? known : undefined;
}
