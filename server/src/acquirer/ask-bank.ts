// A payment whose bank decides behind a link takes two commits: one before the bank is asked, so that no crash can
// forget the question, and one with its answer. What happens between the two (no answer, a reversal from the
// terminal, a host that died) is an edge of the table in payment-states.ts, and each ends in a known state.

import { isFollower, type MessageKind, messageKinds } from '@tillgate/pos-protocol';
import { firstMovement } from '../ledger/index.js';
import type { Draft, TransactionRow, Unit } from '../store/index.js';
import type { BankAnswer } from '../switch/index.js';
import { answerCodeAt } from './answer-code.js';
import { beginCard } from './decide-request.js';
import { findOriginal, isFound, rootOf } from './find-original.js';
import { checkOriginal, decline, type Following, follow, followingOf } from './follow-payment.js';
import { identitiesAround, partsOf } from './identity.js';
import { moveMoney } from './move-money.js';
import { concluded, type Decided, outcomeOf, record } from './record.js';
import { isRefusal, type Outcome, type Refusal, type RoutedRequest } from './request.js';
import { firstOf70 } from './resume.js';
import { STALE } from './stale.js';
import { forwardOf } from './tell-bank.js';

/** The question is stored: now the bank may be asked. */
export interface Asked {
  /** The payment that it follows. */
  readonly askedAbout: TransactionRow | undefined;
}
/** The same request came before, and its bank has not answered yet. */
export const UNDER_WAY: unique symbol = Symbol('under way');

export function isAsking(result: Outcome | Asked | typeof STALE | typeof UNDER_WAY): result is Asked {
  return typeof result === 'object' && 'askedAbout' in result;
}

type Asking = Outcome | typeof STALE | Asked | typeof UNDER_WAY;

/** Stores the question; the acquirer's own rules may answer it at once. */
export function askUnit(request: RoutedRequest): Unit<Asking> | Refusal {
  const own = identitiesAround(partsOf(request), request.localDate);
  const following = isFollower(request.kind) ? followingOf(request, request.kind, own[0]) : undefined;
  if (following && isRefusal(following)) return following;
  const resumed = firstOf70(request);
  return {
    load: {
      ...{ terminalId: request.terminalId, panHash: request.panHash, identities: [...own, ...resumed] },
      ...(following && { references: [following.reference] }),
    },
    decide: (draft) => {
      const begun = beginCard(draft, request, own, undefined);
      if (begun !== undefined) return waiting(draft, begun, request.rrn) ?? begun;
      const original = following && openOriginal(draft, request, following);
      if (original && isOutcome(original)) return original;
      const first = resumed.map((identity) => draft.transaction(identity)).find((row) => row !== undefined);
      record(draft, request, {
        ...{ state: 'in-doubt', reason: 'issuer.asked', figures: {}, identity: own[0] },
        cardId: draft.card(request.panHash)!.card_id,
        ...(first && { originalRrn: first.rrn }),
        ...(original && { originalRrn: original.rrn }),
      });
      return { askedAbout: original };
    },
  };
}

/** The stored row of this very request, met again. */
function waiting(
  draft: Draft,
  begun: Outcome | typeof STALE,
  rrn: string,
): Asked | typeof UNDER_WAY | undefined {
  if (begun === STALE || !begun.repeated || begun.reason !== 'issuer.asked') return undefined;
  // A step that is decided again, since nobody knows whether it was committed, meets its own row.
  if (begun.rrn !== rrn) return UNDER_WAY;
  const row = draft.transactionOf(rrn);
  const follows = row && isFollower(row.kind as MessageKind);
  return { askedAbout: follows ? draft.transactionOf(row.original_rrn ?? '') : undefined };
}

function isOutcome(value: Outcome | TransactionRow): value is Outcome {
  return 'answerCode' in value;
}

/** Checks the payment that is followed, and closes it to others until the bank has answered. */
function openOriginal(
  draft: Draft,
  request: RoutedRequest,
  following: Exclude<ReturnType<typeof followingOf>, Refusal>,
): Outcome | TransactionRow {
  const found = findOriginal(draft, following.rule, following.reference, request);
  if (!isFound(found)) return decline(draft, following, found);
  const refused = checkOriginal(draft, following, found.original);
  if (refused) return decline(draft, following, refused, found.original);
  const root = rootOf(draft, found.original);
  draft.changeTransaction({ ...root, figures: { ...root.figures, askedRrn: request.rrn } });
  return found.original;
}

