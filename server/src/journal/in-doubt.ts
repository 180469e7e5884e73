// The in-doubt register: every payment of which somebody does not know yet what the others know, with what happens
// next and when. Empty is the normal state.

import type { Sql } from '../store/index.js';

interface Words {
  readonly zh: string;
  readonly en: string;
}

interface DoubtRow {
  readonly rrn: string;
  readonly kind: string;
  readonly payment_rrn: string;
  readonly payment_state: string;
  readonly terminal_id: string;
  readonly merchant_zh: string | null;
  readonly merchant_en: string | null;
  readonly bank_zh: string | null;
  readonly bank_en: string | null;
  readonly pan_masked: string | null;
  readonly amount_minor: number;
  readonly answer_code: string;
  readonly received_at: number;
  readonly purpose: 'advice' | 'reversal' | null;
  readonly forward_state: 'waiting' | 'parked' | null;
  readonly tries: number | null;
  readonly next_at: number | null;
  readonly last_outcome: string | null;
}

/** Oldest first: payments whose bank is being asked, and what a bank is still to be told. */
export async function listInDoubt(sql: Sql) {
  const rows = (await sql.unsafe(
    `select t.rrn, t.kind, p.rrn as payment_rrn, p.state as payment_state, t.terminal_id, m.name_zh as merchant_zh,
       m.name_en as merchant_en, i.name_zh as bank_zh, i.name_en as bank_en, t.pan_masked, t.amount_minor,
       t.answer_code, t.received_at, f.purpose, f.state as forward_state, f.tries, f.next_at, f.last_outcome
     from transaction t left join forward f on f.rrn = t.rrn and f.state <> 'confirmed'
       join transaction p on p.rrn = case when t.kind = 'reversal' then t.original_rrn else t.rrn end
       left join merchant m on m.merchant_id = t.merchant_id
       left join issuer i on i.issuer_id = coalesce(f.issuer_id, t.issuer_id)
     where t.state = 'in-doubt' or t.rrn in (select rrn from forward where state <> 'confirmed')
     order by t.received_at limit 500`,
  )) as unknown as readonly DoubtRow[];
  return rows.map(doubtView);
}

function doubtView(row: DoubtRow) {
  const stage = stageOf(row);
  return {
    rrn: row.rrn,
    paymentRrn: row.payment_rrn,
    paymentState: row.payment_state,
    kind: row.kind,
    terminalId: row.terminal_id,
    merchantName: { zh: row.merchant_zh ?? '', en: row.merchant_en ?? '' },
    bankName: { zh: row.bank_zh ?? '', en: row.bank_en ?? '' },
    panMasked: row.pan_masked,
    amountMinor: row.amount_minor,
    since: row.received_at,
    stage,
    terminalKnows: terminalKnows(row),
    bankKnows: bankKnows(row, stage),
    next: nextWords(row, stage),
    nextAt: stage === 'telling' ? row.next_at : null,
    tries: row.tries ?? 0,
    lastOutcome: row.last_outcome ?? '',
  };
}

type Stage = 'asking' | 'telling' | 'parked';

function stageOf({ forward_state: forward }: DoubtRow): Stage {
  if (forward === null) return 'asking';
  return forward === 'parked' ? 'parked' : 'telling';
}

function terminalKnows({ answer_code: code, forward_state: forward }: DoubtRow): Words {
  if (forward === null) return { zh: '仍在等待', en: 'still waiting' };
  return { zh: `已得到应答 ${code}`, en: `was answered ${code}` };
}

function bankKnows({ purpose, last_outcome: last, tries }: DoubtRow, stage: Stage): Words {
  if (stage === 'parked') return { zh: `已拒绝（${last}）`, en: `refused it (${last})` };
  if (stage === 'asking') return { zh: '已发出，未应答', en: 'was asked, has not answered' };
  if (last === 'unreachable') return { zh: '尚未得知：链路断开', en: 'not yet: its link is down' };
  if ((tries ?? 0) > 0) return { zh: '可能已得知：未应答', en: 'perhaps: it has not answered' };
  return purpose === 'reversal'
    ? { zh: '尚未得知冲正', en: 'not told of the reversal yet' }
    : { zh: '尚未得知', en: 'not told yet' };
}

function nextWords({ purpose }: DoubtRow, stage: Stage): Words {
  if (stage === 'asking') {
    return { zh: '超过时限则自动冲正', en: 'reversed by itself after the time limit' };
  }
  if (stage === 'parked') {
    return { zh: '需人工处理，再重发', en: 'a person must look at it, then send it again' };
  }
  return purpose === 'reversal'
    ? { zh: '向发卡方重发冲正', en: 'the reversal goes to the bank again' }
    : { zh: '向发卡方重发通知', en: 'the advice goes to the bank again' };
}
