// What is read outside the steps outlasts a database that is back soon, as the steps do: a payment that met its
// restart while a card was looked up would be declined, and the one just behind it, in its commit, approved.

import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { isGone } from './postgres-store.js';

/**
 * Asks until the database answers. Once it has stayed away for the time given, whoever asks is told TG_STORE_GONE
 * at once, until one answer comes. Any other error stays what it is. What is asked may be asked twice.
 */
export type Outlast = <Result>(ask: () => PromiseLike<Result>) => Promise<Result>;

const PAUSE_MS = 25;

export function createOutlast(clock: Clock, giveUpAfterMs: number): Outlast {
  let goneSinceMicros: number | undefined;
  return async (ask) => {
    for (;;) {
      try {
        const answer = await ask();
        goneSinceMicros = undefined;
        return answer;
      } catch (cause) {
        if (!isGone(cause)) throw cause;
        goneSinceMicros ??= clock.micros();
        if (clock.micros() - goneSinceMicros >= giveUpAfterMs * 1000) {
          throw new Fault('TG_STORE_GONE', 'the books cannot be reached', { cause });
        }
      }
      await new Promise<void>((wake) => clock.after(PAUSE_MS, wake));
    }
  };
}
