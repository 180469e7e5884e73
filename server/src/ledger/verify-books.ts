// The proof of the books: everything that can be added up is added up again from the entries alone, and
// compared with what the transactions say. Any difference is a violation with the row that shows it.

import type { AmountMinor } from '../kernel/money.js';

export interface Violation {
  readonly rule: string;
  readonly subject: string;
  readonly detail: string;
}

export interface BooksProof {
  /** Balanced sets read. */
  readonly entries: number;
  readonly accounts: number;
  readonly violations: readonly Violation[];
}

/** One check: a question whose every row is a violation. */
interface Check {
  readonly rule: string;
  readonly sql: string;
}

/** Asks one question of the books as one consistent snapshot. */
export interface BooksReader {
  snapshot<Result>(
    work: (ask: (sql: string) => Promise<ReadonlyArray<Record<string, unknown>>>) => Promise<Result>,
  ): Promise<Result>;
}

/** What the entries say, summed by kind of account over the payment they are about or the request that made them. */
const summedBy = (column: 'rrn' | 'caused_by'): string => `
  select ${column} as rrn,
    coalesce(sum(amount_minor) filter (where account_id like 'cardholder:%'), 0)::bigint as cardholder,
    coalesce(sum(amount_minor) filter (where account_id like 'overdrawn:%'), 0)::bigint as overdrawn,
    coalesce(sum(amount_minor) filter (where account_id like 'hold:%'), 0)::bigint as hold,
    coalesce(sum(amount_minor) filter (where account_id like 'fee:%'), 0)::bigint as fee,
    coalesce(sum(amount_minor) filter (where account_id like 'payable:%' or account_id like 'fee:%'), 0)::bigint
      as acquired,
    coalesce(sum(amount_minor) filter (where account_id like 'clearing:%'), 0)::bigint as cleared
  from posting where ${column} is not null group by ${column}`;

/** An amount that only the bank's side of the books moves, and one that only the acquirer's moves. */
const ofIssuer = (amount: string): string => `case when side = 'acquirer' then 0 else ${amount} end`;
const ofAcquirer = (amount: string): string => `case when side = 'issuer' then 0 else ${amount} end`;

