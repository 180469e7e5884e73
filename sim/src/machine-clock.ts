// The clock of one machine: the world's time, off by what this machine's owner, or a fault, has made of it. Timers are
// not moved by that, as on any operating system.

import type { Clock } from '@tillgate/server/simulation';
import type { VirtualClock } from './virtual-clock.js';

export class MachineClock implements Clock {
  /** Added to the world's time. */
  offsetMs = 0;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  now(): number {
    return Math.floor(this.#clock.now() + this.offsetMs);
  }

  micros(): number {
    return Math.round(this.#clock.now() * 1000);
  }

  after(ms: number, callback: () => void): () => void {
    return this.#clock.after(ms, callback);
  }

  wait(ms: number): Promise<void> {
    return this.#clock.wait(ms);
  }
}
