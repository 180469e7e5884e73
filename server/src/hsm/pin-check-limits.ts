// How often PINs may be tried inside the HSM, whatever its callers count: wrong PINs per PAN, and defective blocks per
// key, in a window of time (PCI PIN requirement 19; decimalisation and format attacks need thousands of calls).

import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';

const WINDOW_MS = 15 * 60_000;
export const WRONG_PINS_PER_PAN = 20;
export const DEFECTS_PER_KEY = 200;
/** PANs and keys remembered; the one seen first goes when there are more. */
const REMEMBERED = 50_000;

interface Count {
  readonly until: number;
  times: number;
}

export class PinCheckLimits {
  readonly #clock: Clock;
  readonly #wrongByPan = new Map<string, Count>();
  readonly #defectsByKey = new Map<string, Count>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Fault TG_HSM_PIN_CHECKS when too many wrong PINs came for this PAN: even the right one has to wait */
  checkPan(pan: string): void {
    this.#check(this.#wrongByPan, pan, WRONG_PINS_PER_PAN);
  }

  /** @throws Fault TG_HSM_PIN_CHECKS when too many blocks under this key did not decode */
  checkKey(block: string): void {
    this.#check(this.#defectsByKey, block, DEFECTS_PER_KEY);
  }

  countWrong(pan: string): void {
    this.#count(this.#wrongByPan, pan);
  }

  countDefect(block: string): void {
    this.#count(this.#defectsByKey, block);
  }

  /** The right PIN ends the window, as it does at the issuer. */
  forgetPan(pan: string): void {
    if (this.#wrongByPan.size > 0) this.#wrongByPan.delete(pan);
  }

  #check(counts: Map<string, Count>, subject: string, most: number): void {
    if (counts.size === 0) return;
    const count = counts.get(subject);
    if (!count || count.times < most) return;
    if (count.until > this.#clock.now()) {
      throw new Fault('TG_HSM_PIN_CHECKS', 'too many PIN checks failed in a short time');
    }
    counts.delete(subject);
  }

  #count(counts: Map<string, Count>, subject: string): void {
    const now = this.#clock.now();
    const count = counts.get(subject);
    if (count && count.until > now) {
      count.times += 1;
      return;
    }
    counts.delete(subject);
    counts.set(subject, { until: now + WINDOW_MS, times: 1 });
    if (counts.size <= REMEMBERED) return;
    for (const first of counts.keys()) {
      counts.delete(first);
      return;
    }
  }
}
