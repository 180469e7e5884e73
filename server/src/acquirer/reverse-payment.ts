// A reversal undoes its original once, however often it comes. One that meets no original leaves a tombstone,
// so that an original which arrives later is declined (protocol section 7, items 5 and 6).

import { toHex } from '@tillgate/iso8583';
import {
  type Follower,
  followRules,
  isApproval,
  isFollower,
  type MessageKind,
  messageKinds,
} from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import { countInLimitsAgain, forgetInLimits } from '../issuer/index.js';
import { assert } from '../kernel/fault.js';
import { reason } from '../kernel/reasons.js';
import { covered, undone } from '../ledger/index.js';
import type { CardRow, Draft, Movement, TransactionRow, Unit } from '../store/index.js';
import { isAsked, releaseOriginal } from './ask-bank.js';
import { repetition } from './decide-request.js';
import { rootOf } from './find-original.js';
import { holderOf } from './holder.js';
import { contentOf, identitiesAround, type OwnIdentities, originalsOf, partsOf } from './identity.js';
import { moveMoney } from './move-money.js';
import { type Decided, record } from './record.js';
import { type BankRequest, type CardRequest, isFromTerminal, type Outcome, type Request } from './request.js';
import { STALE } from './stale.js';
import { takeKeys } from './take-keys.js';
import { tellBank } from './tell-bank.js';

/** What asks for a reversal: a terminal, or an acquirer over its link to this bank. */
type Asker = CardRequest | BankRequest;

export function reversalUnit(request: Asker): Unit<Outcome | typeof STALE> {
  const own = identitiesAround(partsOf(request), request.localDate);
  const around = originalsOf(request);
  const originals = around.flat();
  return {
    load: {
      terminalId: request.terminalId,
      panHash: request.panHash || undefined,
      identities: [...own, ...originals],
      references: originals.map((identity) => ({ identity })),
    },
    decide: (draft) => {
      const spent = isFromTerminal(request) && !request.byHost ? takeKeys(draft, request, own) : undefined;
      if (spent) return spent;
      const repeated = repetition(draft, request, own);
      if (repeated) return repeated;
      const original = originals
        .map((identity) => draft.transaction(identity))
        .find((row) => row !== undefined);
      // It named no card and its original came since: look the card up again.
      if (original?.card_id && request.panHash === '') return STALE;
      const decided = original ? reverse(draft, request, original) : leaveTombstone(draft, request, around);
      // A reversal that was refused changed nothing: the right one may still come under the same trace.
      const identity = decided.state === 'declined' ? {} : { identity: own[0] };
      return record(draft, request, { ...decided, ...identity });
    },
  };
}

/** True for an approval that the terminal would reverse had it not got its answer. */
export function isReversible(
  request: Request & Partial<CardRequest>,
  { answerCode }: Outcome,
): request is CardRequest {
  const { kind, contentHash } = request;
  return (
    contentHash !== undefined && kind !== undefined && messageKinds[kind].reversible && isApproval(answerCode)
  );
}

/** The reversal that the terminal will send, made here: when the terminal's own comes, it is a repetition. */
export async function reversalByHost(
  hsm: Pick<Hsm, 'contentHash'>,
  request: CardRequest,
  rrn: string,
): Promise<CardRequest> {
  const message = request.envelope.message.clone('0400');
  const contentHash = toHex(await hsm.contentHash(contentOf(message, request.pan?.reveal() ?? '')));
  const envelope = { ...request.envelope, message };
  return { ...request, kind: 'reversal', byHost: true, rrn, envelope, contentHash };
}

function leaveTombstone(draft: Draft, request: Asker, around: readonly OwnIdentities[]): Decided {
  // Under today's date only: an original that is still to come looks for it from the days on both sides.
  for (const [today] of around) draft.addTombstone({ identity: today, rrn: request.rrn });
  return { state: 'done', reason: 'reversal.original-unknown', figures: {} };
}

