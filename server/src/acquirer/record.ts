// The row that keeps a request: what was asked, what was answered and why. Never the PIN block, never a
// track, the PAN only as first 6 and last 4.

import { type ReasonId, reason } from '../kernel/reasons.js';
import type { PaymentAmounts } from '../ledger/index.js';
import type { Draft, Figures, Movement, TransactionRow, TransactionState } from '../store/index.js';
import type { BankRequest, Outcome, Request, RoutedRequest } from './request.js';

export interface Decided {
  readonly state: TransactionState;
  readonly reason: ReasonId;
  readonly figures: Figures;
  readonly answerCode?: string;
  readonly identity?: string;
  readonly authCode?: string;
  readonly cardId?: number;
  readonly originalRrn?: string;
  readonly batch?: string;
  readonly workingKeys?: Uint8Array;
  readonly movement?: Movement;
  /** Of a payment that follows no other. */
  readonly payment?: PaymentAmounts;
}

/** Writes the request's row into the draft and gives the outcome that is answered after the commit. */
export function record(
  draft: Draft,
  request: Request & (Partial<RoutedRequest> | BankRequest),
  decided: Decided,
): Outcome {
  const row: TransactionRow = {
    rrn: request.rrn,
    identity: decided.identity ?? null,
    kind: request.kind ?? 'unknown',
    state: decided.state,
    terminal_id: request.terminalId,
    merchant_id: request.merchantId,
    batch: request.batch,
    trace: request.trace,
    business_date: request.localDate,
    received_at: request.receivedAt,
    amount_minor: request.amountMinor ?? 0,
    currency: request.envelope.message.text(49) ?? '156',
    card_id: decided.cardId ?? null,
    issuer_id: request.issuer?.issuer_id ?? null,
    pan_masked: request.panMasked ?? null,
    pan_last4: request.panMasked?.slice(-4) ?? null,
    entry_mode: request.entryMode ?? '',
    answer_code: decided.answerCode ?? reason(decided.reason).answerCode,
    reason: decided.reason,
    figures: figuresOf(request, decided),
    auth_code: decided.authCode ?? null,
    content_hash: request.contentHash ?? null,
    original_rrn: decided.originalRrn ?? null,
    side: request.side ?? 'both',
    movement: decided.movement ?? null,
    held_minor: decided.payment?.held_minor ?? 0,
    captured_minor: decided.payment?.captured_minor ?? 0,
    refunded_minor: decided.payment?.refunded_minor ?? 0,
  };
  draft.addTransaction(row);
  return {
    ...outcomeOf(row, false),
    batch: decided.batch ?? request.batch,
    workingKeys: decided.workingKeys,
  };
}

/** What the fault laboratory did is told with the decision. */
function figuresOf({ arrival }: Request, { figures }: Decided): Figures {
  return arrival.labFault === undefined ? figures : { ...figures, lab: arrival.labFault };
}

/** The answer when the books cannot be written: a decline that leaves no row. */
export function unrecorded(request: Request, id: ReasonId): Outcome {
  return {
    rrn: request.rrn,
    answerCode: reason(id).answerCode,
    reason: id,
    figures: {},
    authCode: undefined,
    issuerId: undefined,
    at: request.receivedAt,
    workingKeys: undefined,
    batch: request.batch,
    repeated: false,
    provisional: true,
  };
}

/** The answer that a stored row stands for. */
export function outcomeOf(row: TransactionRow, repeated: boolean): Outcome {
  return {
    rrn: row.rrn,
    answerCode: row.answer_code,
    reason: row.reason as ReasonId,
    figures: row.figures,
    authCode: row.auth_code ?? undefined,
    issuerId: row.issuer_id ?? undefined,
    at: row.received_at,
    workingKeys: undefined,
    batch: row.batch,
    repeated,
  };
}

/** Makes an open row final: what it is answered with from now on. */
export function concluded(draft: Draft, row: TransactionRow, decided: Decided): TransactionRow {
  const ended: TransactionRow = {
    ...row,
    ...{ state: decided.state, reason: decided.reason, figures: decided.figures },
    answer_code: decided.answerCode ?? reason(decided.reason).answerCode,
    auth_code: decided.authCode ?? null,
    movement: decided.movement ?? null,
    ...decided.payment,
  };
  draft.changeTransaction(ended);
  return ended;
}
