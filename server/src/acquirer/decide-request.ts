// What happens to a card request under the locks of its step: a repetition gets the stored answer, an
// original that its own reversal overtook is declined, everything else is the issuer's to decide. The
// decision, its postings and the answer become durable together.

import { decidePayment, type PinResult } from '../issuer/index.js';
import { type ReasonId, reason } from '../kernel/reasons.js';
import { postPurchase } from '../ledger/index.js';
import type { Draft, PinReference, TerminalRow, TransactionRow, Unit } from '../store/index.js';
import { type IdentityParts, identitiesAround, REPEAT_WINDOW_MS } from './identity.js';
import { outcomeOf, record } from './record.js';
import type { Outcome, RoutedRequest, Verified } from './request.js';
import { firstOf70 } from './resume.js';

/** The cached terminal or card was no longer true under the lock: read it again and start over. */
export const STALE = 'stale';

export function cardRequestUnit(
  request: RoutedRequest,
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
      const stale = promoteKeys(draft, request);
      if (stale) return stale;
      const repeated = repetition(draft, request, own);
      if (repeated) return repeated;
      const overtaken = own.map((identity) => draft.tombstone(identity)).find((row) => row !== undefined);
      if (overtaken) {
        return record(draft, request, {
          state: 'declined',
          reason: 'reversal.came-first',
          figures: { reversalRrn: overtaken.rrn },
          identity: own[0],
        });
      }
      const card = draft.card(request.panHash);
      if (!card) {
        return record(draft, request, {
          state: 'declined',
          reason: 'card.unknown',
          figures: {},
          identity: own[0],
        });
      }
      if (pinReference && !samePinReference(pinReference, card.pin_reference)) return STALE;
      const first = resumed.map((identity) => draft.transaction(identity)).find((row) => row !== undefined);
      return decide(draft, request, pin, own[0], first);
    },
  };
}

function decide(
  draft: Draft,
  request: RoutedRequest,
  pin: PinResult,
  identity: string,
  first: TransactionRow | undefined,
): Outcome {
  const { amountMinor, entryMode, merchant, issuer, rrn, localDate, verifiedOnDevice } = request;
  const card = draft.card(request.panHash)!;
  const decision = decidePayment(
    {
      kind: request.kind === 'balance' ? 'balance' : 'purchase',
      amountMinor,
      entryMode,
      pin,
      verifiedOnDevice,
      noPinLimitMinor: merchant.no_pin_limit_minor,
      localDate,
      rrn,
    },
    card,
  );
  if (decision.card !== card) draft.putCard(decision.card);
  if (decision.approved && request.kind === 'purchase') {
    const sets = postPurchase({
      rrn,
      causedBy: rrn,
      currency: '156',
      card: String(card.card_id),
      issuerId: issuer.issuer_id,
      merchantId: merchant.merchant_id,
      amountMinor,
      feeBasisPoints: merchant.fee_basis_points,
      at: request.receivedAt,
    });
    for (const set of sets) draft.post(set);
  }
  return record(draft, request, {
    state: decision.approved ? 'approved' : 'declined',
    reason: decision.reason,
    answerCode: answerCodeAt(request.terminal, decision.reason),
    figures: decision.approved
      ? { ...decision.figures, feeBasisPoints: merchant.fee_basis_points }
      : decision.figures,
    identity,
    cardId: card.card_id,
    ...(decision.approved ? { authCode: rrn.slice(-6) } : {}),
    ...(first ? { originalRrn: first.rrn } : {}),
  });
}

/** A terminal that does not know code 70 is told the nearest standard one (protocol section 10). */
function answerCodeAt(terminal: TerminalRow, id: ReasonId): string {
  const { answerCode } = reason(id);
  if (terminal.pin_required_code || answerCode !== '70') return answerCode;
  return id === 'cvm.entry-mode' ? '65' : '61';
}

/**
 * The stored answer of the same request, or 94 when the trace already names another one. An approval that was
 * reversed since is not given again: a late approval never overtakes a reversal (protocol section 7, item 5).
 */
export function repetition(
  draft: Draft,
  request: Verified & { readonly contentHash: string },
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

/**
 * Makes the newest sign-on's keys the ones in use when the request came under them, and says `stale` when
 * the terminal changed since it was read.
 */
export function promoteKeys(draft: Draft, request: Verified): typeof STALE | undefined {
  const terminal = draft.terminal(request.terminalId);
  if (
    terminal &&
    request.keysArePending &&
    terminal.current_keys?.macKey.block === request.keys.macKey.block
  ) {
    return undefined; // an earlier request of the same step promoted them
  }
  if (terminal?.version !== request.terminal.version) return STALE;
  if (request.keysArePending) {
    draft.putTerminal({
      ...terminal,
      current_keys: request.keys,
      pending_keys: null,
      version: terminal.version + 1,
    });
  }
  return undefined;
}

export function partsOf(request: Verified): IdentityParts {
  const { terminalId, merchantId, batch, trace } = request;
  return { mtiClass: request.envelope.message.mti.charAt(1), terminalId, merchantId, batch, trace };
}

function samePinReference(one: PinReference, other: PinReference): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
