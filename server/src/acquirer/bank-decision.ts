// The bank's decision on a payment that follows no other, and what it does to the draft: the card as it is afterwards,
// the money, and what the row says.

import { decidePayment, type IssuerDecision, type PaymentAsk, policyOf } from '../issuer/index.js';
import { covered, firstMovement, type Step } from '../ledger/index.js';
import type { CardRow, Draft, Figures, TransactionState } from '../store/index.js';
import { answerCodeAt } from './answer-code.js';
import { putHolder } from './holder.js';
import { moveMoney } from './move-money.js';
import { afterPaymentCode, checkPaymentCode } from './payment-code.js';
import type { Decided } from './record.js';
import { type Decidable, isFromTerminal } from './request.js';
import { tellBank, tellsOnly } from './tell-bank.js';

/** Where every till of this acquirer stands (ISO 3166-1 numeric). */
const OWN_COUNTRY = '156';

/** A holder is asked this long where the merchant is not known here. */
const USUAL_LIMIT_MS = 120_000;

export interface BankDecision {
  readonly decision: IssuerDecision;
  readonly step?: Step;
}

/** Makes the decision of a bank a fact of the draft: the card as it is now, the money, and what the row says. */
export function book(
  draft: Draft,
  request: Decidable,
  card: CardRow,
  { decision, step }: BankDecision,
): Decided {
  if (decision.card !== card) putHolder(draft, request, decision.card);
  if (step) moveMoney(draft, request, { rrn: request.rrn, card: decision.card, movement: step.movement });
  if (step && tellsOnly(request)) tellBank(draft, request, 'advice');
  const { fee_basis_points: feeBasisPoints } = request.merchant;
  return {
    state: stateAfter(decision, step),
    reason: decision.reason,
    answerCode: answerCodeAt(request, decision.reason),
    figures: {
      ...decision.figures,
      ...(step ? { feeBasisPoints } : {}),
      ...(decision.rung === 'phone' ? awaitingFigures(request) : {}),
    },
    cardId: card.card_id,
    ...(decision.rung === 'approved' ? { authCode: request.rrn.slice(-6) } : {}),
    ...step,
  };
}

function stateAfter({ rung }: IssuerDecision, step: Step | undefined): TransactionState {
  if (rung === 'phone') return 'awaiting';
  if (rung !== 'approved') return 'declined';
  return step && step.payment.held_minor > 0 ? 'held' : 'approved';
}

/** The bank's yes or no to a payment that follows no other, and the money that a yes moves. */
export function decideFirst(
  request: Decidable,
  card: CardRow,
  proved: Pick<PaymentAsk, 'pin' | 'resumes' | 'phone'>,
): BankDecision {
  const { kind, amountMinor, merchant } = request;
  if (kind === 'offline-sale') {
    // The sale happened at the till: what the balance does not cover is the bank's to collect.
    const step = firstMovement('capture', amountMinor, merchant.fee_basis_points);
    const figures = { amountMinor };
    const decision = { rung: 'approved', reason: 'approved.offline', figures, card } as const;
    return { decision, step: { ...step, movement: covered(step.movement, card) } };
  }
  const asked = kind === 'qr-sale' ? checkPaymentCode(request, card, proved.phone) : undefined;
  if (asked) return { decision: { ...asked, card } };
  const decision = decidePayment(
    {
      kind: kind === 'balance' ? 'balance' : 'purchase',
      amountMinor,
      entryMode: request.entryMode,
      expiryGiven: request.expiryGiven,
      ...proved,
      cryptogram: request.cryptogram,
      verifiedOnDevice: request.verifiedOnDevice,
      category: merchant.mcc,
      noPinLimitMinor: merchant.no_pin_limit_minor,
      isAbroad: request.issuer.country !== OWN_COUNTRY,
      localDate: request.localDate,
      localTime: request.localTime,
      rrn: request.rrn,
    },
    card,
    policyOf(request.issuer, card),
  );
  if (decision.rung !== 'approved' || kind === 'balance') return { decision };
  const used = kind === 'qr-sale' ? afterPaymentCode(request, decision.card) : decision.card;
  const step = firstMovement(
    kind === 'pre-authorization' ? 'hold' : 'capture',
    amountMinor,
    merchant.fee_basis_points,
  );
  return { decision: { ...decision, card: used }, step };
}

/** What a row keeps while its holder is asked. */
function awaitingFigures(request: Decidable): Figures {
  const limitMs = isFromTerminal(request) ? request.merchant.step_up_seconds * 1000 : USUAL_LIMIT_MS;
  return { expiresAt: request.receivedAt + limitMs };
}
