// The shapes of the diagnosis of a terminal and of where the time of a payment went: a part of api.ts.

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One thing as the terminal says it is and as the host has it. */
export interface SideBySide {
  readonly what: string;
  readonly name: Words;
  /** Null where that side has none, or has not said. */
  readonly terminal: string | null;
  readonly host: string | null;
  readonly verdict: 'same' | 'differs' | 'not-known';
  /** What the difference means, and what to do about it. */
  readonly says: Words | null;
  readonly next: Words | null;
}

export interface TripTime {
  readonly hop: 'connect' | 'send' | 'network' | 'host';
  readonly name: Words;
  /** Null: not known. */
  readonly ms: number | null;
}

/** Milliseconds of a payment of which the terminal has told its own; null: not known. */
export interface PaymentTrip {
  readonly terminalMs: number | null;
  readonly networkMs: number | null;
  readonly hostMs: number | null;
}

export interface TimedPayment extends PaymentTrip {
  readonly rrn: string;
  readonly kind: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** A request of the terminal that was refused for its keys, its name or its card's cryptogram. */
export interface RefusedHere {
  readonly rrn: string;
  readonly at: number;
  readonly kind: string;
  readonly answerCode: string;
  /** Named afterwards where there was something to be found out, else the reason of the answer. */
  readonly cause: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly words: Words;
  readonly next: Words;
}

export interface TerminalDiagnosis {
  readonly terminalId: string;
  readonly merchantName: Words;
  readonly profile: string;
  readonly status: string;
  /** Milliseconds since 1970 UTC; null when it never did. */
  readonly signedOnAt: number | null;
  /** Of its last self-test; null before the first. */
  readonly reportedAt: number | null;
  readonly reportRrn: string | null;
  readonly sides: readonly SideBySide[];
  /** What it said of its program; null where it did not. */
  readonly software: { readonly hash: string; readonly version: string | null } | null;
  readonly trip: readonly TripTime[];
  /** Newest first; empty for a terminal that tells none. */
  readonly payments: readonly TimedPayment[];
  /** The median of each part of them. */
  readonly typical: PaymentTrip;
  /** Newest first. */
  readonly refused: readonly RefusedHere[];
}

/** Where a part of the time went: `terminal` and `network` as far as the terminal tells. */
export type TimePart = 'terminal' | 'network' | 'host' | 'hsm' | 'bank' | 'database';

export interface SpentTime {
  readonly part: TimePart;
  readonly name: Words;
  /** Null: not known. */
  readonly micros: number | null;
  /** Of the payments that it is compared with; null where there are none. */
  readonly medianMicros: number | null;
  readonly p95Micros: number | null;
  /** Beyond what 95 of 100 took, and by more than a millisecond. */
  readonly isSlow: boolean;
}

/** Where the time of one payment went, beside others of its kind. */
export interface SpentTimes {
  readonly parts: readonly SpentTime[];
  /** How many others. */
  readonly comparedWith: number;
  /** What to look at, where something is slow; what nobody knows. */
  readonly says: Words;
}
