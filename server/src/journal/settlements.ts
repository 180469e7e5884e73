// Settled batches for people: the two sides' totals, and what their lists do not agree on.

import type { SettlementRow, Sql } from '../store/index.js';

/** Words for each kind of difference, in the order a person would look into them. */
const DIFFERENCES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'missing-at-host': {
    zh: '终端有、主机没有：请求未到达，或在其他批次',
    en: 'the terminal has it, the host does not: the request never arrived, or under another batch',
  },
  'missing-at-terminal': {
    zh: '主机有、终端没有：应答未到达终端，冲正也未到达主机',
    en: 'the host has it, the terminal does not: the answer was lost, and so was its reversal',
  },
  'amount-differs': { zh: '两边金额不同', en: 'the two sides have different amounts' },
  'card-differs': { zh: '两边卡号不同', en: 'the two sides have different cards' },
  'undone-at-host': {
    zh: '主机已冲正或拒绝，终端仍计入',
    en: 'reversed or declined at the host, still counted by the terminal',
  },
};

type Settled = SettlementRow & { readonly name_zh: string; readonly name_en: string; readonly items: number };

const SETTLED = `
  select s.*, m.name_zh, m.name_en, (select count(*)::int from batch_item i
    where i.terminal_id = s.terminal_id and i.batch = s.batch) as items
  from settlement s join merchant m using (merchant_id)`;

/** The newest settlements, of one terminal or of all. */
export async function listSettlements(sql: Sql, terminalId: string | undefined, limit: number) {
  const rows = (await sql.unsafe(
    `${SETTLED} where $1::text is null or s.terminal_id = $1 order by s.settled_at desc limit $2`,
    [terminalId ?? null, limit],
  )) as unknown as readonly Settled[];
  return rows.map(settlementView);
}

/** One batch of a terminal; undefined when it is not settled. */
export async function showSettlement(sql: Sql, terminalId: string, batch: string) {
  const [row] = (await sql.unsafe(`${SETTLED} where s.terminal_id = $1 and s.batch = $2`, [
    terminalId,
    batch,
  ])) as unknown as readonly Settled[];
  return row && settlementView(row);
}

function settlementView(row: Settled) {
  return {
    terminalId: row.terminal_id,
    batch: row.batch,
    merchantId: row.merchant_id,
    merchantName: { zh: row.name_zh, en: row.name_en },
    rrn: row.rrn,
    settledAt: row.settled_at,
    state: row.state,
    outcome: row.outcome,
    host: row.host_totals,
    terminal: row.terminal_totals,
    closedAt: row.closed_at,
    announcedItems: row.announced_items,
    items: row.items,
    exceptions: row.exceptions.map((exception) => ({
      ...exception,
      words: DIFFERENCES[exception.why] ?? { zh: exception.why, en: exception.why },
    })),
  };
}
