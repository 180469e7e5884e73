// A clock for whoever waits: nothing has to move it.

import type { Clock } from '../kernel/clock.js';

/** Time passes only while somebody waits for it. @param setBy what the wall clock is set by once it has passed */
export function waitingClock(setBy = 0): Clock {
  let now = 0;
  return {
    now: () => (now === 0 ? 0 : now + setBy),
    micros: () => now * 1000,
    after: (ms, callback) => {
      let cancelled = false;
      setImmediate(() => {
        if (cancelled) return;
        now += ms;
        callback();
      });
      return () => {
        cancelled = true;
      };
    },
  };
}
