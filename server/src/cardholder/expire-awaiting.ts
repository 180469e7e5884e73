// Payments that waited for their holder and that no terminal came back for: ended, so that none stays open.

import { expireAwaitingUnit } from '../acquirer/index.js';
import type { Clock } from '../kernel/clock.js';
import { every } from '../kernel/every.js';
import type { GroupCommit, Sql } from '../store/index.js';

const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 100;

interface AwaitingRow {
  readonly rrn: string;
  readonly terminal_id: string;
  readonly pan_hash: string;
}

export interface ExpiryPorts {
  readonly sql: Sql;
  readonly books: GroupCommit;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** @returns what ends it */
export function startExpiry(ports: ExpiryPorts): () => Promise<void> {
  const { clock, log } = ports;
  return every(
    clock,
    LOOK_EVERY_MS,
    () => expireAwaiting(ports),
    (error) => log(`payments that wait for holders stay open: ${String(error)}`),
  );
}

async function expireAwaiting({ sql, books, clock }: ExpiryPorts): Promise<void> {
  const now = clock.now();
  const rows = (await sql.unsafe(
    `select t.rrn, t.terminal_id, c.pan_hash from transaction t join card c using (card_id)
     where t.state = 'awaiting' and t.received_at < $1 limit ${AT_ONCE}`,
    [now - LOOK_EVERY_MS],
  )) as unknown as readonly AwaitingRow[];
  for (const row of rows) await books.submit(expireAwaitingUnit(row, row.pan_hash, now));
}
