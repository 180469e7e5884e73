// Gives holds back whose time ran out: in a host for the banks that decide there, in a bank for its own cards.

import { expireHoldUnit } from './acquirer/index.js';
import type { Clock } from './kernel/clock.js';
import { every } from './kernel/every.js';
import { type GroupCommit, oldHolds, type Sql } from './store/index.js';

export interface HoldWatchPorts {
  readonly sql: Sql;
  readonly books: GroupCommit;
  readonly clock: Clock;
  nextRrn(): Promise<string>;
  readonly log: (line: string) => void;
}

/** A pre-authorization is good for thirty days unless its card scheme says otherwise. */
export const usualHoldMs: number = 30 * 86_400_000;
const LOOK_EVERY_MS = 30_000;

/** @returns what ends it */
export function watchHolds(ports: HoldWatchPorts, holdMs: number): () => Promise<void> {
  const { sql, books, clock, nextRrn, log } = ports;
  const look = async (): Promise<void> => {
    const now = clock.now();
    for (const hold of await oldHolds(sql, now - holdMs)) {
      if (await books.submit(expireHoldUnit(hold, await nextRrn(), now))) log(`hold ${hold.rrn} ran out`);
    }
  };
  return every(clock, LOOK_EVERY_MS, look, (error) => log(`holds wait to be released: ${String(error)}`));
}
