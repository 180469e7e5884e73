// Time comes in as an argument, so that a simulation can own it. This is the only file that asks the machine.

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Microseconds of a clock that never goes back; only differences mean anything. */
  micros(): number;
  /** Calls back once after `ms` milliseconds; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  micros: () => Number(process.hrtime.bigint() / 1000n),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
