// A reversal undoes its original once, however often it comes. One that meets no original leaves a tombstone,
// so that an original which arrives later is declined (protocol section 7, items 5 and 6).

import { undoPayment } from '../issuer/index.js';
import { assert } from '../kernel/fault.js';
import { reversePurchase } from '../ledger/index.js';
import type { Draft, MerchantRow, TransactionRow, Unit } from '../store/index.js';
import { partsOf, promoteKeys, repetition, type STALE } from './decide-request.js';
import { identitiesAround } from './identity.js';
import { type Decided, record } from './record.js';
import type { CardRequest, Outcome } from './request.js';

export function reversalUnit(request: CardRequest): Unit<Outcome | typeof STALE> {
  const own = identitiesAround(partsOf(request), request.localDate);
  // The original of a reversal is a financial (02xx) or an authorization (01xx) request of the same trace.
  const originals = ['2', '1'].flatMap((mtiClass) =>
    identitiesAround({ ...partsOf(request), mtiClass }, request.localDate),
  );
  return {
    load: {
      terminalId: request.terminalId,
      panHash: request.panHash,
      identities: [...own, ...originals],
    },
    decide: (draft) => {
      const stale = promoteKeys(draft, request);
      if (stale) return stale;
      const repeated = repetition(draft, request, own);
      if (repeated) return repeated;
      const original = originals
        .map((identity) => draft.transaction(identity))
        .find((row) => row !== undefined);
      const decided = original
        ? reverse(draft, request, original)
        : leaveTombstone(draft, request, originals);
      // A reversal that was refused changed nothing: the right one may still come under the same trace.
      const identity = decided.state === 'declined' ? {} : { identity: own[0] };
      return record(draft, request, { ...decided, ...identity });
    },
  };
}

function leaveTombstone(draft: Draft, request: CardRequest, originals: readonly string[]): Decided {
  // Today's identities only: an original that is still to come will carry today's date, or look back to it.
  for (const identity of [originals[0], originals[2]]) {
    if (identity) draft.addTombstone({ identity, rrn: request.rrn });
  }
  return { state: 'done', reason: 'reversal.original-unknown', figures: {} };
}

function reverse(draft: Draft, request: CardRequest, original: TransactionRow): Decided {
  const link = { originalRrn: original.rrn };
  if (original.amount_minor !== request.amountMinor) {
    const figures = { amountMinor: request.amountMinor, originalAmountMinor: original.amount_minor };
    return { state: 'declined', reason: 'reversal.amount-differs', figures, ...link };
  }
  if (original.state !== 'approved' || original.kind !== 'purchase') {
    return {
      state: 'done',
      reason: 'reversal.nothing-to-do',
      figures: { originalState: original.state },
      ...link,
    };
  }
  const card = draft.card(request.panHash);
  if (!card || card.card_id !== original.card_id) {
    return { state: 'declined', reason: 'reversal.card-differs', figures: {}, ...link };
  }
  draft.putCard(undoPayment(card, original.amount_minor, original.business_date));
  const figures = { ...original.figures, reversalRrn: request.rrn };
  draft.changeTransaction({ ...original, state: 'reversed', figures });
  for (const set of reversePurchase(
    capturedOf(original, request.rrn, request.merchant, request.receivedAt),
  )) {
    draft.post(set);
  }
  return { state: 'done', reason: 'reversal.done', figures: {}, ...link };
}

function capturedOf(original: TransactionRow, causedBy: string, merchant: MerchantRow, at: number) {
  assert(
    original.card_id !== null && original.issuer_id !== null,
    'an approved payment has its card and bank',
  );
  return {
    rrn: original.rrn,
    causedBy,
    currency: original.currency,
    card: String(original.card_id),
    issuerId: original.issuer_id,
    merchantId: original.merchant_id,
    amountMinor: original.amount_minor,
    feeBasisPoints: Number(original.figures.feeBasisPoints ?? merchant.fee_basis_points),
    at,
  };
}
