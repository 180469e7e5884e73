// The list of transactions, newest first, and the one search box over it: RRN, trace, or last four digits.

import { reasons } from '../kernel/reasons.js';
import { fill } from '../kernel/words.js';
import type { Figures, Sql } from '../store/index.js';

export interface ListQuery {
  readonly limit: number;
  /** Only rows older than this sequence number. */
  readonly before: number | undefined;
  /** Digits: 12 an RRN, 6 a trace, 4 the last digits of a card, 8 a terminal. */
  readonly search: string | undefined;
}

export interface SummaryRow {
  readonly rrn: string;
  readonly sequence: number;
  readonly kind: string;
  readonly state: string;
  readonly terminal_id: string;
  readonly merchant_id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly trace: string;
  readonly batch: string;
  readonly received_at: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly pan_masked: string | null;
  readonly entry_mode: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
}

/** Money that was taken and whose batch is settled since is shown as settled. */
const STATE = `case when t.state = 'approved' and t.movement is not null and exists
  (select from settlement s where s.terminal_id = t.terminal_id and s.batch = t.batch)
  then 'settled' else t.state end as state`;

export const SUMMARY_COLUMNS = `t.rrn, t.sequence, t.kind, ${STATE}, t.terminal_id, t.merchant_id, m.name_zh, m.name_en,
  t.trace, t.batch, t.received_at, t.amount_minor, t.currency, t.pan_masked, t.entry_mode, t.answer_code, t.reason,
  t.figures`;

/** One column a length: what people have in hand is told apart by how long it is. */
const COLUMN_OF_LENGTH: Readonly<Record<number, string>> = {
  4: 't.pan_last4',
  6: 't.trace',
  8: 't.terminal_id',
  12: 't.rrn',
};

export async function listTransactions(sql: Sql, query: ListQuery): Promise<readonly SummaryRow[]> {
  const search = query.search?.trim() ?? '';
  const column = COLUMN_OF_LENGTH[search.length];
  if (search !== '' && (column === undefined || !/^[0-9A-Za-z]+$/.test(search))) return [];
  const rows = await sql.unsafe(
    `select ${SUMMARY_COLUMNS} from transaction t left join merchant m using (merchant_id)
     where ($2::bigint is null or t.sequence < $2) ${search === '' ? 'and $3::text is null' : `and ${column} = $3`}
     order by t.sequence desc limit $1`,
    [query.limit, query.before ?? null, search === '' ? null : search],
    { prepare: true },
  );
  return rows as unknown as SummaryRow[];
}

/** The shape that leaves: camel case, and the reason in words. */
export function summaryOf(row: SummaryRow) {
  return {
    rrn: row.rrn,
    sequence: row.sequence,
    kind: row.kind,
    state: row.state,
    terminalId: row.terminal_id,
    merchantId: row.merchant_id,
    merchantName: { zh: row.name_zh ?? '', en: row.name_en ?? '' },
    trace: row.trace,
    batch: row.batch,
    receivedAt: row.received_at,
    amountMinor: row.amount_minor,
    currency: row.currency,
    panMasked: row.pan_masked,
    entryMode: row.entry_mode,
    answerCode: row.answer_code,
    reason: reasonInWords(row.reason, row.figures),
  };
}

export function reasonInWords(id: string, figures: Figures): { code: string; zh: string; en: string } {
  const entry = reasons.get(id);
  return {
    code: id,
    zh: fill(entry?.engineer.zh ?? id, figures, 'zh'),
    en: fill(entry?.engineer.en ?? id, figures, 'en'),
  };
}
