// Many seeds, played side by side by worker threads: each seed is a run of its own, and the sum is the same whichever
// thread played which.

import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Violation } from './auditor/audit.js';
import { FAULT_CLASSES, type FaultClass, noCounts } from './fault-classes.js';
import type { SimulationOptions, SimulationReport } from './simulation.js';

export interface CrewOptions extends Omit<SimulationOptions, 'tell'> {
  /** Seeds from the first one on. */
  readonly seeds: number;
  readonly workers: number;
  /** Told of each seed that is done. */
  readonly onSeed?: ((report: SimulationReport) => void) | undefined;
}

export interface CrewReport extends SimulationReport {
  /** With the seed that has them. */
  readonly violations: ReadonlyArray<Violation & { readonly seed: number }>;
}

/** Objects of a world live briefly: a large nursery saves a fifth of the time. */
const NURSERY_MB = 576;

/** The sum over all seeds; its hash is over theirs, in their order. */
export async function playSeeds(options: CrewOptions): Promise<CrewReport> {
  const { seed: first, seeds, workers } = options;
  const reports: SimulationReport[] = [];
  let next = first;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./crew-worker.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB },
    });
    try {
      while (next < first + seeds) {
        const seed = next;
        next += 1;
        const report = await ask(worker, {
          seed,
          transactions: options.transactions,
          faults: options.faults,
        });
        reports.push(report);
        options.onSeed?.(report);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, seeds) }, work));
  return sumOf(
    first,
    reports.sort((one, other) => one.seed - other.seed),
  );
}

function ask(worker: Worker, task: SimulationOptions): Promise<SimulationReport> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the worker ended while it played seed ${task.seed}`)));
    worker.postMessage(task);
  });
}

function sumOf(seed: number, reports: readonly SimulationReport[]): CrewReport {
  const faults: Record<FaultClass, number> = noCounts();
  const hash = createHash('sha256');
  for (const report of reports) {
    hash.update(report.hash);
    for (const fault of FAULT_CLASSES) faults[fault] += report.faults[fault];
  }
  return {
    ...{ seed, faults, hash: reports.length === 1 ? reports[0]!.hash : hash.digest('hex') },
    transactions: reports.reduce((sum, { transactions }) => sum + transactions, 0),
    violations: reports.flatMap((report) => report.violations.map((one) => ({ seed: report.seed, ...one }))),
    lastEvents: reports.find(({ violations }) => violations.length > 0)?.lastEvents ?? [],
  };
}
