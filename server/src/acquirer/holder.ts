// The card as this side may judge it. Where its bank decides elsewhere, the holder's money, limits and tries are the
// bank's to know: the row here is a name in the books and a lock, and is never written.

import type { CardRow, Draft } from '../store/index.js';
import type { CardFacts } from './request.js';

/** More than any payment; small enough to be added to. */
const NOT_KNOWN_HERE_MINOR = 10 ** 15;

type Holding = Pick<CardFacts, 'panHash' | 'side'>;

export function holderOf(draft: Draft, { panHash, side }: Holding): CardRow | undefined {
  const card = draft.card(panHash);
  return card && side === 'acquirer' ? { ...card, available_minor: NOT_KNOWN_HERE_MINOR } : card;
}

export function putHolder(draft: Draft, { side }: Holding, card: CardRow): void {
  if (side !== 'acquirer') draft.putCard(card);
}
