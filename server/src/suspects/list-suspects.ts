// The terminals that people should look at: what was seen of each within a day that speaks against it, and how many
// cards were presented there since the first of it. What a person has dealt with by resuming the terminal is over.

import type { Suspect } from '../http/api.js';
import type { Sql } from '../store/index.js';
import { EVIDENCE, type EvidenceKind, suspicion } from './suspicion.js';

const DAY_MS = 86_400_000;
const LISTED_MAX = 100;
/** Two terminals of one name push each other out: each has to sign on again after the other did. */
const SIGN_ON_AGAIN_MS = 600_000;
/** A trace number goes back by less than this, unless it has begun again at the top. */
const TRACE_BACK_MAX = 500_000;
/** Nobody is in two cities within it. */
const OTHER_CITY_MS = 1_800_000;
/** So many days of payments say at which hours a shop is open. */
const HOURS_KNOWN_AFTER_DAYS = 7;
const HOURS_LOOK_BACK_MS = 30 * DAY_MS;

interface SeenRow {
  readonly terminal_id: string;
  readonly status: string;
  readonly what: EvidenceKind;
  readonly times: number;
  readonly since: number;
  readonly last_rrn: string;
  readonly cards_seen: number;
}

export interface SuspectPorts {
  readonly sql: Sql;
  /** IANA name: by which clock shops open and close. */
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** The reversal of a message has its trace number, which is no step back. */
const OF_ITS_OWN_TRACE = `('purchase', 'pre-authorization', 'balance', 'refund', 'void', 'sign-on')`;

/** $1 since when, $2 kinds that are refusals, $3 time zone. */
const SUSPECTS = `
  with dealt_with as (
    select terminal_id, max(at) as at from terminal_case where what = 'resumed' group by 1),
  recent as (
    select t.* from transaction t left join dealt_with d using (terminal_id)
    where t.received_at > greatest($1, coalesce(d.at, 0))),
  paired as (
    select rrn, terminal_id, received_at, kind, trace::int as trace,
      lag(trace::int) over its as before,
      lag(received_at) over (partition by terminal_id, kind order by sequence) as same_kind_before
    from recent where kind in ${OF_ITS_OWN_TRACE} and answer_code = '00' and trace ~ '^[0-9]{6}$'
    window its as (partition by terminal_id order by sequence)),
  -- Read by the card itself: stripe, chip or contactless.
  presented as (
    select rrn, r.terminal_id, received_at, m.city_en as city,
      lag(m.city_en) over its as city_before, lag(rrn) over its as rrn_before,
      lag(r.terminal_id) over its as terminal_before, lag(received_at) over its as at_before
    from recent r join merchant m using (merchant_id)
    where auth_code is not null and card_id is not null and substring(entry_mode for 2) in ('02', '05', '07')
    window its as (partition by card_id order by sequence)),
  apart as (select * from presented where city <> city_before and received_at - at_before < ${OTHER_CITY_MS}),
  observed as (
    select r.terminal_id, coalesce(c.cause, r.reason) as what, r.received_at, r.rrn
      from recent r left join security_cause c using (rrn)
      where coalesce(c.cause, r.reason) = any (string_to_array($2, ' '))
    union all
    select terminal_id, 'trace.back', received_at, rrn from paired
      where trace < before and before - trace < ${TRACE_BACK_MAX}
    union all
    select terminal_id, 'sign-on.often', received_at, rrn from paired
      where kind = 'sign-on' and received_at - same_kind_before < ${SIGN_ON_AGAIN_MS}
    union all
    select terminal_id, 'card.two-places', received_at, rrn from apart
    union all
    select terminal_before, 'card.two-places', at_before, rrn_before from apart
    union all
    select terminal_id, 'terminal.software', received_at, rrn from recent
      where kind = 'status-upload' and exists (select from known_software)
        and figures->>'softwareHash' not in (select hash from known_software)
    union all
    select one.terminal_id, 'terminal.serial-twice', $1::bigint, ''
      from terminal one join terminal other using (serial_number)
      where one.terminal_id <> other.terminal_id and serial_number <> ''
        and one.status = 'active' and other.status = 'active'),
  -- Hours speak beside other evidence only: a shop that opens late one day is no copy.
  shops as (
    select terminal_id, array_agg(distinct hour) as hours from (
      select terminal_id, business_date,
        extract(hour from to_timestamp(received_at / 1000) at time zone $3)::int as hour
      from transaction
      where received_at between $1 - ${HOURS_LOOK_BACK_MS} and $1 and auth_code is not null
        and terminal_id in (select terminal_id from observed)) as paid
    group by 1 having count(distinct business_date) >= ${HOURS_KNOWN_AFTER_DAYS}),
  seen as (
    select * from observed
    union all
    select terminal_id, 'terminal.odd-hours', received_at, rrn from recent join shops using (terminal_id)
      where auth_code is not null
        and extract(hour from to_timestamp(received_at / 1000) at time zone $3)::int <> all (hours)),
  counted as (
    select terminal_id, what, count(*)::int as times, min(received_at) as first_at, max(rrn) as last_rrn
    from seen group by 1, 2),
  suspect as (select terminal_id, min(first_at) as since from counted group by 1)
  select terminal_id, s.status, what, times, last_rrn, since,
    (select count(distinct r.card_id)::int from recent r
     where r.terminal_id = suspect.terminal_id and r.received_at >= since) as cards_seen
  from counted join suspect using (terminal_id) join terminal s using (terminal_id) order by terminal_id, what`;

/** Kinds that are the causes and reasons of refusals. */
const REFUSALS: string = Object.keys(EVIDENCE).join(' ');

/** Most suspicious first. */
export async function listSuspects({ sql, timeZone, now }: SuspectPorts): Promise<readonly Suspect[]> {
  const since = now() - DAY_MS;
  const rows = (await sql.unsafe(SUSPECTS, [since, REFUSALS, timeZone])) as unknown as readonly SeenRow[];
  const suspects = [...new Set(rows.map(({ terminal_id: id }) => id))].map((terminalId) => {
    const seen = rows.filter((row) => row.terminal_id === terminalId);
    const [{ status, since: first, cards_seen: cardsSeen }] = seen as [SeenRow, ...SeenRow[]];
    const evidence = seen.map(({ what, times, last_rrn: lastRrn }) => ({
      ...{ what, words: EVIDENCE[what]!.words, times, lastRrn },
    }));
    return { terminalId, status, score: suspicion(seen), since: Number(first), cardsSeen, evidence };
  });
  return suspects.sort((one, other) => other.score - one.score).slice(0, LISTED_MAX);
}
