// A message that follows an earlier payment: void, refund, completion, tip and the like. The table of pairs in
// the dialect says what it may name and how; here the one it names is found and the rule applied to it. All of
// it under the locks of the step, so that no payment is followed twice at once.

import {
  COMPLETION_PERCENT_MAX,
  type Follower,
  type FollowRule,
  followRules,
  TIP_PERCENT_MAX,
} from '@tillgate/pos-protocol';
import { decidePin, forgetInLimits, type PinResult } from '../issuer/index.js';
import { assert } from '../kernel/fault.js';
import type { ReasonId } from '../kernel/reasons.js';
import { covered, followMovement } from '../ledger/index.js';
import type {
  CardRow,
  Draft,
  Figures,
  PinReference,
  Reference,
  TransactionRow,
  Unit,
} from '../store/index.js';
import { beginCard } from './decide-request.js';
import { findOriginal, isFound, referenceTo, rootOf } from './find-original.js';
import { holderOf, putHolder } from './holder.js';
import { identitiesAround, partsOf } from './identity.js';
import { moveMoney } from './move-money.js';
import { type Decided, record } from './record.js';
import { type Decidable, isFromTerminal, isRefusal, type Outcome, type Refusal, refuse } from './request.js';
import type { STALE } from './stale.js';
import { tellBank } from './tell-bank.js';

/** A follower with its rule, and what the bank says of a PIN that came with it. */
export interface Following {
  readonly request: Decidable;
  readonly follower: Follower;
  readonly rule: FollowRule;
  /** What it names as its original. */
  readonly reference: Reference;
  readonly pin: PinResult;
  readonly identity: string;
}

export function followUnit(
  request: Decidable,
  follower: Follower,
  pin: PinResult,
  pinReference: PinReference | undefined,
): Unit<Outcome | typeof STALE> | Refusal {
  const own = identitiesAround(partsOf(request), request.localDate);
  const following = followingOf(request, follower, own[0], pin);
  if (isRefusal(following)) return following;
  const { rule, reference } = following;
  return {
    load: {
      terminalId: request.terminalId,
      panHash: request.panHash,
      identities: own,
      references: [reference],
    },
    decide: (draft) => {
      const begun = beginCard(draft, request, own, pinReference);
      if (begun !== undefined) return begun;
      const checked = checkPin(draft, following);
      if (checked) return checked;
      const found = findOriginal(draft, rule, reference, request);
      if (!isFound(found)) return decline(draft, following, found);
      const refused = checkOriginal(draft, following, found.original);
      if (refused) return decline(draft, following, refused, found.original);
      const decided = follow(draft, following, found.original);
      if (isRefusal(decided)) return decline(draft, following, decided, found.original);
      tellBank(draft, request, 'advice');
      return record(draft, request, { ...decided, identity: own[0] });
    },
  };
}

/** A refusal when the field that must name the original is missing. */
export function followingOf(
  request: Decidable,
  follower: Follower,
  identity: string,
  pin?: PinResult,
): Following | Refusal {
  const rule = followRules[follower];
  const reference = namedBy(rule, request);
  return isRefusal(reference) ? reference : { request, follower, rule, reference, pin, identity };
}

/** An acquirer names the original to the bank by its voucher, whatever the terminal named it by. */
function namedBy(rule: FollowRule, request: Decidable): Reference | Refusal {
  if (!isFromTerminal(request)) return request.original ?? refuse('original.unknown');
  return referenceTo(rule, request, request.panHash);
}

/** A follower needs no PIN; one that comes is checked and counted like any other. */
function checkPin(draft: Draft, following: Following): Outcome | undefined {
  const { request, pin } = following;
  if (pin === undefined) return undefined;
  const decided = decidePin(pin, cardOf(draft, request));
  putHolder(draft, request, decided.card);
  return 'reason' in decided ? decline(draft, following, refuse(decided.reason, decided.figures)) : undefined;
}

/** The rule's conditions on the original and on the amount; undefined when all hold. */
export function checkOriginal(
  draft: Draft,
  following: Following,
  original: TransactionRow,
): Refusal | undefined {
  const { request, rule } = following;
  if (original.card_id !== cardOf(draft, request).card_id) return refuse('original.card-differs');
  if (rule.sameTerminal && original.terminal_id !== request.terminalId) {
    return refuse('original.other-terminal', { originalTerminal: original.terminal_id });
  }
  if (rule.sameBatch && original.batch !== request.batch) {
    return refuse('original.settled', { originalBatch: original.batch, batch: request.batch });
  }
  if (!rule.whileState.some((state) => state === original.state)) {
    return refuse('original.closed', { originalState: original.state });
  }
  const root = rootOf(draft, original);
  const { askedRrn } = root.figures;
  if (askedRrn !== undefined) return refuse('original.in-doubt', { askedRrn });
  if (rule.original === 'voided' && root.refunded_minor > 0) {
    return refuse('original.closed', { originalState: 'refunded' });
  }
  return checkAmount(following, original, root);
}

