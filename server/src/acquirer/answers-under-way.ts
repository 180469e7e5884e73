// Where copies of one request are on their way, as when a terminal sends it again over another connection, the terminal
// takes whichever answer arrives first. So the row of an approval keeps which requests may still get theirs.

import { isApproval, type MessageKind, messageKinds } from '@tillgate/pos-protocol';
import type { Draft, TransactionRow } from '../store/index.js';
import type { Request } from './request.js';

/** One more request gets the stored approval. */
export function tellAgain(draft: Draft, { rrn }: Request, row: TransactionRow): void {
  const { reversible } = messageKinds[row.kind as MessageKind];
  // A step that is decided again, since nobody knows whether it was committed, meets its own row.
  if (rrn === row.rrn || !reversible || !isApproval(row.answer_code)) return;
  keepAnswering(draft, row, [...answering(row), rrn]);
}

/** RRNs of the requests whose answer may still arrive, or has. */
export function answering({ rrn, figures }: TransactionRow): readonly string[] {
  return figures.answering === undefined ? [rrn] : String(figures.answering).split(' ');
}

export function keepAnswering(draft: Draft, row: TransactionRow, rrns: readonly string[]): void {
  draft.changeTransaction({ ...row, figures: { ...row.figures, answering: rrns.join(' ') } });
}
