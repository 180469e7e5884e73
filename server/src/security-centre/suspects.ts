// The terminals that people should look at: what was refused of each within a day and speaks against it, and how many
// cards were presented there since the first of it.

import type { Sql } from '../store/index.js';
import { EVIDENCE, suspicion } from './suspicion.js';

const DAY_MS = 86_400_000;
const LISTED_MAX = 100;

interface SeenRow {
  readonly terminal_id: string;
  readonly status: string;
  readonly what: string;
  readonly times: number;
  readonly since: number;
  readonly last_rrn: string;
  readonly cards_seen: number;
}

/** Most suspicious first. @param now milliseconds since 1970 UTC */
export async function listSuspects(sql: Sql, now: number) {
  const rows = (await sql.unsafe(
    `with seen as (
       select t.terminal_id, coalesce(c.cause, t.reason) as what, count(*)::int as times,
         min(t.received_at) as first_at, max(t.rrn) as last_rrn
       from transaction t left join security_cause c using (rrn)
       where t.received_at > $1 and coalesce(c.cause, t.reason) = any (string_to_array($2, ' '))
       group by 1, 2),
     suspect as (select terminal_id, min(first_at) as since from seen group by 1)
     select terminal_id, s.status, what, times, last_rrn, since,
       (select count(distinct t.pan_masked)::int from transaction t
        where t.terminal_id = suspect.terminal_id and t.received_at >= since) as cards_seen
     from seen join suspect using (terminal_id) join terminal s using (terminal_id) order by terminal_id, what`,
    [now - DAY_MS, Object.keys(EVIDENCE).join(' ')],
  )) as unknown as readonly SeenRow[];
  const suspects = [...new Set(rows.map(({ terminal_id: id }) => id))].map((terminalId) => {
    const seen = rows.filter((row) => row.terminal_id === terminalId);
    const [{ status, since, cards_seen: cardsSeen }] = seen as [SeenRow, ...SeenRow[]];
    const evidence = seen.map(({ what, times, last_rrn: lastRrn }) => ({ what, times, lastRrn }));
    return { terminalId, status, score: suspicion(seen), since: Number(since), cardsSeen, evidence };
  });
  return suspects.sort((one, other) => other.score - one.score).slice(0, LISTED_MAX);
}