/** Makes the bank's answer final; when the payment was given up meanwhile, that stands. */
export function concludeUnit(request: RoutedRequest, answer: BankAnswer): Unit<Outcome> {
  return {
    load: {
      ...{ terminalId: request.terminalId, panHash: request.panHash, identities: [] },
      references: [{ rrn: request.rrn }],
    },
    decide: (draft) => {
      const row = draft.transactionOf(request.rrn);
      if (!row || !isAsked(row)) return outcomeOf(row!, false);
      const doubt = doubtAfter(answer);
      if (doubt) return giveUp(draft, row, doubt, request.receivedAt);
      releaseOriginal(draft, row);
      if (answer.outcome !== 'answered') {
        return conclude(draft, row, { state: 'declined', reason: 'issuer.unavailable', figures: {} });
      }
      const { reason: why, figures } = answer;
      if (!answer.approved) {
        const answerCode = why === 'issuer.declined' ? answer.answerCode : answerCodeAt(request, why);
        return conclude(draft, row, { state: 'declined', reason: why, figures, answerCode });
      }
      return conclude(draft, row, { ...approve(draft, request, row), ...approvalOf(request, answer) });
    },
  };
}

/** Why nobody knows what the bank has done; undefined when its answer says so. */
type Doubt = Pick<Decided, 'reason' | 'figures'>;

/** Answer code of a bank that could not keep what it decided, or does not know whether it did. */
const MALFUNCTION = '96';

function doubtAfter(answer: BankAnswer): Doubt | undefined {
  if (answer.outcome === 'no-answer') return timedOut(answer.limitMs);
  if (answer.outcome !== 'answered' || answer.answerCode !== MALFUNCTION) return undefined;
  return { reason: 'issuer.malfunction', figures: { bankCode: answer.answerCode } };
}

function timedOut(limitMs: number): Doubt {
  return { reason: 'issuer.timeout', figures: { limitMs } };
}

type Answered = Extract<BankAnswer, { readonly outcome: 'answered' }>;

function approvalOf(request: RoutedRequest, { reason: why, authCode, figures }: Answered) {
  const { fee_basis_points: feeBasisPoints } = request.merchant;
  const code = authCode ?? request.rrn.slice(-6);
  return {
    ...{ reason: why, answerCode: answerCodeAt(request, why), authCode: code },
    figures: { ...figures, feeBasisPoints },
  };
}

/** Books what the bank has approved: the acquirer's part of it. */
function approve(
  draft: Draft,
  request: RoutedRequest,
  row: TransactionRow,
): Pick<Decided, 'state' | 'movement' | 'payment'> {
  const { kind, amountMinor, merchant } = request;
  if (kind === 'balance') return { state: 'approved' };
  if (isFollower(kind)) {
    const following = followingOf(request, kind, '') as Following;
    const done = follow(draft, following, draft.transactionOf(row.original_rrn ?? '')!);
    return done as Decided;
  }
  const how = kind === 'pre-authorization' ? 'hold' : 'capture';
  const step = firstMovement(how, amountMinor, merchant.fee_basis_points);
  const card = draft.card(request.panHash)!;
  moveMoney(draft, request, { rrn: request.rrn, card, movement: step.movement });
  return { state: how === 'hold' ? 'held' : 'approved', ...step };
}

/** Whoever finds a question that nobody is waiting for any more: its host died. */
export function giveUpUnit(
  asked: Pick<TransactionRow, 'rrn' | 'terminal_id'>,
  limitMs: number,
  at: number,
): Unit<boolean> {
  return {
    load: {
      ...{ terminalId: asked.terminal_id, panHash: undefined, identities: [] },
      references: [{ rrn: asked.rrn }],
    },
    decide: (draft) => {
      const row = draft.transactionOf(asked.rrn);
      if (!row || !isAsked(row)) return false;
      giveUp(draft, row, timedOut(limitMs), at);
      return true;
    },
  };
}

/** The terminal hears that nobody knows; the bank will hear that the payment is off. */
function giveUp(draft: Draft, row: TransactionRow, doubt: Doubt, at: number): Outcome {
  const told = { reason: doubt.reason, figures: { ...row.figures, ...doubt.figures } };
  if (!messageKinds[row.kind as MessageKind].reversible) {
    return conclude(draft, row, { state: 'declined', ...told });
  }
  const card = { issuer_id: row.issuer_id ?? '', card_id: row.card_id ?? 0 };
  draft.putForward(forwardOf(row.rrn, card, 'reversal', at));
  return conclude(draft, row, { state: 'in-doubt', ...told });
}

export function isAsked(row: TransactionRow): boolean {
  return row.state === 'in-doubt' && row.reason === 'issuer.asked';
}

/** The payment that this one follows may be followed again. */
export function releaseOriginal(draft: Draft, row: TransactionRow): void {
  if (!isFollower(row.kind as MessageKind)) return;
  const root = rootOf(draft, row);
  if (root.figures.askedRrn !== row.rrn) return;
  const { askedRrn: _, ...figures } = root.figures;
  draft.changeTransaction({ ...root, figures });
}

function conclude(draft: Draft, row: TransactionRow, decided: Decided): Outcome {
  return outcomeOf(concluded(draft, row, decided), false);
}
