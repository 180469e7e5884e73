// Places the steps of a payment on one scale: each starts where the one before ended.

import type { Step } from '@tillgate/server/api';

export interface PlacedStep {
  /** Position in the order of events. */
  readonly at: number;
  readonly step: Step;
  /** Shares of the whole, 0 to 1. */
  readonly startShare: number;
  readonly share: number;
}

export function placeSteps(steps: readonly Step[]): {
  readonly placed: readonly PlacedStep[];
  readonly totalMicros: number;
} {
  const totalMicros = steps.reduce((sum, { micros }) => sum + micros, 0);
  const whole = Math.max(totalMicros, 1);
  let startMicros = 0;
  const placed = steps.map((step, at) => {
    const one = { at, step, startShare: startMicros / whole, share: step.micros / whole };
    startMicros += step.micros;
    return one;
  });
  return { placed, totalMicros };
}
