// How much speaks for a terminal being a copy, or in wrong hands: each kind of evidence by what it is worth once, and
// together as independent witnesses. People decide; the score only puts those in front that they should look at.

import type { ReasonId } from '../kernel/reasons.js';

/** How likely a terminal of which this was seen once is not what it should be: little where there is a plain cause. */
export const EVIDENCE: Readonly<Partial<Record<ReasonId, number>>> = {
  /** One key in two places. */
  'terminal.cloned': 0.6,
  /** A certificate that proves another terminal. */
  'terminal.certificate': 0.4,
  'mac.other-terminal': 0.3,
  'pin.other-terminal': 0.3,
  /** PINs that leave in clear. */
  'pin.clear': 0.3,
  /** A counter that went back. */
  'key.serial-number-spent': 0.2,
  'key.serial-number': 0.2,
  /** A trace that names two payments. */
  'message.duplicate': 0.1,
  'mac.previous-key': 0.1,
  'mac.changed-on-the-way': 0.02,
};

/** After so many of one kind more of them say nothing new. */
const TIMES_MAX = 5;

export interface Seen {
  readonly what: string;
  readonly times: number;
}

/** 0 to 1. */
export function suspicion(seen: readonly Seen[]): number {
  const innocent = seen.reduce((product, { what, times }) => {
    const worth = EVIDENCE[what as ReasonId] ?? 0;
    return product * (1 - worth) ** Math.min(times, TIMES_MAX);
  }, 1);
  return Math.round((1 - innocent) * 100) / 100;
}
