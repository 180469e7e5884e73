// What the books keep for banks behind links, read outside the steps: forwards whose time has come, questions that
// nobody waits for any more, and cards that have no name here yet.

import type { Sql } from './postgres-store.js';
import type { ForwardRow, TransactionRow } from './rows.js';

/** A forward with the request that it tells of, and what that undoes or follows. */
export interface StoredForward {
  readonly forward: ForwardRow;
  readonly row: TransactionRow;
  readonly original: TransactionRow | undefined;
  readonly mcc: string;
  readonly panSealed: string;
}

/** Longer than any pause between two tries: what is to wait longer was put off by a clock that was wrong. */
export const FORWARD_WAITS_AT_MOST_MS = 60_000;

/** Of each card the oldest waiting forward, where its time has come; at most so many. */
export async function dueForwards(
  sql: Sql,
  issuerId: string,
  now: number,
  most: number,
): Promise<readonly StoredForward[]> {
  const rows = await sql.unsafe(
    `select to_json(f) as forward, to_json(t) as row, to_json(o) as original, coalesce(m.mcc, '') as mcc,
       c.pan_sealed as "panSealed"
     from (select distinct on (card_id) * from forward where issuer_id = $1 and state = 'waiting'
           order by card_id, position) f
       join transaction t using (rrn) join card c on c.card_id = f.card_id
       left join transaction o on o.rrn = t.original_rrn left join merchant m on m.merchant_id = t.merchant_id
     where f.next_at <= $2 or f.next_at > $4 order by f.position limit $3`,
    [issuerId, now, most, now + FORWARD_WAITS_AT_MOST_MS],
    { prepare: true },
  );
  return rows.map(({ original, ...rest }) => ({ ...rest, original: original ?? undefined })) as never;
}

/** Payments whose bank was asked before `before` and that nobody has concluded: their host died. */
export async function forgottenQuestions(
  sql: Sql,
  before: number,
): Promise<ReadonlyArray<{ readonly rrn: string; readonly terminal_id: string }>> {
  const rows = await sql.unsafe(
    `select rrn, terminal_id from transaction
     where state = 'in-doubt' and reason = 'issuer.asked' and received_at < $1 limit 100`,
    [before],
    { prepare: true },
  );
  return rows as never;
}

/** Holds that were made before `before`, with the card of each. */
export async function oldHolds(
  sql: Sql,
  before: number,
): Promise<ReadonlyArray<{ readonly rrn: string; readonly terminal_id: string; readonly pan_hash: string }>> {
  const rows = await sql.unsafe(
    `select t.rrn, t.terminal_id, c.pan_hash from transaction t join card c using (card_id)
     where t.state = 'held' and t.received_at < $1 order by t.received_at limit 100`,
    [before],
    { prepare: true },
  );
  return rows as never;
}

/** A card of a bank elsewhere, as far as it must be known here. */
export interface OutsideCard {
  readonly issuerId: string;
  readonly panHash: string;
  readonly panSealed: string;
  readonly panFirst6: string;
  readonly panLast4: string;
  readonly panLength: number;
  readonly currency: string;
}

/** Gives it a name in the books: what stands here about limits and PIN is its bank's to know, and never asked. */
export async function meetOutsideCard(sql: Sql, card: OutsideCard): Promise<void> {
  await sql.unsafe(
    `with fresh as (select nextval('outside_card') as id where not exists (select from card where pan_hash = $1)),
       account as (insert into account (account_id, kind, owner, currency)
         select 'outside:' || id, 'outside', id::text, $7 from fresh)
     insert into card (card_id, issuer_id, account_id, pan_hash, pan_sealed, pan_first6, pan_last4, pan_length,
       expiry, sequence, product, status, online_pin, pin_reference, per_transaction_minor, daily_minor, daily_count)
     select id, $2, 'outside:' || id, $1, $3, $4, $5, $6, '0000', '000', 'debit', 'active', false, '{}', 0, 0, 0
     from fresh on conflict (pan_hash) do nothing`,
    [
      card.panHash,
      card.issuerId,
      card.panSealed,
      card.panFirst6,
      card.panLast4,
      card.panLength,
      card.currency,
    ],
  );
}
