// The host's lock, held again whenever its session ends: a database that was restarted, killed or cut off comes back,
// and the host with it, without hands. What makes it hopeless (another host has the data, the password is refused)
// ends it.

import type postgres from 'postgres';
import { Fault } from '../../kernel/fault.js';
import { type HostLock, type HostLockOptions, takeHostLock } from './host-lock.js';
import { pause } from './postmaster.js';
import { checkServer } from './server-checks.js';

export interface KeptLockOptions extends Omit<HostLockOptions, 'onLost'> {
  /** Sees to it that the database runs again; tried until it does. */
  readonly bringBack: () => Promise<void>;
  readonly log: (line: string) => void;
  readonly onLost: (fault: Fault) => void;
}

export interface KeptLock {
  /** Of the session that holds the lock now. */
  readonly sql: postgres.Sql;
  release(whileHeld?: () => Promise<void>): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3000;
const HOPELESS: ReadonlySet<string> = new Set([
  'TG_DATA_IN_USE',
  'TG_DATABASE_PASSWORD',
  'TG_DATABASE_UNSAFE',
  'TG_DATABASE_VERSION',
]);

export async function keepHostLock(options: KeptLockOptions): Promise<KeptLock> {
  const { log, clock } = options;
  let over = false;
  let isRegaining = false;
  let lock: HostLock;
  let regaining: Promise<void> = Promise.resolve();
  const take = (): Promise<HostLock> =>
    takeHostLock({
      ...options,
      onLost: () => {
        // One that ends again while it is being taken is tried again by the same loop.
        if (!isRegaining)
          regaining = regain().finally(() => {
            isRegaining = false;
          });
      },
    });

  async function regain(): Promise<void> {
    isRegaining = true;
    log('the database ended: payments are declined until it is back');
    for (let pauseMs = FIRST_PAUSE_MS; !over; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      try {
        await options.bringBack();
        if (over) return;
        lock = await take();
        // Somebody may have started it with other settings meanwhile.
        await checkServer(lock.sql);
        log('the database is back');
        return;
      } catch (error) {
        if (error instanceof Fault && HOPELESS.has(error.code)) return options.onLost(error);
        log(`the database is not back yet: ${(error as Error).message}`);
        await pause(clock, pauseMs);
      }
    }
  }

  lock = await take();
  return {
    get sql() {
      return lock.sql;
    },
    async release(whileHeld) {
      over = true;
      await regaining;
      await lock.release(whileHeld);
    },
  };
}
