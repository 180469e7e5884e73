// Transactions that the terminal tells the host about (0220): refund, completion by advice, sales made offline,
// adjustments and tips. Each is stored as an advice before it is sent.

import type { AdviceKind, PendingAdvice } from './advice.js';
import { type AdviceResult, sendAdvice, sendAdvices } from './advice-queue.js';
import { type Card, ScannedCode } from './card.js';
import type { TerminalCore } from './core.js';
import { type FollowUp, instrumentOf, resolve } from './follow-up.js';
import type { LocalFailure } from './local-failure.js';
import { detailsOf } from './online-payment.js';
import { answered, failed, type Outcome, unknownOutcome } from './outcome.js';
import { refusalBefore, refusalOfJournal, refusalOfSupervisor } from './readiness.js';
import { type PaymentRequest, paymentMessage } from './requests.js';
import { failureOf, sendPendingReversal } from './reversal-queue.js';
import { traceAfter } from './state.js';
import { storedFields } from './stored-message.js';
import { type PaymentKind, stateAfter } from './transactions.js';
import type { Voucher } from './voucher.js';
import { voucherOf } from './voucher-entry.js';

export type ToldKind = Extract<PaymentKind, AdviceKind>;

/** What to give back, as the slip of the purchase says. */
export interface Refund {
  /** Undefined: the card of a voucher of this batch with this RRN, else the one that the host knows it by. */
  readonly card?: Card | undefined;
  readonly amountMinor: number;
  /** RRN of the purchase. */
  readonly rrn: string;
  /** Its local date, MMDD; 0000 where the slip does not say. */
  readonly mmdd: string;
  readonly supervisorPassword: string;
}

/** 退货: of any batch, any part of the amount; the host knows what is left. */
export async function refund(core: TerminalCore, request: Refund): Promise<Outcome> {
  const { card, amountMinor, rrn, mmdd, supervisorPassword } = request;
  const refusal =
    (await refusalOfSupervisor(core, 'refund', supervisorPassword)) ?? (await refusalBefore(core, 'refund'));
  if (refusal !== undefined) return refusal;
  if (!/^[0-9A-Za-z]{12}$/.test(rrn)) return failed('refund', 'original-not-found');
  const voucher = core.state.journal.find((one) => one.rrn === rrn);
  const kept = voucher === undefined ? undefined : instrumentOf(voucher, card);
  if (kept === 'other-card') return failed('refund', kept);
  // Without a card the message names the payment alone, as a scanned code's does.
  const instrument = card ?? (typeof kept === 'object' ? kept : new ScannedCode(undefined));
  const original = { batch: '000000', trace: '000000', date: mmdd };
  return tell(core, { kind: 'refund', instrument, amountMinor, rrn, original }, undefined);
}

/** 预授权完成(通知). */
export async function completeByAdvice(core: TerminalCore, request: FollowUp): Promise<Outcome> {
  const kind = 'completion-advice';
  const refusal = await refusalBefore(core, kind);
  if (refusal !== undefined) return refusal;
  const resolved = resolve(core, kind, request);
  if (typeof resolved === 'string') return failed(kind, resolved);
  const { instrument, amountMinor, authCode, voucher } = resolved;
  const changes = voucher && { trace: voucher.trace, change: { state: stateAfter(kind) } };
  return tell(core, { kind, instrument, amountMinor, authCode }, changes);
}

/** 结算调整: what an offline sale is worth in the end. */
export async function adjust(core: TerminalCore, trace: string, amountMinor: number): Promise<Outcome> {
  return change(core, 'adjustment', trace, (voucher) => ({ ...voucher, amountMinor }));
}

/** 小费: added to a payment, once, up to the limit of the parameters. */
export async function addTip(core: TerminalCore, trace: string, tipMinor: number): Promise<Outcome> {
  return change(core, 'tip', trace, (voucher) => {
    const { tipsAllowed, tipLimitPercent } = core.settings;
    if (!tipsAllowed) return 'not-allowed';
    if (voucher.tipMinor > 0) return 'original-not-open';
    if (tipMinor * 100 > voucher.amountMinor * tipLimitPercent) return 'amount-above-limit';
    return { ...voucher, tipMinor, amountMinor: voucher.amountMinor + tipMinor };
  });
}

/** Tells the host the new amount of a voucher of this batch; the voucher changes when the host has it. */
async function change(
  core: TerminalCore,
  kind: 'adjustment' | 'tip',
  trace: string,
  changed: (voucher: Voucher) => Voucher | LocalFailure,
): Promise<Outcome> {
  const refusal = await refusalBefore(core, kind);
  if (refusal !== undefined) return refusal;
  // What is to be changed may be an offline sale that the host has not seen yet.
  await sendAdvices(core, true);
  const resolved = resolve(core, kind, { original: { trace } });
  if (typeof resolved === 'string') return failed(kind, resolved);
  const { instrument, original, rrn, voucher } = resolved;
  const after = changed(voucher!);
  if (typeof after === 'string') return failed(kind, after);
  const { amountMinor, tipMinor } = after;
  const request = {
    ...{ kind, instrument, amountMinor, rrn, original },
    ...(kind === 'tip' && { tipMinor }),
  };
  const receipt = { ...after.receipt, amountMinor, tipMinor };
  return tell(core, request, { trace, change: { amountMinor, tipMinor, receipt } });
}

