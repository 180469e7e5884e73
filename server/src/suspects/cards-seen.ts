// What a terminal in wrong hands means for cards: those that were presented there since the first thing that spoke
// against it, and putting all of them out of use at once.

import type { CardSeen, FrozenCards } from '../http/api.js';
import type { Sql } from '../store/index.js';

const LISTED_MAX = 1000;

const SEEN = `select distinct card_id from transaction
  where terminal_id = $1 and received_at >= $2 and card_id is not null`;

/** Last seen first. PANs as first 6 and last 4. */
export async function cardsSeen(sql: Sql, terminalId: string, since: number): Promise<readonly CardSeen[]> {
  const rows = await sql.unsafe(
    `select c.card_id as "cardId", c.pan_first6 || '******' || c.pan_last4 as "panMasked",
       json_build_object('zh', i.name_zh, 'en', i.name_en) as "issuerName", c.status,
       c.pin_reference->>'method' is null as "isElsewhere",
       count(*)::int as times, min(t.received_at) as "firstAt", max(t.received_at) as "lastAt",
       bool_or(t.entry_mode like '__1') as "withPin", bool_or(t.entry_mode like '02_') as "byStripe"
     from transaction t join card c using (card_id) join issuer i on i.issuer_id = c.issuer_id
     where t.terminal_id = $1 and t.received_at >= $2
     group by c.card_id, i.issuer_id order by max(t.received_at) desc limit ${LISTED_MAX}`,
    [terminalId, since],
  );
  return rows.map(({ firstAt, lastAt, ...card }) => ({
    ...card,
    firstAt: Number(firstAt),
    lastAt: Number(lastAt),
  })) as unknown as readonly CardSeen[];
}

/**
 * The holder sees that the bank has blocked the card, and cannot undo it: `tillgate card unblock` does. A payment under
 * way has its card's row locked, and comes first.
 */
export async function freezeCardsSeen(
  step: Pick<Sql, 'unsafe'>,
  terminalId: string,
  since: number,
): Promise<FrozenCards> {
  const [before] = await step.unsafe(
    `select count(*)::int as seen,
       count(*) filter (where pin_reference->>'method' is null)::int as elsewhere
     from card where card_id in (${SEEN})`,
    [terminalId, since],
  );
  const frozen = await step.unsafe(
    `update card set status = 'blocked' where card_id in (${SEEN}) and status = 'active'
       and pin_reference->>'method' is not null returning 1`,
    [terminalId, since],
  );
  const elsewhere = Number(before?.elsewhere ?? 0);
  const seen = Number(before?.seen ?? 0);
  return { frozen: frozen.length, outAlready: seen - elsewhere - frozen.length, elsewhere };
}