function reverse(draft: Draft, request: Asker, original: TransactionRow): Decided {
  const link = { originalRrn: original.rrn };
  const figures = { originalState: original.state };
  if (!messageKinds[original.kind as MessageKind].reversible) {
    const { kind: originalKind } = original;
    if (originalKind === 'pin-change')
      return { state: 'declined', reason: 'pin-change.final', figures: {}, ...link };
    return { state: 'declined', reason: 'original.wrong-kind', figures: { originalKind }, ...link };
  }
  const isOpen = original.state === 'in-doubt' || original.state === 'awaiting';
  if (!isOpen && (original.movement === null || original.state === 'reversed')) {
    return { state: 'done', reason: 'reversal.nothing-to-do', figures, ...link };
  }
  if (original.amount_minor !== request.amountMinor) {
    const amounts = { amountMinor: request.amountMinor, originalAmountMinor: original.amount_minor };
    return { state: 'declined', reason: 'reversal.amount-differs', figures: amounts, ...link };
  }
  if (isOpen || original.movement === null) return { ...callOff(draft, request, original), ...link };
  const card = holderOf(draft, request);
  if (!card || card.card_id !== original.card_id) {
    return { state: 'declined', reason: 'reversal.card-differs', figures: {}, ...link };
  }
  const root = rootOf(draft, original);
  if (!isLast(original, root)) return { state: 'declined', reason: 'reversal.followed', figures, ...link };
  const movement = undo(draft, request, { original, root, card, movement: original.movement });
  tellBank(draft, request, 'reversal');
  return { state: 'done', reason: 'reversal.done', figures: {}, movement, ...link };
}

/** The bank or the holder has not said what becomes of it: whatever they say from now on, the payment is off. */
function callOff(draft: Draft, request: Asker, original: TransactionRow): Decided {
  const figures = { ...original.figures, reversalRrn: request.rrn };
  // After the time limit the bank is being told already.
  if (isAsked(original)) tellBank(draft, request, 'reversal');
  releaseOriginal(draft, original);
  const { answerCode: answer_code } = reason('reversal.came-first');
  draft.changeTransaction({
    ...original,
    ...{ state: 'reversed', reason: 'reversal.came-first', answer_code, figures },
  });
  return { state: 'done', reason: 'reversal.done', figures: {} };
}

/** True while nothing that came after the original rests on it. */
function isLast(original: TransactionRow, root: TransactionRow): boolean {
  const open = original.state === 'approved' || original.state === 'held';
  return (
    open &&
    root.refunded_minor === 0 &&
    root.figures.askedRrn === undefined &&
    original.figures.adjustedMinor === undefined
  );
}

interface Undoing {
  readonly original: TransactionRow;
  readonly root: TransactionRow;
  readonly card: CardRow;
  readonly movement: Movement;
}

/** The movement with the sign turned; what the holder spent of it meanwhile, the bank takes over. */
function undo(draft: Draft, request: Asker, { original, root, card, movement }: Undoing): Movement {
  const counted = countedIn(card, original, root);
  const back = covered(undone(movement), counted);
  moveMoney(draft, request, { rrn: root.rrn, card: counted, movement: back });
  draft.changeTransaction({
    ...root,
    held_minor: root.held_minor + back.heldMinor,
    captured_minor: root.captured_minor + back.capturedMinor,
  });
  reopen(draft, original);
  const row = draft.transactionOf(original.rrn) ?? original;
  const figures = { ...row.figures, reversalRrn: request.rrn };
  draft.changeTransaction({ ...row, state: 'reversed', figures });
  return back;
}

/** A payment that is undone leaves the limits of its day; one whose void is undone comes back into them. */
function countedIn(card: CardRow, original: TransactionRow, root: TransactionRow): CardRow {
  if (original.rrn === root.rrn) return forgetInLimits(card, original);
  const hadUndoneRoot =
    original.original_rrn === root.rrn && followRules[original.kind as Follower].original === 'voided';
  return hadUndoneRoot ? countInLimitsAgain(card, root) : card;
}

/** What the original had closed is open again: a purchase after its void, a hold after its completion. */
function reopen(draft: Draft, { kind, original_rrn }: TransactionRow): void {
  const before = original_rrn === null ? undefined : draft.transactionOf(original_rrn);
  if (!before || !isFollower(kind as MessageKind)) return;
  const [state] = followRules[kind as Follower].whileState;
  assert(state, 'a follower names the states it follows');
  draft.changeTransaction({ ...before, state });
  // The void of a completion had opened the hold behind it again.
  if (kind === 'completion-void') draft.changeTransaction({ ...rootOf(draft, before), state: 'completed' });
}
