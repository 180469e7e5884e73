// Why a payment was refused, in the holder's words, by the reference number on the slip: what was refused before the
// card was known stands in nobody's list. A holder is told of their own cards, and of what named no card at all.

import { explainTransaction } from '../explain/index.js';
import type { ExplainedReference, Holder } from '../http/api.js';
import type { Language } from '../kernel/reasons.js';
import type { Figures, Sql } from '../store/index.js';

interface Row {
  readonly rrn: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  readonly cause: { readonly id: string; readonly confidence: number; readonly figures: Figures } | null;
}

/** Undefined for what is not this holder's to know. */
export async function explainReference(
  sql: Sql,
  { holderId }: Holder,
  rrn: string,
): Promise<ExplainedReference | undefined> {
  const [row] = (await sql.unsafe(
    `select t.rrn, t.answer_code, t.reason, t.figures, case when s.rrn is not null then
       json_build_object('id', s.cause, 'confidence', s.confidence, 'figures', s.figures) end as cause
     from transaction t left join security_cause s using (rrn)
     where t.rrn = $1 and (
       exists (select from card c where c.holder_id = $2 and (c.card_id = t.card_id
         or t.card_id is null and t.pan_masked like c.pan_first6 || '%' || c.pan_last4))
       or t.card_id is null and t.pan_masked is null and t.state = 'declined')`,
    [rrn, holderId],
  )) as unknown as readonly Row[];
  if (!row) return undefined;
  const told = (lang: Language) => explainTransaction(row, 'cardholder', lang);
  const [zh, en] = [told('zh'), told('en')];
  return {
    rrn,
    text: { zh: zh.text, en: en.text },
    next: { zh: zh.next[0] ?? '', en: en.next[0] ?? '' },
  };
}
