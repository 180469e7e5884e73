// Where the time of a request went, from the steps that were kept of it: the host itself, the HSM, the bank, the
// database. What came before the first byte and after the last one nobody here has seen.

import type { StepName } from '../kernel/timeline.js';
import type { KeptTrace } from './keep-trace.js';

export type SeenPart = 'host' | 'hsm' | 'bank' | 'database';

/** Each step that is not the host's own work. Steps of the fault laboratory are the line's, and count nowhere. */
const PARTS: Readonly<Partial<Record<StepName, SeenPart>>> = {
  'mac.checked': 'hsm',
  'keys.made': 'hsm',
  'track.decrypted': 'hsm',
  'card.hashed': 'hsm',
  'pin.translated': 'hsm',
  'pin.checked': 'hsm',
  'cryptogram.checked': 'hsm',
  'answer.maced': 'hsm',
  'bank.asked': 'bank',
  'decision.committed': 'database',
};

export type SeenTimes = Readonly<Record<SeenPart, number>>;

/** Microseconds of each part. */
export function timesOf(steps: KeptTrace['steps']): SeenTimes {
  const times = { host: 0, hsm: 0, bank: 0, database: 0 };
  for (const [, what, ms] of steps) {
    if (what.startsWith('lab.')) continue;
    times[PARTS[what as StepName] ?? 'host'] += Math.round(ms * 1000);
  }
  return times;
}

/** Microseconds in the host, all parts together. */
export function totalOf(steps: KeptTrace['steps']): number {
  return Object.values(timesOf(steps)).reduce((sum, micros) => sum + micros, 0);
}

/** Undefined positions of a sorted list are null. @param share 0 to 1 */
export function placed(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
