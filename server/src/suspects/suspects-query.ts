// The one question to the database behind the list of suspects: each thing that was seen of a terminal, how often, and
// how often it was proved to be the terminal's own doing.

/** Two terminals of one name push each other out: each has to sign on again after the other did. */
const SIGN_ON_AGAIN_MS = 600_000;
/** A trace number goes back by less than this, unless it has begun again at the top. */
const TRACE_BACK_MAX = 500_000;
/** Nobody is in two cities within it. */
const OTHER_CITY_MS = 1_800_000;
/** So many days of payments say at which hours a shop is open. */
const HOURS_KNOWN_AFTER_DAYS = 7;
const HOURS_LOOK_BACK_MS = 30 * 86_400_000;
/** Whose hours are looked up, those with the most evidence: it reads a month of their payments. */
const HOURS_OF_MAX = 100;
/** A terminal is back where it was a moment ago; once or twice a line that fails over does so. */
const BACK_WITHIN_MS = 600_000;
const RETURNS_WITHIN_MS = 3_600_000;
const RETURNS_MIN = 3;

/** The reversal of a message has its trace number, which is no step back. */
const OF_ITS_OWN_TRACE = `('purchase', 'pre-authorization', 'balance', 'refund', 'void', 'sign-on')`;

/** Kinds whose message carries a MAC under the terminal's keys. */
const WITH_MAC = `('purchase', 'pre-authorization', 'balance', 'refund', 'void', 'qr-sale', 'completion', 'reversal',
  'pre-authorization-void', 'completion-void', 'completion-advice', 'offline-sale', 'pin-change')`;
/** Answered before a MAC is right. Codes that come after one as well are not among them: those may be its own. */
const UNPROVED_CODES = `('03', '30', '97', 'A0')`;
/** Decided over a MAC under the terminal's keys, and reversed when they are lost on the way: not to be held back. */
const PAID = `kind in ('purchase', 'pre-authorization')`;

const isBack = (before: string): string => `trace < ${before} and ${before} - trace < ${TRACE_BACK_MAX}`;

/**
 * $1 since when, $2 kinds that are refusals, $3 time zone, and how kinds are proved: $4 by a right MAC, $5 by a MAC on
 * a message that did not come before, $6 by nothing at all. By a certificate all others are.
 */