const SETTLED_OFFLINE_TYPE = '30';
const CHIP_OFFLINE_TYPE = '36';
/** The chip has refused offline (EMV Book 4, Annex A6). */
const DECLINED_BY_CHIP = 'Z1';

/**
 * 离线消费: sold without asking the host, uploaded later. With a chip the card has approved it; else the bank
 * has by telephone, with an authorization code.
 */
export async function sellOffline(
  core: TerminalCore,
  sale: { readonly card: Card; readonly amountMinor: number; readonly authCode?: string | undefined },
): Promise<Outcome> {
  const kind = 'offline-sale';
  const refusal = refusalOfJournal(core, kind);
  if (refusal !== undefined) return refusal;
  const { card, amountMinor, authCode } = sale;
  const type = card.reveal().chipData === undefined ? SETTLED_OFFLINE_TYPE : CHIP_OFFLINE_TYPE;
  const { advice, voucher } = adviceOf(core, { kind, instrument: card, amountMinor, authCode, type });
  await core.save({
    nextTrace: traceAfter(core.state.nextTrace),
    // In the journal at once: the goods are sold whatever the host will say.
    journal: [...core.state.journal, voucher],
    advices: [...core.state.advices, { ...advice, voucher: undefined }],
  });
  const { trace, receipt, answerCode } = voucher;
  return answered(kind, 'approved', answerCode, {
    trace,
    amountMinor,
    receipt,
    ...(authCode && { authCode }),
  });
}

/** The chip said no: nothing was sold, but its cryptogram goes up with the batch. */
export async function recordChipDecline(
  core: TerminalCore,
  card: Card,
  amountMinor: number,
): Promise<Outcome> {
  const kind = 'offline-sale';
  const refusal = refusalOfJournal(core, kind);
  if (refusal !== undefined) return refusal;
  const { voucher } = adviceOf(core, { kind, instrument: card, amountMinor, type: CHIP_OFFLINE_TYPE });
  const declined = { ...voucher, answerCode: DECLINED_BY_CHIP };
  await core.save({
    nextTrace: traceAfter(core.state.nextTrace),
    journal: [...core.state.journal, declined],
  });
  return answered(kind, 'declined', DECLINED_BY_CHIP, { trace: voucher.trace, amountMinor });
}

/** Sends all that waits. The outcome says whether anything still does. */
export async function upload(core: TerminalCore): Promise<Outcome> {
  const kind = 'offline-sale';
  if (!core.isSignedOn) return failed(kind, 'not-signed-on');
  const failure = failureOf(await sendPendingReversal(core));
  if (failure !== undefined) return failed(kind, failure);
  const result = await sendAdvices(core, true);
  if (result === 'keys') return failed(kind, 'not-signed-on');
  if (result === 'unreachable') return failed(kind, 'unreachable');
  return result === 'waiting' ? unknownOutcome(kind, 'advice-waiting') : answered(kind, 'approved', '00');
}

function adviceOf(
  core: TerminalCore,
  request: PaymentRequest & { readonly kind: ToldKind },
): { readonly advice: PendingAdvice; readonly voucher: Voucher } {
  const message = paymentMessage(request, core.settings, core.state, core.pinPad);
  core.requirePackable(message);
  const voucher = voucherOf(core, request, message, undefined);
  const { kind } = request;
  const fields = storedFields(message, request.instrument);
  const { trace, chipData } = voucher;
  return { voucher, advice: { kind, trace, fields, chipData, attempts: 0, voucher, changes: undefined } };
}

/** Stores the advice, sends it once, and says what came of it. */
async function tell(
  core: TerminalCore,
  request: PaymentRequest & { readonly kind: ToldKind },
  changes: PendingAdvice['changes'],
): Promise<Outcome> {
  const { kind, amountMinor } = request;
  const { advice } = adviceOf(core, request);
  const { trace } = advice;
  await core.save({
    nextTrace: traceAfter(core.state.nextTrace),
    advices: [...core.state.advices, { ...advice, changes }],
  });
  const result = await sendAdvice(core, trace);
  if (result.type === 'unreachable') {
    // The host has seen nothing: the cashier may as well begin anew.
    await core.save({ advices: core.state.advices.filter((one) => one.trace !== trace) });
    return failed(kind, 'unreachable', { trace });
  }
  return outcomeOf(core, { kind, amountMinor }, trace, result);
}

function outcomeOf(
  core: TerminalCore,
  { kind, amountMinor }: { readonly kind: ToldKind; readonly amountMinor: number | undefined },
  trace: string,
  result: AdviceResult,
): Outcome {
  const amount = amountMinor === undefined ? {} : { amountMinor };
  if (result.type !== 'delivered' && result.type !== 'declined') {
    return unknownOutcome(kind, 'advice-waiting', { trace, ...amount });
  }
  const { answer, code } = result.reply;
  const details = { ...detailsOf({ amountMinor }, answer, answer), trace };
  if (result.type === 'declined') return answered(kind, 'declined', code, details);
  const receipt = core.state.journal.find((voucher) => voucher.trace === trace)?.receipt;
  return answered(kind, 'approved', code, { ...details, ...(receipt && { receipt }) });
}