const checks: readonly Check[] = [
  {
    rule: 'every entry set adds up to zero',
    sql: `select entry_set_id::text as subject, sum(amount_minor)::text as detail
          from posting group by entry_set_id having sum(amount_minor) <> 0`,
  },
  {
    rule: 'all accounts of a currency add up to zero',
    sql: `select currency as subject, sum(amount_minor)::text as detail
          from posting group by currency having sum(amount_minor) <> 0`,
  },
  {
    rule: 'every posting names an account of the chart',
    sql: `select distinct p.account_id as subject, 'no such account' as detail
          from posting p left join account a using (account_id) where a.account_id is null`,
  },
  {
    rule: 'a cardholder account is what its entries say',
    sql: `select a.account_id as subject,
            'kept ' || a.balance_minor || ', entries ' || coalesce(sum(p.amount_minor), 0) as detail
          from account a left join posting p using (account_id) where a.kind = 'cardholder'
          group by a.account_id, a.balance_minor having a.balance_minor <> coalesce(sum(p.amount_minor), 0)`,
  },
  {
    rule: 'no cardholder account is below zero',
    sql: `select account_id as subject, balance_minor::text as detail
          from account where kind = 'cardholder' and balance_minor < 0`,
  },
  {
    rule: 'holds never go below zero',
    sql: `select account_id as subject, sum(amount_minor)::text as detail from posting
          where account_id like 'hold:%' group by account_id having sum(amount_minor) < 0`,
  },
  {
    rule: 'what a request says it moved is what its entries moved',
    sql: `select coalesce(t.rrn, n.rrn) as subject,
            'row ' || coalesce(t.movement::text, 'none') || ', entries hold ' || coalesce(n.hold, 0) ||
            ', cleared ' || coalesce(n.cleared, 0) || ', acquired ' || coalesce(n.acquired, 0) ||
            ', fee ' || coalesce(n.fee, 0) || ', overdrawn ' || coalesce(n.overdrawn, 0) as detail
          from (select rrn, movement, ${ofIssuer("(movement->>'heldMinor')::bigint")} as held,
              ${ofIssuer("(movement->>'capturedMinor')::bigint")} as cleared,
              ${ofAcquirer("(movement->>'capturedMinor')::bigint")} as acquired,
              ${ofAcquirer("(movement->>'feeMinor')::bigint")} as fee,
              ${ofIssuer("(movement->>'overdrawnMinor')::bigint")} as overdrawn
            from transaction where movement is not null) t
          full join (${summedBy('caused_by')}) n using (rrn)
          where (coalesce(t.held, 0), coalesce(t.cleared, 0), coalesce(t.acquired, 0), coalesce(t.fee, 0),
              -coalesce(t.overdrawn, 0)) is distinct from
            (coalesce(n.hold, 0), coalesce(n.cleared, 0), coalesce(n.acquired, 0), coalesce(n.fee, 0),
              coalesce(n.overdrawn, 0))`,
  },
  {
    rule: 'what is held and taken of a payment is what its entries say, and its holder pays exactly that',
    sql: `select t.rrn as subject, t.kind || ' ' || t.state || ': row held ' || held_minor ||
            ', captured ' || captured_minor || ', refunded ' || refunded_minor ||
            '; entries hold ' || coalesce(hold, 0) || ', cleared ' || coalesce(cleared, 0) ||
            ', acquired ' || coalesce(acquired, 0) || ', holder ' || coalesce(cardholder + overdrawn, 0) as detail
          from transaction t left join (${summedBy('rrn')}) n using (rrn)
          where (${ofIssuer('held_minor')}, ${ofIssuer('captured_minor - refunded_minor')},
              ${ofAcquirer('captured_minor - refunded_minor')},
              ${ofIssuer('held_minor + captured_minor - refunded_minor')})
            is distinct from (coalesce(hold, 0), coalesce(cleared, 0), coalesce(acquired, 0),
              -coalesce(cardholder + overdrawn, 0))`,
  },
  {
    rule: 'the state of a payment fits its amounts',
    sql: `select rrn as subject,
            kind || ' ' || state || ': held ' || held_minor || ', captured ' || captured_minor as detail
          from transaction
          where kind in ('purchase', 'qr-sale', 'offline-sale', 'pre-authorization') and case state
            when 'approved' then held_minor > 0 or captured_minor = 0
            when 'held' then held_minor = 0 or captured_minor > 0
            when 'completed' then held_minor > 0 or captured_minor = 0
            when 'refunded' then held_minor > 0 or captured_minor <> refunded_minor
            else held_minor > 0 or captured_minor > 0 end`,
  },
  {
    rule: 'a completion never takes more than 115 per cent of what was held',
    sql: `select c.rrn as subject, c.amount_minor || ' of ' || p.amount_minor as detail
          from transaction c join transaction p on p.rrn = c.original_rrn
          where c.kind in ('completion', 'completion-advice') and c.state = 'approved'
            and c.amount_minor * 100 > p.amount_minor * 115`,
  },
  {
    rule: 'a payment is reversed at most once',
    sql: `select original_rrn as subject, count(*) || ' reversals' as detail from transaction
          where kind = 'reversal' and reason = 'reversal.done' and original_rrn is not null
          group by original_rrn having count(*) > 1`,
  },
  {
    rule: 'a reversed payment has its reversal, and a reversal its reversed payment',
    sql: `select t.rrn as subject, 'state ' || t.state as detail from transaction t
          left join transaction r on r.original_rrn = t.rrn and r.reason = 'reversal.done'
          where (t.state = 'reversed') <> (r.rrn is not null)`,
  },
  {
    rule: 'suspense holds exactly what banks have not confirmed',
    sql: `select coalesce(s.owner, f.issuer_id) as subject,
            'suspense ' || coalesce(s.held, 0) || ', unconfirmed ' || coalesce(f.captured, 0) as detail
          from (select split_part(account_id, ':', 2) as owner, sum(amount_minor) as held from posting
                where account_id like 'suspense:%' group by 1) s
          full join (select f.issuer_id, sum((t.movement->>'capturedMinor')::bigint) as captured
                from forward f join transaction t using (rrn)
                where f.state <> 'confirmed' and t.movement is not null group by 1) f on f.issuer_id = s.owner
          where coalesce(s.held, 0) + coalesce(f.captured, 0) <> 0`,
  },
  {
    rule: 'what was decided for a bank elsewhere is told to it, or was',
    sql: `select t.rrn as subject, t.kind || ' ' || t.state as detail from transaction t left join forward f using (rrn)
          where t.side = 'acquirer' and f.rrn is null and t.movement is not null
            and t.kind in ('reversal', 'refund', 'completion-advice', 'offline-sale', 'tip', 'adjustment')`,
  },
  {
    rule: 'a payment in doubt has an action under way',
    sql: `select t.rrn as subject, t.reason as detail from transaction t
          left join forward f on f.rrn = t.rrn and f.state <> 'confirmed'
          where t.state = 'in-doubt' and t.reason <> 'issuer.asked' and f.rrn is null`,
  },
  {
    rule: 'every entry set of a payment has its transaction',
    sql: `select e.entry_set_id::text as subject, e.rrn as detail from entry_set e
          left join transaction t using (rrn) where e.rrn is not null and t.rrn is null`,
  },
];

/** Recomputes the books in one snapshot. Amounts in the details are minor units. */
export async function verifyBooks(reader: BooksReader): Promise<BooksProof> {
  return reader.snapshot(async (ask) => {
    const counted = await ask(`select (select count(*) from entry_set)::int as entries,
      (select count(*) from account)::int as accounts`);
    const violations: Violation[] = [];
    for (const { rule, sql } of checks) {
      for (const row of await ask(`${sql} limit 100`)) {
        violations.push({ rule, subject: String(row.subject), detail: String(row.detail) });
      }
    }
    const { entries, accounts } = counted[0] as { entries: AmountMinor; accounts: number };
    return { entries, accounts, violations };
  });
}
