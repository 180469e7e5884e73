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
  /** Resolves when nothing is waiting or under way; late parts that a store refuses from now on are let go. */
  idle(): Promise<void>;
  readonly counters: { readonly steps: number; readonly units: number; readonly repeated: number };
}

interface Waiting {
  readonly unit: Unit<unknown>;
  /** By the clock that never goes back: a wall clock that is set would keep it waiting, or give it up at once. */
  readonly sinceMicros: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Late = (draft: Draft) => void;
type Outcome = { readonly result: unknown } | { readonly error: unknown };

const LATE_AFTER_MS = 20;
const RETRY_PAUSE_MS = 25;
/** While the database is away, traces older than these are let go. */
const LATE_KEPT = 10_000;

export function createGroupCommit(store: Store, options: GroupCommitOptions): GroupCommit {
  return new Grouping(store, options);
}

class Grouping implements GroupCommit {
  readonly counters = { steps: 0, units: 0, repeated: 0 };
  readonly #store: Store;
  readonly #options: GroupCommitOptions;
  readonly #lanes: number;
  #waiting: Waiting[] = [];
  #late: Late[] = [];
  #lateTimerRuns = false;
  #running = 0;
  #whenIdle: Array<() => void> = [];

  constructor(store: Store, options: GroupCommitOptions) {
    this.#store = store;
    this.#options = options;
    this.#lanes = options.lanes ?? 1;
  }

  submit<Result>(unit: Unit<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const sinceMicros = this.#options.clock.micros();
      this.#waiting.push({ unit, sinceMicros, resolve: resolve as (result: unknown) => void, reject });
      this.#start();
    });
  }

  submitLate(decide: Late): void {
    this.#late.push(decide);
    this.#armLateTimer();
  }

  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((wake) => this.#whenIdle.push(wake));
  }

  #isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0 && this.#late.length === 0;
  }

  #start(): void {
    const { largestBatch } = this.#options;
    while (this.#running < this.#lanes && this.#waiting.length > 0) {
      void this.#run(this.#waiting.splice(0, largestBatch));
    }
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#running += 1;
    const riders = this.#late.splice(0);
    await this.#settle(batch, riders);
    this.#running -= 1;
    this.#start();
    if (!this.#isIdle()) return;
    for (const wake of this.#whenIdle.splice(0)) wake();
  }

  /** Steps until every request of the batch has its answer. */
  async #settle(batch: readonly Waiting[], riders: readonly Late[]): Promise<void> {
    let left = batch;
    let fault = await this.#step(left, riders);
    while (fault && fault.kind !== 'refused') {
      // Nothing can be assumed of a broken commit. The durable identity makes doing it again a look-up.
      left = this.#giveUpOld(left, fault);
      if (fault.kind !== 'conflict') await this.#pause(RETRY_PAUSE_MS);
      if (left.length === 0) {
        this.#keepForLater(riders);
        return;
      }
      this.counters.repeated += left.length;
      fault = await this.#step(left, riders);
    }
    if (!fault) return;
    if (left.length + riders.length <= 1) {
      left[0]?.reject(new Fault('TG_STORE_REFUSED', 'the books refused this request', { cause: fault }));
      return;
    }
    // One of them is bad: alone, it fails alone.
    for (const one of left) await this.#settle([one], []);
    for (const rider of riders) await this.#settle([], [rider]);
  }

  #giveUpOld(batch: readonly Waiting[], cause: StoreFault): readonly Waiting[] {
    const oldestMicros = this.#options.clock.micros() - this.#options.giveUpAfterMs * 1000;
    for (const one of batch) {
      if (one.sinceMicros <= oldestMicros)
        one.reject(new Fault('TG_STORE_GONE', 'the books cannot be reached', { cause }));
    }
    return batch.filter((one) => one.sinceMicros > oldestMicros);
  }

  #keepForLater(riders: readonly Late[]): void {
    // Who waits for idle wants to end, and a store that is gone would keep them waiting for ever.
    if (this.#whenIdle.length > 0) return;
    this.#late = [...riders, ...this.#late].slice(0, LATE_KEPT);
    if (this.#late.length > 0) this.#armLateTimer();
  }

  async #step(batch: readonly Waiting[], riders: readonly Late[]): Promise<StoreFault | undefined> {
    const loads = batch.flatMap(({ unit }) => (unit.load ? [unit.load] : []));
    let outcomes: Outcome[] = [];
    try {
      await this.#store.transact(loads, (rows) => {
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
    this.counters.steps += 1;
    this.counters.units += batch.length;
    batch.forEach((one, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) one.reject(new Fault('TG_STORE_REFUSED', 'no decision was made'));
      else if ('error' in outcome) one.reject(outcome.error);
      else one.resolve(outcome.result);
    });
    return undefined;
  }

  #armLateTimer(): void {
    if (this.#lateTimerRuns) return;
    this.#lateTimerRuns = true;
    this.#options.clock.after(LATE_AFTER_MS, () => {
      this.#lateTimerRuns = false;
      if (this.#late.length === 0) return;
      if (this.#running > 0) this.#armLateTimer();
      else void this.#run([]);
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((wake) => this.#options.clock.after(ms, wake));
  }
}

function attempt(work: () => unknown): Outcome {
  try {
    return { result: work() };
  } catch (error) {
    return { error };
  }
}
