// What happens to a card request under the locks of its step: a repetition gets the stored answer, an
// original that its own reversal overtook is declined, everything else is the issuer's to decide. The
// decision, its postings and the answer become durable together.

import { isApproval } from '@tillgate/pos-protocol';
import { decidePayment, type IssuerDecision, type PinResult, policyOf } from '../issuer/index.js';
import { type ReasonId, reason } from '../kernel/reasons.js';
import { covered, firstMovement, type Step } from '../ledger/index.js';
import type { CardRow, Draft, Figures, PinReference, TransactionRow, Unit } from '../store/index.js';
import { isBatchBehind } from './batch-number.js';
import { holderOf, putHolder } from './holder.js';
import { identitiesAround, type OwnIdentities, partsOf, REPEAT_WINDOW_MS } from './identity.js';
import { moveMoney } from './move-money.js';
import { outcomeOf, record } from './record.js';
import { type Decidable, isFromTerminal, type Outcome, type Request } from './request.js';
import { firstOf70 } from './resume.js';
import { STALE } from './stale.js';
import { takeKeys } from './take-keys.js';
import { tellBank, tellsOnly } from './tell-bank.js';

/** Where every till of this acquirer stands (ISO 3166-1 numeric). */
const OWN_COUNTRY = '156';

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
  if (!card) return declined('card.unknown');
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
  const { decision, step } = decideFirst(request, pin, card, first !== undefined);
  if (decision.card !== card) putHolder(draft, request, decision.card);
  if (step) moveMoney(draft, request, { rrn: request.rrn, card: decision.card, movement: step.movement });
  if (step && tellsOnly(request)) tellBank(draft, request, 'advice');
  const { fee_basis_points: feeBasisPoints } = request.merchant;
  return record(draft, request, {
    state: !decision.approved ? 'declined' : step && step.payment.held_minor > 0 ? 'held' : 'approved',
    reason: decision.reason,
    answerCode: answerCodeAt(request, decision.reason),
    figures: step ? { ...decision.figures, feeBasisPoints } : decision.figures,
    identity,
    cardId: card.card_id,
    ...(decision.approved ? { authCode: request.rrn.slice(-6) } : {}),
    ...(first ? { originalRrn: first.rrn } : {}),
    ...step,
  });
}

/** The bank's yes or no to a payment that follows no other, and the money that a yes moves. */
function decideFirst(
  request: Decidable,
  pin: PinResult,
  card: CardRow,
  resumes: boolean,
): { readonly decision: IssuerDecision; readonly step?: Step } {
  const { kind, amountMinor, merchant } = request;
  if (kind === 'offline-sale') {
    // The sale happened at the till: what the balance does not cover is the bank's to collect.
    const step = firstMovement('capture', amountMinor, merchant.fee_basis_points);
    const decision = { approved: true, reason: 'approved.offline', figures: { amountMinor }, card } as const;
    return { decision, step: { ...step, movement: covered(step.movement, card) } };
  }
  if (kind === 'qr-sale' && !isCodeGood(request, card)) {
    return { decision: { approved: false, reason: 'payment-code.unknown', figures: {}, card } };
  }
  const decision = decidePayment(
    {
      kind: kind === 'balance' ? 'balance' : 'purchase',
      amountMinor,
      entryMode: request.entryMode,
      pin,
      cryptogram: request.cryptogram,
      resumes,
      verifiedOnDevice: request.verifiedOnDevice,
      noPinLimitMinor: merchant.no_pin_limit_minor,
      isAbroad: request.issuer.country !== OWN_COUNTRY,
      localDate: request.localDate,
      rrn: request.rrn,
    },
    card,
    policyOf(request.issuer, card),
  );
  if (!decision.approved || kind === 'balance') return { decision };
  const used = kind === 'qr-sale' ? { ...decision.card, code_until: 0 } : decision.card;
  const step = firstMovement(
    kind === 'pre-authorization' ? 'hold' : 'capture',
    amountMinor,
    merchant.fee_basis_points,
  );
  return { decision: { ...decision, card: used }, step };
}

/** A code is good once and for its time; the phone may have asked for a newer one since. */
function isCodeGood(request: Decidable, card: CardRow): boolean {
  return card.code_hash === request.codeHash && request.receivedAt < card.code_until;
}

/** A terminal that does not know a code is told the nearest standard one (protocol section 10). */
export function answerCodeAt(request: Decidable, id: ReasonId): string {
  const { answerCode } = reason(id);
  // An acquirer knows its terminals: it is told the reason, and tells them what they understand.
  if (!isFromTerminal(request)) return answerCode;
  const { terminal, profile } = request;
  if (isApproval(answerCode)) return profile.approvals.includes(answerCode) ? answerCode : '00';
  const knowsPinRequired = profile.knowsPinRequired && terminal.pin_required_code;
  if (knowsPinRequired || answerCode !== '70') return answerCode;
  return reason(id).withoutExtension ?? '61';
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
  if (earlier.content_hash === request.contentHash) return outcomeOf(earlier, true);
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
