// Why it went as it did and what to do next, in the words that one kind of person may see. The cause was
// stored with the decision; nothing is guessed here.

import { answerCodes, isApproval } from '@tillgate/pos-protocol';
import { signOnSteps } from '../kernel/reason-words.js';
import { type Audience, type Language, reasons } from '../kernel/reasons.js';
import { stepWords } from '../kernel/timeline.js';
import { fill } from '../kernel/words.js';
import type { Figures } from '../store/index.js';
import { counterfactualFor } from './counterfactual-words.js';

export interface Explained {
  readonly rrn: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  /** What was found afterwards of the reason, and how sure it is. */
  readonly cause?: { readonly id: string; readonly confidence: number; readonly figures: Figures } | null;
}

export function explainTransaction(stored: Explained, audience: Audience, lang: Language) {
  const row = withCause(stored);
  const reason = reasons.get(row.reason);
  const words = audience === 'merchant' ? 'cashier' : audience;
  return {
    rrn: row.rrn,
    audience,
    lang,
    answerCode: row.answer_code,
    cause: {
      id: row.reason,
      confidence: stored.cause?.confidence ?? 1,
      evidence:
        audience === 'engineer'
          ? Object.entries(row.figures).map(([name, value]) => `${name} = ${value}`)
          : [],
    },
    text: textOf(row, words, lang),
    next: reason ? [fill(reason.next[words][lang], row.figures, lang)] : [],
    counterfactual: counterfactualFor(row, audience, lang),
  };
}

/** What the training terminal may show of it: the cashier's words, and what to tell the holder of a refusal. */
export function explainToTill(stored: Explained, lang: Language) {
  const row = withCause(stored);
  const { text, next } = explainTransaction(stored, 'cashier', lang);
  const step = reasons.get(row.reason)?.next.cashier;
  const holder = explainTransaction(stored, 'cardholder', lang);
  // A next step that says it all stands alone: not charged, pay again later.
  const toHolder = holder.next.find((one) => one.startsWith(holder.text)) ?? holder.text;
  return {
    ...{ rrn: row.rrn, text, next, signOnHelps: step !== undefined && signOnSteps.has(step) },
    toHolder: isApproval(row.answer_code) ? null : toHolder,
  };
}

/** The cause in the place of the reason that it is the cause of. */
function withCause({ cause, ...row }: Explained): Explained {
  return cause ? { ...row, reason: cause.id, figures: { ...row.figures, ...cause.figures } } : row;
}

/** An engineer is told what the fault laboratory did, beside the reason. */
function textOf(row: Explained, words: Exclude<Audience, 'merchant'>, lang: Language): string {
  const reason = reasons.get(row.reason);
  const text =
    codeWords(row, words, lang) ?? (reason ? fill(reason[words][lang], row.figures, lang) : row.reason);
  if (words !== 'engineer' || row.figures.lab === undefined) return text;
  return `${text}${lang === 'zh' ? '；' : '; '}${stepWords(`lab.${row.figures.lab}`)[lang]}`;
}

/** A bank that gives no reason has at least said a code. */
function codeWords(
  { reason, figures }: Explained,
  words: Exclude<Audience, 'merchant'>,
  lang: Language,
): string | undefined {
  const code = reason === 'issuer.declined' ? answerCodes.get(String(figures.bankCode)) : undefined;
  return code && (words === 'cashier' ? code.text : code[words])[lang];
}
