// Three kinds of failure: a decline is a value (reasons.ts), a fault of the outside world is thrown as a
// Fault with a stable code, a bug is an assertion that ends the unit of work.

/** A failure of the world outside: wrong input, a peer that is gone, a disk that is full. */
export class Fault extends Error {
  /** Stable, `TG_` and capitals; never reused for another meaning. */
  readonly code: string;

  constructor(code: `TG_${string}`, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}

/** Ends the unit of work: what must hold does not, so going on would be guessing. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`);
}
