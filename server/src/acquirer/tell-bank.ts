// What is decided here and told to a bank behind a link afterwards: advices, and whatever undoes a request. The
// forward is stored in the same commit as the decision, so that nothing can come between the two.

import { assert } from '../kernel/fault.js';
import type { Draft, ForwardRow } from '../store/index.js';
import type { CardRequest, Decidable } from './request.js';

/** True for a message that tells what has happened: it is answered at once, and the bank learns of it later. */
export function tellsOnly({ envelope }: Decidable | CardRequest): boolean {
  return ['0220', '0400'].includes(envelope.message.mti);
}

/** The bank is to be told of the request `rrn`; nothing where the bank decides here. */
export function tellBank(
  draft: Draft,
  request: Decidable | CardRequest,
  purpose: ForwardRow['purpose'],
): void {
  if (request.side !== 'acquirer') return;
  const card = draft.card(request.panHash);
  assert(card, 'a card has its name in the books before its bank is told of it');
  draft.putForward(forwardOf(request.rrn, card, purpose, request.receivedAt));
}

export function forwardOf(
  rrn: string,
  card: { readonly issuer_id: string; readonly card_id: number },
  purpose: ForwardRow['purpose'],
  at: number,
): ForwardRow {
  return {
    ...{ rrn, issuer_id: card.issuer_id, card_id: card.card_id, purpose, state: 'waiting' },
    ...{ tries: 0, refusals: 0, next_at: at, created_at: at, confirmed_at: null, last_outcome: '' },
  };
}