export const SUSPECTS_QUERY: string = `
  with dealt_with as (
    select terminal_id, max(at) as at from terminal_case where what = 'resumed' group by 1),
  -- A whole day of payments: no column more than the evidence takes.
  recent as (
    select rrn, t.terminal_id, sequence, t.received_at, kind, trace, answer_code, reason, auth_code, card_id,
      merchant_id, entry_mode, case when kind = 'status-upload' then figures->>'softwareHash' end as software_hash
    from transaction t left join dealt_with d using (terminal_id)
    where t.received_at > greatest($1, coalesce(d.at, 0))),
  -- The trace of the last payment before is the lowest six digits behind its sequence: one order serves both.
  paired as (
    select rrn, terminal_id, received_at, kind, trace::int as trace,
      lag(trace::int) over its as before,
      (max(case when ${PAID} then sequence * 1000000 + trace::int end) over (its rows between unbounded preceding
        and 1 preceding) % 1000000)::int as before_of_sort
    from recent where kind in ${OF_ITS_OWN_TRACE} and answer_code = '00' and trace ~ '^[0-9]{6}$'
    window its as (partition by terminal_id order by sequence)),
  signed_on as (
    select rrn, terminal_id, received_at, lag(received_at) over its as before
    from recent where kind = 'sign-on' and answer_code = '00'
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
  -- Back where it was a moment ago, again and again; not between networks that it was seen to use before today.
  returned as (
    select terminal_id, at, count(*) over (partition by terminal_id order by at
        range between ${RETURNS_WITHIN_MS}::bigint preceding and current row) as returns
    from (
      select m.*, lag(from_network) over its as from_before, lag(m.at) over its as at_before
      from terminal_move m left join dealt_with d using (terminal_id)
      where m.at > greatest($1, coalesce(d.at, 0))
      window its as (partition by terminal_id order by move_id)) as moved
    where to_network = from_before and at - at_before < ${BACK_WITHIN_MS}
      and not exists (select from terminal_move o where o.terminal_id = moved.terminal_id and o.at <= $1
        and least(o.from_network, o.to_network) = least(moved.from_network, moved.to_network)
        and greatest(o.from_network, o.to_network) = greatest(moved.from_network, moved.to_network))),
  observed as (
    select r.terminal_id, coalesce(c.cause, r.reason) as what, r.received_at, r.rrn, false as is_own
      from recent r left join security_cause c on c.rrn = r.rrn and c.at > $1
      where coalesce(c.cause, r.reason) = any (string_to_array($2, ' '))
    union all
    select terminal_id, 'trace.back', received_at, rrn, ${PAID} and ${isBack('before_of_sort')} from paired
      where ${isBack('before')} or ${PAID} and ${isBack('before_of_sort')}
    union all
    select terminal_id, 'sign-on.often', received_at, rrn, false from signed_on
      where received_at - before < ${SIGN_ON_AGAIN_MS}
    union all
    select terminal_id, 'card.two-places', received_at, rrn, false from apart
    union all
    select terminal_before, 'card.two-places', at_before, rrn_before, false from apart
    union all
    select terminal_id, 'terminal.software', received_at, rrn, false from recent
      where kind = 'status-upload' and exists (select from known_software)
        and software_hash not in (select hash from known_software)
    union all
    select terminal_id, 'terminal.two-addresses', at, '', false from returned where returns >= ${RETURNS_MIN}
    union all
    -- The acquirer's own register says so: nobody on a line can make it.
    select one.terminal_id, 'terminal.serial-twice', $1::bigint, '', true
      from terminal one join terminal other using (serial_number)
      where one.terminal_id <> other.terminal_id and serial_number <> ''
        and one.status = 'active' and other.status = 'active'),
  -- Hours speak beside other evidence only: a shop that opens late one day is no copy.
  shops as (
    select terminal_id, array_agg(distinct hour) as hours
    from (select terminal_id from observed group by 1 order by count(*) desc limit ${HOURS_OF_MAX}) as one
    cross join lateral (
      select business_date, extract(hour from to_timestamp(received_at / 1000) at time zone $3)::int as hour
      from transaction t
      where t.terminal_id = one.terminal_id and auth_code is not null
        and received_at between $1 - ${HOURS_LOOK_BACK_MS} and $1 offset 0) as paid
    group by 1 having count(distinct business_date) >= ${HOURS_KNOWN_AFTER_DAYS}),
  seen as (
    select * from observed
    union all
    select terminal_id, 'terminal.odd-hours', received_at, rrn, false from recent join shops using (terminal_id)
      where auth_code is not null
        and extract(hour from to_timestamp(received_at / 1000) at time zone $3)::int <> all (hours)),
  proved as (
    select s.terminal_id, s.what, s.received_at, s.rrn, t.batch || t.trace as name,
      what <> all (string_to_array($6, ' ')) and (is_own
      or c.certified is true or what = any (string_to_array($4, ' '))
      -- One that was recorded, or held back, and is played again: its payment or its reversal came before.
      or what = any (string_to_array($5, ' ')) and not exists (
        select from transaction o
        where o.trace = t.trace and o.terminal_id = t.terminal_id and o.batch = t.batch and o.sequence < t.sequence
          and o.kind in ${WITH_MAC} and o.answer_code not in ${UNPROVED_CODES})) as is_proved
    -- Little was seen, and of all that is kept only that is looked up: OFFSET 0 keeps the two from being joined whole.
    from seen s
    left join lateral (select batch, trace, terminal_id, sequence from transaction where rrn = s.rrn offset 0) t on true
    left join lateral (select certified from trace where rrn = s.rrn offset 0) c on true),
  counted as (
    -- Played again, a refused message is one all the same.
    select terminal_id, what, count(*)::int as times, min(received_at) as first_at, max(rrn) as last_rrn,
      count(distinct coalesce(name, '')) filter (where is_proved)::int as proved
    from proved group by 1, 2),
  suspect as (select terminal_id, min(first_at) as since from counted group by 1),
  presenting as (
    select terminal_id, count(distinct card_id)::int as cards from recent join suspect using (terminal_id)
    where received_at >= since group by 1)
  select terminal_id, s.status, what, times, proved, last_rrn, since,
    coalesce(cards, 0) as cards_seen
  from counted join suspect using (terminal_id) join terminal s using (terminal_id)
  left join presenting using (terminal_id) order by terminal_id, what`;
