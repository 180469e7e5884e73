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
/** Plays the seeds of a simulation. */
export const CREW: URL = new URL('./crew-worker.js', import.meta.url);

/** The sum over all seeds; its hash is over theirs, in their order. */
export async function playSeeds(options: CrewOptions): Promise<CrewReport> {
  const { seed: first, seeds, workers } = options;
  const reports: SimulationReport[] = [];
  const tasks = Array.from(
    { length: seeds },
    (_, after): SimulationOptions => ({
      seed: first + after,
      transactions: options.transactions,
      faults: options.faults,
    }),
  );
  await shareOut(CREW, tasks, workers, (report: SimulationReport) => {
    reports.push(report);
    options.onSeed?.(report);
  });
  return sumOf(
    first,
    reports.sort((one, other) => one.seed - other.seed),
  );
}

/** Threads of a module take the tasks, one at a time each. What `onReport` throws ends all of it. */
export async function shareOut<Task extends object, Report>(
  module: URL,
  tasks: readonly Task[],
  workers: number,
  onReport: (report: Report, task: Task) => void,
): Promise<void> {
  const left = [...tasks];
  const work = async (): Promise<void> => {
    const worker = new Worker(module, { resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } });
    try {
      for (let task = left.shift(); task !== undefined; task = left.shift()) {
        onReport(await ask<Task, Report>(worker, task), task);
      }
    } catch (error) {
      left.length = 0;
      throw error;
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
}

function ask<Task, Report>(worker: Worker, task: Task): Promise<Report> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the worker ended while it played ${JSON.stringify(task)}`)));
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
