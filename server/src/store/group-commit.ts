// Group commit without waiting: a request that finds the store idle starts a step at once; what arrives while
// a step is under way makes the next one. One step is in flight at a time, and its requests are decided in
// the order they came. An answer leaves only after the promise given here resolved, so after the commit.

import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { type LoadSet, type Store, StoreFault } from './store.js';
import { type Draft, WorkingSet } from './working-set.js';

/** One request's part of a step: what it must see, and a pure decision over it. */
export interface Unit<Result> {
  readonly load: LoadSet | undefined;
  decide(draft: Draft): Result;
}

export interface GroupCommitOptions {
  readonly clock: Clock;
  /** Requests in one step at the most. 1 turns grouping off, which is what the benchmark compares with. */
  readonly largestBatch: number;
  /** Steps under way at a time; more than 1 only makes sense with a largest batch of 1. */
  readonly lanes?: number;
  /** How long a request may wait for a database that is gone before it is given up. */
  readonly giveUpAfterMs: number;
}

export interface GroupCommit {
  /** Resolves when the unit's changes are durable. Rejects with the unit's own error, or with a Fault. */
  submit<Result>(unit: Unit<Result>): Promise<Result>;
  /** Rides on the next step, or goes alone after a short while; losing it in a crash loses no money. */
  submitLate(decide: (draft: Draft) => void): void;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
  readonly counters: { readonly steps: number; readonly units: number; readonly repeated: number };
}

interface Waiting {
  readonly unit: Unit<unknown>;
  readonly since: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

const LATE_AFTER_MS = 20;
const RETRY_PAUSE_MS = 25;

export function createGroupCommit(store: Store, options: GroupCommitOptions): GroupCommit {
  const { clock } = options;
  const lanes = options.lanes ?? 1;
  const counters = { steps: 0, units: 0, repeated: 0 };
  let waiting: Waiting[] = [];
  let late: Array<(draft: Draft) => void> = [];
  let lateTimerRuns = false;
  let running = 0;
  let whenIdle: Array<() => void> = [];

  function start(): void {
    while (running < lanes && waiting.length > 0) {
      const batch = waiting.slice(0, options.largestBatch);
      waiting = waiting.slice(options.largestBatch);
      running += 1;
      void runBatch(batch).finally(() => {
        running -= 1;
        start();
        if (running === 0 && waiting.length === 0) {
          for (const wake of whenIdle) wake();
          whenIdle = [];
        }
      });
    }
  }

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    const riders = late;
    late = [];
    const fault = await tryStep(batch, riders);
    if (fault === undefined) return;
    if (fault.kind !== 'refused') {
      // Nothing can be assumed of a broken commit. The durable identity makes doing it again a look-up.
      await again(batch, riders, fault);
      return;
    }
    if (batch.length === 1 && riders.length === 0) {
      batch[0]?.reject(new Fault('TG_STORE_REFUSED', 'the books refused this request', { cause: fault }));
      return;
    }
    // One of them is bad: alone, it fails alone.
    for (const one of batch) await runBatch([one]);
    for (const rider of riders) await tryStep([], [rider]);
  }

  async function again(
    batch: readonly Waiting[],
    riders: ReadonlyArray<(draft: Draft) => void>,
    fault: StoreFault,
  ): Promise<void> {
    const now = clock.now();
    const kept = batch.filter((one) => now - one.since < options.giveUpAfterMs);
    for (const one of batch) {
      if (!kept.includes(one))
        one.reject(new Fault('TG_STORE_GONE', 'the books cannot be reached', { cause: fault }));
    }
    counters.repeated += kept.length;
    late = [...riders, ...late].slice(0, 10_000);
    if (fault.kind !== 'conflict') await new Promise<void>((wake) => clock.after(RETRY_PAUSE_MS, wake));
    if (kept.length > 0) await runBatch(kept);
    else if (late.length > 0) armLateTimer();
  }

  async function tryStep(
    batch: readonly Waiting[],
    riders: ReadonlyArray<(draft: Draft) => void>,
  ): Promise<StoreFault | undefined> {
    const loads = batch.flatMap(({ unit }) => (unit.load ? [unit.load] : []));
    let outcomes: Outcome[] = [];
    try {
      await store.transact(loads, (rows) => {
        const set = new WorkingSet(rows);
        outcomes = batch.map(({ unit }) => attempt(() => set.decide((draft) => unit.decide(draft))));
        for (const rider of riders) attempt(() => set.decide(rider));
        return set.changes();
      });
    } catch (error) {
      if (error instanceof StoreFault) return error;
      for (const one of batch) one.reject(error);
      return undefined;
    }
    counters.steps += 1;
    counters.units += batch.length;
    batch.forEach((one, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) one.reject(new Fault('TG_STORE_REFUSED', 'no decision was made'));
      else if ('error' in outcome) one.reject(outcome.error);
      else one.resolve(outcome.result);
    });
    return undefined;
  }

  function armLateTimer(): void {
    if (lateTimerRuns) return;
    lateTimerRuns = true;
    clock.after(LATE_AFTER_MS, () => {
      lateTimerRuns = false;
      if (late.length > 0 && running === 0) {
        waiting.push({
          unit: { load: undefined, decide: () => undefined },
          since: clock.now(),
          resolve: () => {},
          reject: () => {},
        });
        start();
      } else if (late.length > 0) armLateTimer();
    });
  }

  return {
    counters,
    submit<Result>(unit: Unit<Result>): Promise<Result> {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ unit, since: clock.now(), resolve: resolve as (result: unknown) => void, reject });
        start();
      });
    },
    submitLate(decide) {
      late.push(decide);
      armLateTimer();
    },
    idle() {
      if (running === 0 && waiting.length === 0 && late.length === 0) return Promise.resolve();
      return new Promise((wake) => whenIdle.push(wake));
    },
  };
}

function attempt(work: () => unknown): Outcome {
  try {
    return { result: work() };
  } catch (error) {
    return { error };
  }
}
