// A movement of a request, put into the books: the card loses or gets its part, the postings say from where to
// where. Both go into the same draft, so both become durable or neither.

import { moved, postMovement } from '../ledger/index.js';
import type { CardRow, Draft, Movement } from '../store/index.js';
import type { CardRequest } from './request.js';

export interface Moving {
  /** RRN of the payment that the money belongs to: the first of its chain. */
  readonly rrn: string;
  readonly card: CardRow;
  readonly movement: Movement;
}

export function moveMoney(draft: Draft, request: CardRequest, { rrn, card, movement }: Moving): void {
  draft.putCard(moved(card, movement));
  const sets = postMovement(
    {
      rrn,
      causedBy: request.rrn,
      currency: '156',
      card: String(card.card_id),
      issuerId: card.issuer_id,
      merchantId: request.merchant.merchant_id,
      at: request.receivedAt,
    },
    movement,
  );
  for (const set of sets) draft.post(set);
}