function checkAmount(
  { request, rule, follower }: Following,
  original: TransactionRow,
  root: TransactionRow,
): Refusal | undefined {
  const { amountMinor } = request;
  const differs = (id: ReasonId, limitMinor: number): Refusal => refuse(id, { amountMinor, limitMinor });
  const left = root.captured_minor - root.refunded_minor;
  const now = root.held_minor > 0 ? root.held_minor : root.captured_minor;
  switch (rule.amount) {
    case 'equal':
      return amountMinor === now ? undefined : differs('original.amount-differs', now);
    case 'at-most-left':
      return amountMinor <= left ? undefined : differs('refund.more-than-left', left);
    case 'at-most-115-percent': {
      // Of what was authorized: a hold that came back smaller leaves the rest to the balance, here and at every bank.
      const most = Math.floor((root.amount_minor * COMPLETION_PERCENT_MAX) / 100);
      return amountMinor <= most ? undefined : differs('completion.more-than-held', most);
    }
    case 'original-plus-tip': {
      const tipMinor = request.tipMinor ?? -1;
      const most = Math.floor((original.amount_minor * TIP_PERCENT_MAX) / 100);
      if (original.figures.adjustedMinor !== undefined)
        return refuse('original.closed', { originalState: follower });
      if (amountMinor !== original.amount_minor + tipMinor) {
        return differs('original.amount-differs', original.amount_minor);
      }
      return tipMinor > 0 && tipMinor <= most ? undefined : differs('tip.too-large', most);
    }
    case 'any':
      return amountMinor >= root.refunded_minor
        ? undefined
        : differs('original.amount-differs', root.refunded_minor);
    case 'none':
      return undefined;
  }
}

/** What a bank's yes to a follower does; a refusal where the holder's money does not cover it. */
export function follow(draft: Draft, following: Following, original: TransactionRow): Decided | Refusal {
  const { request, follower } = following;
  const { amountMinor } = request;
  const root = rootOf(draft, original);
  const card = cardOf(draft, request);
  const step = followMovement(follower, root, card, amountMinor);
  const advised = request.envelope.message.mti === '0220';
  const movement = advised ? covered(step.movement, card) : step.movement;
  const short = covered(movement, card).overdrawnMinor - movement.overdrawnMinor;
  if (short > 0) {
    return refuse('funds.insufficient', { amountMinor, availableMinor: card.available_minor });
  }
  const undoes = followRules[follower].original === 'voided' && root.rrn === original.rrn;
  const counted = undoes ? forgetInLimits(card, root) : card;
  moveMoney(draft, request, { rrn: root.rrn, card: counted, movement });
  draft.changeTransaction({ ...root, ...step.payment });
  changeOriginal(draft, following, original);
  return {
    state: 'approved',
    reason: 'approved',
    figures: { amountMinor, ...(request.tipMinor === undefined ? {} : { tipMinor: request.tipMinor }) },
    cardId: card.card_id,
    authCode: authCodeOf(follower, original) ?? request.rrn.slice(-6),
    originalRrn: original.rrn,
    movement,
  };
}

/** A completion is known by its pre-authorization's code (field 38 of its void). */
function authCodeOf(follower: Follower, original: TransactionRow): string | undefined {
  return follower.startsWith('completion') ? (original.auth_code ?? undefined) : undefined;
}

function changeOriginal(
  draft: Draft,
  { request, rule, follower }: Following,
  original: TransactionRow,
): void {
  // The amounts of a root were changed in this draft a moment ago.
  const row = draft.transactionOf(original.rrn) ?? original;
  const figures: Figures = { ...row.figures, followedBy: request.rrn };
  switch (rule.original) {
    case 'voided':
      draft.changeTransaction({ ...row, figures, state: 'voided' });
      if (follower === 'completion-void') reopenHold(draft, row);
      return;
    case 'completed':
      draft.changeTransaction({ ...row, figures, state: 'completed' });
      return;
    case 'refunded-when-nothing-is-left': {
      const root = rootOf(draft, row);
      const spent = root.refunded_minor === root.captured_minor;
      draft.changeTransaction({ ...row, figures, ...(spent ? { state: 'refunded' } : {}) });
      return;
    }
    case 'kept':
      draft.changeTransaction({ ...row, figures: { ...figures, adjustedMinor: request.amountMinor } });
  }
}

function reopenHold(draft: Draft, completion: TransactionRow): void {
  draft.changeTransaction({ ...rootOf(draft, completion), state: 'held' });
}

export function decline(
  draft: Draft,
  { request, identity }: Following,
  refusal: Refusal,
  original?: TransactionRow,
): Outcome {
  return record(draft, request, {
    state: 'declined',
    reason: refusal.refused,
    figures: refusal.figures,
    identity,
    cardId: cardOf(draft, request).card_id,
    ...(original && { originalRrn: original.rrn }),
  });
}

function cardOf(draft: Draft, request: Decidable): CardRow {
  const card = holderOf(draft, request);
  assert(card, 'the card was there when the decision began');
  return card;
}
