// A movement of a request, put into the books: the card loses or gets its part, the postings say from where to
// where. Both go into the same draft, so both become durable or neither.

import { type Moved, moved, postConfirmation, postMovement } from '../ledger/index.js';
import type { CardRow, Draft, Movement, TransactionRow } from '../store/index.js';
import { putHolder } from './holder.js';
import type { CardRequest, Decidable } from './request.js';
import { tellsOnly } from './tell-bank.js';

export interface Moving {
  /** RRN of the payment that the money belongs to: the first of its chain. */
  readonly rrn: string;
  readonly card: CardRow;
  readonly movement: Movement;
}

export function moveMoney(
  draft: Draft,
  request: Decidable | CardRequest,
  { rrn, card, movement }: Moving,
): void {
  putHolder(draft, request, moved(card, movement));
  const sets = postMovement(
    {
      rrn,
      causedBy: request.rrn,
      currency: '156',
      card: String(card.card_id),
      issuerId: card.issuer_id,
      merchantId: request.merchant.merchant_id,
      side: request.side,
      unconfirmed: request.side === 'acquirer' && tellsOnly(request),
      at: request.receivedAt,
    },
    movement,
  );
  for (const set of sets) draft.post(set);
}

/** The bank `issuerId` has taken up what this request moved: it owes now what stood in suspense. */
export function confirmMoney(
  draft: Draft,
  row: TransactionRow,
  { rootRrn, issuerId, at }: { readonly rootRrn: string; readonly issuerId: string; readonly at: number },
): void {
  if (row.movement === null) return;
  // The row of a reversal names no bank.
  const about = { ...movedBy(row, rootRrn, at), issuerId };
  for (const set of postConfirmation(about, row.movement)) draft.post(set);
}

/** What a row of the books says about whose money it moves. */
export function movedBy(row: TransactionRow, rootRrn: string, at: number): Moved {
  return {
    ...{ rrn: rootRrn, causedBy: row.rrn, currency: row.currency, card: String(row.card_id) },
    ...{ issuerId: row.issuer_id ?? '', merchantId: row.merchant_id, side: row.side, unconfirmed: false, at },
  };
}
