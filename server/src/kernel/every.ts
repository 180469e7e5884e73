// Work that is done again and again beside the payments, such as counts that are written down now and then.

import type { Clock } from './clock.js';

/**
 * Does `work` each time `ms` milliseconds after it was done before; `failed` is told of each time it rejects.
 * @returns what ends it, and does it a last time
 */
export function every(
  clock: Pick<Clock, 'after'>,
  ms: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let isOver = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let cancel = (): void => undefined;
  const once = (): Promise<unknown> => {
    underWay = work().catch(failed);
    return underWay;
  };
  const arm = (): void => {
    cancel = clock.after(ms, () => void once().then(() => isOver || arm()));
  };
  arm();
  return async () => {
    isOver = true;
    cancel();
    await underWay;
    await once();
  };
}
