// What happens to a card request under the locks of its step: a repetition gets the stored answer, an
// original that its own reversal overtook is declined, everything else is the issuer's to decide. The
// decision, its postings and the answer become durable together.

import type { PinResult } from '../issuer/index.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Draft, Figures, PinReference, TransactionRow, Unit } from '../store/index.js';
import { tellAgain } from './answers-under-way.js';
import { awaitedRow, decideAwaited } from './await-holder.js';
import { book, decideFirst } from './bank-decision.js';
import { isBatchBehind } from './batch-number.js';
import { holderOf } from './holder.js';
import { identitiesAround, type OwnIdentities, partsOf, REPEAT_WINDOW_MS } from './identity.js';
import { unknownCard } from './read-card.js';
import { outcomeOf, record } from './record.js';
import { type Decidable, isFromTerminal, type Outcome, type Request } from './request.js';
import { firstOf70 } from './resume.js';
import { STALE } from './stale.js';
import { takeKeys } from './take-keys.js';

const PIN_REQUIRED = '70';

export function cardRequestUnit(
  request: Decidable,
  pin: PinResult,
  pinReference: PinReference | undefined,
): Unit<Outcome | typeof STALE> {
  const own = identitiesAround(partsOf(request), request.localDate);
  const resumed = firstOf70(request);
  return {
    load: {
      terminalId: request.terminalId,
      panHash: request.panHash,
      identities: [...own, ...resumed],
    },
    decide: (draft) => {
      const begun = beginCard(draft, request, own, pinReference);
      const awaited = begun !== undefined && awaitedRow(draft, begun);
      if (awaited) return decideAwaited(draft, request, pin, awaited);
      if (begun !== undefined) return begun;
      const first = resumed.map((identity) => draft.transaction(identity)).find((row) => row !== undefined);
      return decide(draft, request, pin, own[0], first);
    },
  };
}

/**
 * What comes before every decision about a card: keys, repetition, a reversal that was faster, and whether the
 * card is still the one that was looked up. Undefined: go on.
 */
export function beginCard(
  draft: Draft,
  request: Decidable,
  own: OwnIdentities,
  pinReference: PinReference | undefined,
): Outcome | typeof STALE | undefined {
  const spent = isFromTerminal(request) ? takeKeys(draft, request, own) : undefined;
  if (spent) return spent;
  const repeated = repetition(draft, request, own);
  if (repeated) return repeated;
  const overtaken = own.map((identity) => draft.tombstone(identity)).find((row) => row !== undefined);
  const declined = (id: ReasonId, figures: Figures = {}) =>
    record(draft, request, { state: 'declined', reason: id, figures, identity: own[0] });
  if (overtaken) return declined('reversal.came-first', { reversalRrn: overtaken.rrn });
  if (
    isFromTerminal(request) &&
    isBatchBehind(request.batch, draft.terminal(request.terminalId)?.batch ?? 0)
  ) {
    return declined('batch.settled', { batch: request.batch });
  }
  const card = draft.card(request.panHash);
  if (!card) return declined(unknownCard(request).refused);
  if (pinReference && !samePinReference(pinReference, card.pin_reference)) return STALE;
  return undefined;
}

function decide(
  draft: Draft,
  request: Decidable,
  pin: PinResult,
  identity: string,
  first: TransactionRow | undefined,
): Outcome {
  const card = holderOf(draft, request)!;
  if (first && isTooLate(request, first)) {
    const figures = { askedRrn: first.rrn };
    const late = { state: 'declined', reason: 'cvm.pin-too-late', figures, cardId: card.card_id } as const;
    return record(draft, request, { ...late, identity, originalRrn: first.rrn });
  }
  const decided = decideFirst(request, card, {
    ...{ pin, resumes: first !== undefined },
    phone: canAskPhone(request) ? 'can' : 'cannot',
  });
  return record(draft, request, {
    ...book(draft, request, card, decided),
    identity,
    ...(first ? { originalRrn: first.rrn } : {}),
  });
}

/** A demand for the PIN stands for the merchant's time; a bank behind a link goes by the acquirer's word. */
function isTooLate(request: Decidable, demanded: TransactionRow): boolean {
  if (!isFromTerminal(request) || demanded.answer_code !== PIN_REQUIRED) return false;
  return request.receivedAt - demanded.received_at > request.merchant.step_up_seconds * 1000;
}

/** The phone is asked for by the host that the terminal repeats its request to, where the terminal can do so. */
function canAskPhone(request: Decidable): boolean {
  return isFromTerminal(request) && request.side === 'both' && request.profile.knowsPhoneConfirm;
}

/**
 * The stored answer of the same request, or 94 when the trace already names another one. An approval that was
 * reversed since is not given again: a late approval never overtakes a reversal (protocol section 7, item 5).
 */
export function repetition(
  draft: Draft,
  request: Request & { readonly contentHash: string },
  own: readonly string[],
): Outcome | undefined {
  const earlier = own.map((identity) => draft.transaction(identity)).find((row) => row !== undefined);
  if (!earlier || request.receivedAt - earlier.received_at > REPEAT_WINDOW_MS) return undefined;
  if (earlier.content_hash === request.contentHash && earlier.state === 'reversed') {
    return record(draft, request, {
      state: 'declined',
      reason: 'reversal.came-first',
      figures: { reversalRrn: earlier.figures.reversalRrn ?? '' },
      originalRrn: earlier.rrn,
    });
  }
  if (earlier.content_hash === request.contentHash) {
    tellAgain(draft, request, earlier);
    return outcomeOf(earlier, true);
  }
  return record(draft, request, {
    state: 'declined',
    reason: 'message.duplicate',
    figures: { trace: request.trace },
    originalRrn: earlier.rrn,
  });
}

function samePinReference(one: PinReference, other: PinReference): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
