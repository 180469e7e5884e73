// One transaction with everything that is kept of it: steps, postings, messages, and its relations.

import type { Figures, Sql } from '../store/index.js';
import { type KeptTrace, readMessage, readSteps } from './keep-trace.js';
import { reasonInWords, SUMMARY_COLUMNS, type SummaryRow, summaryOf } from './list-transactions.js';
import { spentTimes } from './spent-times.js';
import { totalOf } from './time-parts.js';

interface ShownRow extends SummaryRow {
  readonly auth_code: string | null;
  readonly original_rrn: string | null;
  readonly issuer_zh: string | null;
  readonly issuer_en: string | null;
  readonly steps: KeptTrace['steps'] | null;
  readonly messages: KeptTrace['messages'] | null;
}

interface RelatedRow {
  readonly rrn: string;
  readonly kind: string;
}

interface PostingRow {
  readonly account: string;
  readonly amountMinor: number;
  readonly purpose: string;
  readonly at: number;
}

/** The view of one RRN; undefined when there is none. */
export async function showTransaction(sql: Sql, rrn: string) {
  const [row] = (await sql.unsafe(
    `select ${SUMMARY_COLUMNS}, t.auth_code, t.original_rrn, i.name_zh as issuer_zh, i.name_en as issuer_en,
       c.steps, c.messages
     from transaction t left join merchant m using (merchant_id) left join issuer i using (issuer_id)
       left join trace c on c.rrn = t.rrn
     where t.rrn = $1`,
    [rrn],
  )) as unknown as ShownRow[];
  if (!row) return undefined;
  const [postings, later, original] = await Promise.all([
    sql.unsafe(
      `select account_id as account, amount_minor as "amountMinor", purpose, at from posting
       where caused_by = $1 and rrn in (
         with recursive chain as (
           select rrn, original_rrn from transaction where rrn = $1
           union select t.rrn, t.original_rrn from chain c join transaction t on t.rrn = c.original_rrn)
         select rrn from chain)
       order by entry_set_id`,
      [rrn],
    ) as unknown as Promise<readonly PostingRow[]>,
    sql.unsafe('select rrn, kind from transaction where original_rrn = $1 order by sequence', [
      rrn,
    ]) as unknown as Promise<readonly RelatedRow[]>,
    row.original_rrn === null
      ? Promise.resolve([])
      : (sql.unsafe('select rrn, kind from transaction where rrn = $1', [
          row.original_rrn,
        ]) as unknown as Promise<readonly RelatedRow[]>),
  ]);
  return {
    ...summaryOf(row),
    authCode: row.auth_code,
    issuerName: row.issuer_zh === null ? null : { zh: row.issuer_zh, en: row.issuer_en ?? '' },
    figures: row.figures,
    reason: reasonInWords(row.reason, row.figures),
    steps: readSteps(row.steps ?? []),
    times: await spentTimes(sql, askedAbout(row), row.steps ?? []),
    postings: postings.map(({ account, amountMinor, purpose, at }) => ({
      account,
      amountMinor,
      purpose,
      at,
    })),
    related: [
      ...original.map((one) => ({ rrn: one.rrn, kind: one.kind, relation: 'original' as const })),
      ...later.map((one) => ({
        rrn: one.rrn,
        kind: one.kind,
        relation: one.kind === 'reversal' ? ('reversal' as const) : ('next' as const),
      })),
    ],
    messages: {
      request: readMessage(row.messages?.request ?? null),
      answer: readMessage(row.messages?.answer ?? null),
    },
  };
}

function askedAbout({ rrn, kind, sequence, terminal_id: terminalId }: SummaryRow) {
  return { rrn, kind, sequence, terminalId };
}

/** Where the time of a request went; undefined when there is no such request, null when no steps of it were kept. */
export async function findTimes(sql: Sql, rrn: string) {
  const [row] = (await sql.unsafe(
    `select rrn, t.kind, t.sequence, t.terminal_id, c.steps from transaction t left join trace c using (rrn)
     where rrn = $1`,
    [rrn],
  )) as unknown as readonly ShownRow[];
  return row && spentTimes(sql, askedAbout(row), row.steps ?? []);
}

export interface ReasonRow {
  readonly rrn: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  /** Found after the answer, for what security processing refused. */
  readonly cause: { readonly id: string; readonly confidence: number; readonly figures: Figures } | null;
}

/** The row that an explanation starts from. */
export async function findReason(sql: Sql, rrn: string): Promise<ReasonRow | undefined> {
  const [row] = await sql.unsafe(
    `select t.rrn, t.answer_code, t.reason, t.figures, case when c.rrn is not null then
       json_build_object('id', c.cause, 'confidence', c.confidence, 'figures', c.figures) end as cause
     from transaction t left join security_cause c using (rrn) where t.rrn = $1`,
    [rrn],
  );
  return row as unknown as ReasonRow | undefined;
}

/** Microseconds that the host took over a request; undefined where no steps of it were kept. */
export async function keptMicros(sql: Sql, rrn: string): Promise<number | undefined> {
  const [row] = (await sql.unsafe('select steps from trace where rrn = $1', [
    rrn,
  ])) as unknown as readonly Pick<KeptTrace, 'steps'>[];
  return row && totalOf(row.steps);
}
