// Decides at each point whether a fault strikes: by chance from the world's seed, or exactly once at the n-th passing
// of one point. Counts what it did.

import { type FaultClass, noCounts, type Point, STRIKES } from './fault-classes.js';
import type { SeededRandom } from './seeded-random.js';

export interface Chaos {
  /** The class that strikes here and now. */
  strike(point: Point): FaultClass | undefined;
  /** Whether the weather may bring this class; what it brings is counted by `hit`. */
  brings(fault: FaultClass): boolean;
  hit(fault: FaultClass): void;
  /** No new fault from now on. */
  calm(): void;
  readonly counts: Readonly<Record<FaultClass, number>>;
}

/** Faults by chance, each as often as the table says. */
export class RandomChaos implements Chaos {
  readonly counts: Record<FaultClass, number> = noCounts();
  readonly #enabled: ReadonlySet<FaultClass>;
  readonly #random: SeededRandom;
  readonly #tables: ReadonlyMap<Point, ReadonlyArray<readonly [FaultClass, number]>>;
  #isCalm = false;

  constructor(enabled: ReadonlySet<FaultClass>, random: SeededRandom) {
    this.#enabled = enabled;
    this.#random = random;
    this.#tables = new Map(
      Object.entries(STRIKES).map(([point, strikes]) => {
        const entries = Object.entries(strikes) as ReadonlyArray<readonly [FaultClass, number]>;
        return [point as Point, entries.filter(([fault]) => enabled.has(fault))];
      }),
    );
  }

  strike(point: Point): FaultClass | undefined {
    const table = this.#tables.get(point)!;
    if (this.#isCalm || table.length === 0) return undefined;
    let draw = this.#random.word() / 0x1_0000_0000;
    for (const [fault, probability] of table) {
      draw -= probability;
      if (draw >= 0) continue;
      this.counts[fault] += 1;
      return fault;
    }
    return undefined;
  }

  brings(fault: FaultClass): boolean {
    return !this.#isCalm && this.#enabled.has(fault);
  }

  hit(fault: FaultClass): void {
    this.counts[fault] += 1;
  }

  calm(): void {
    this.#isCalm = true;
  }
}

/** One fault, at the n-th passing of one point; also counts the passings, so that "all n" has an end. */
export class NthChaos implements Chaos {
  readonly counts: Record<FaultClass, number> = noCounts();
  readonly #point: Point;
  readonly #nth: number;
  readonly #fault: FaultClass;
  passed = 0;

  constructor(point: Point, nth: number, fault: FaultClass) {
    [this.#point, this.#nth, this.#fault] = [point, nth, fault];
  }

  strike(point: Point): FaultClass | undefined {
    if (point !== this.#point) return undefined;
    this.passed += 1;
    if (this.passed !== this.#nth) return undefined;
    this.counts[this.#fault] += 1;
    return this.#fault;
  }

  brings(): boolean {
    return false;
  }

  hit(fault: FaultClass): void {
    this.counts[fault] += 1;
  }

  calm(): void {}
}
