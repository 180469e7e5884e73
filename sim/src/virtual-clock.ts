// Time in a simulated world: a queue of events that jumps from one to the next. Nothing waits for a real clock, so an
// hour costs what happens in it.

import { nextTick } from 'node:process';

interface Timed {
  readonly at: number;
  /** Of two events at one moment the one that was asked for first goes first. */
  readonly turn: number;
  callback: (() => void) | undefined;
}

export class VirtualClock {
  #now: number;
  #turns = 0;
  readonly #heap: Timed[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }

  /** Milliseconds since 1970 UTC. */
  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    this.#turns += 1;
    const timed: Timed = { at: this.#now + Math.max(0, ms), turn: this.#turns, callback };
    this.#push(timed);
    return () => {
      timed.callback = undefined;
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((wake) => this.after(ms, wake));
  }

  /** Event after event until `isOver` or until none is left; answers whether it was over. */
  async run(isOver: () => boolean): Promise<boolean> {
    // What was begun just before may still be about to ask for its first event.
    await settled();
    while (!isOver()) {
      const next = this.#pop();
      if (next === undefined) return isOver();
      const { callback } = next;
      if (callback === undefined) continue;
      this.#now = next.at;
      callback();
      await settled();
    }
    return true;
  }

  #push(timed: Timed): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timed);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timed, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timed;
  }

  #pop(): Timed | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && isBefore(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Timed, other: Timed): boolean {
  return one.at < other.at || (one.at === other.at && one.turn < other.turn);
}

/**
 * Resolves when every promise that could go on has gone on: a tick comes only after the last of them. No work of a
 * world waits for anything real, so the event loop need not turn.
 */
function settled(): Promise<void> {
  return new Promise((wake) => nextTick(wake));
}
