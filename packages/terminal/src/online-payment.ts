// One request about money with its own trace, to its final answer. What is reversible has its reversal stored
// before the first byte leaves; every way out of here either settles that reversal or leaves it standing.

import type { Message } from '@tillgate/iso8583';
import { messageKinds, parseF54, parseF59, parseF61, parseF63 } from '@tillgate/pos-protocol';
import { asksForSignOn } from './answer-classes.js';
import { assertThat } from './assert.js';
import { type Reply, StorageFault, type TerminalCore } from './core.js';
import { answered, failed, type Outcome, unknownOutcome } from './outcome.js';
import { keepTimes } from './payment-times.js';
import { type PaymentRequest, paymentMessage } from './requests.js';
import { type PendingReversal, reversalOf } from './reversal.js';
import { scriptResultOf } from './script-result.js';
import { type TerminalState, traceAfter } from './state.js';
import { stateAfter } from './transactions.js';
import { changeVoucher, type Voucher } from './voucher.js';
import { voucherOf } from './voucher-entry.js';

const CONFIRM_ON_PHONE = '1A';

type Answer = Reply & { readonly type: 'answer' };

/** A request, and the voucher of this batch that it takes up. */
export interface OnlineRequest extends PaymentRequest {
  readonly voucher?: Voucher | undefined;
}

export async function attempt(core: TerminalCore, request: OnlineRequest): Promise<Outcome> {
  await core.takeMessageKeys();
  const message = paymentMessage(request, core.settings, core.state, core.pinPad);
  const body = await core.pack(message);
  const { nextTrace: unused } = core.state;
  const nextTrace = request.trace === undefined ? traceAfter(unused) : unused;
  const { reversible } = messageKinds[request.kind];
  if (reversible) {
    // A reversal that is still open must never be overwritten by the next one.
    assertThat(core.state.pendingReversal === undefined, 'one payment at a time can be in doubt');
    await core.save({ nextTrace, pendingReversal: pendingFor(core, request, message) });
  } else await core.save({ nextTrace });
  const { clock } = core.ports;
  const prepareMs = core.watch.elapsedMs(clock.now());
  let reply = await core.exchange(message, body);
  const times = core.exchangeTimes;
  const { knowsPhoneConfirm } = core.settings.profile;
  if (reversible && knowsPhoneConfirm && isConfirmation(reply)) {
    reply = await awaitConfirmation(core, message, body, reply);
  }
  core.watch.start(clock.now());
  const outcome = await settle(core, request, message, reply);
  if (times) {
    const answerMs = times.connectMs + times.sendMs + times.waitMs;
    await keepTimes(core, message, { prepareMs, answerMs, finishMs: core.watch.elapsedMs(clock.now()) });
  }
  return outcome;
}

function pendingFor(core: TerminalCore, { instrument }: PaymentRequest, message: Message): PendingReversal {
  const { pan } = instrument.reveal();
  const trace = message.text(11)!;
  return reversalOf(message, { pan, mmdd: core.localTime().mmdd, batch: core.state.batch, trace });
}

function isConfirmation(reply: Reply): reply is Answer {
  return (
    reply.type === 'answer' &&
    reply.code === CONFIRM_ON_PHONE &&
    reply.mac === 'right' &&
    reply.mismatch === undefined
  );
}

/** Repeats the very same message until a final answer comes or the time is over. */
async function awaitConfirmation(
  core: TerminalCore,
  message: Message,
  body: Uint8Array,
  first: Answer,
): Promise<Reply> {
  const { pollMs, limitMs } = core.settings.confirmation;
  const end = core.ports.clock.now() + limitMs;
  const link = parseF59(first.answer.text(59) ?? '')?.find(({ tag }) => tag === 'Q1')?.value;
  core.ports.onEvent({ type: 'confirm-on-phone', link, hostText: hostTextOf(first.answer) });
  let reply: Reply = first;
  while (core.ports.clock.now() + pollMs <= end) {
    core.stages.move('confirming');
    await core.ports.clock.wait(pollMs);
    reply = await core.exchange(message, body);
    // A poll that got lost says nothing: the next one asks again.
    if (reply.type === 'answer' && !isConfirmation(reply)) return reply;
  }
  return isConfirmation(reply) ? reply : { type: 'no-answer' };
}

/** From the reply to the outcome. */
async function settle(
  core: TerminalCore,
  request: OnlineRequest,
  message: Message,
  reply: Reply,
): Promise<Outcome> {
  const { kind } = request;
  const asked = askedFor(request, message);
  const lost = messageKinds[kind].reversible ? unknownOutcome : failed;
  switch (reply.type) {
    case 'not-sent':
      await core.save({ pendingReversal: undefined });
      return failed(kind, 'unreachable', asked);
    case 'no-answer':
      return lost(kind, 'no-answer', asked);
    case 'unreadable':
      await mark(core, { reason: '06' });
      return lost(kind, 'answer-unreadable', asked);
    case 'answer':
      return settleAnswer(core, request, message, reply);
  }
}

/** What is said of a payment that got no answer which counts. */
function askedFor(
  { amountMinor }: OnlineRequest,
  message: Message,
): Pick<Outcome, 'trace' | 'amountMinor'> & { readonly trace: string } {
  return { trace: message.text(11)!, ...(amountMinor !== undefined && { amountMinor }) };
}

/** Changes the pending reversal, when there is one. */
async function mark(
  core: TerminalCore,
  change: Partial<Pick<PendingReversal, 'reason' | 'answerVerified'>>,
): Promise<void> {
  const { pendingReversal } = core.state;
  if (pendingReversal !== undefined) await core.save({ pendingReversal: { ...pendingReversal, ...change } });
}

async function settleAnswer(
  core: TerminalCore,
  request: OnlineRequest,
  message: Message,
  { answer, code, mac, mismatch }: Answer,
): Promise<Outcome> {
  const { kind } = request;
  const asked = askedFor(request, message);
  if (mac === 'wrong' || (mac === 'absent' && core.takesAsApproved(code))) {
    await mark(core, { reason: 'A0' });
    await core.loseSignOn();
    // To be looked up by, and for nothing else: nobody has proved this number.
    const rrn = answer.text(37);
    return failed(kind, 'bad-mac', { ...asked, ...(rrn !== undefined && { rrn }) });
  }
  if (mismatch !== undefined) {
    await mark(core, { reason: '06', answerVerified: mac === 'right' });
    const lost = messageKinds[kind].reversible ? unknownOutcome : failed;
    return lost(kind, 'answer-mismatch', { ...asked, detail: mismatch });
  }
  if (core.takesAsApproved(code)) return finish(core, request, message, answer);
  if (code === CONFIRM_ON_PHONE && core.settings.profile.knowsPhoneConfirm) {
    await mark(core, { reason: '06', answerVerified: mac === 'right' });
    return failed(kind, 'confirmation-timeout', asked);
  }
  // Without a MAC anybody may have said no: believed, but the reversal stays until the host confirms it.
  if (mac === 'right') await core.save({ pendingReversal: undefined });
  else await mark(core, { reason: '06' });
  if (asksForSignOn(code)) await core.loseSignOn();
  return answered(kind, 'declined', code, detailsOf(request, message, answer));
}

export function detailsOf(
  { amountMinor }: Pick<PaymentRequest, 'amountMinor'>,
  message: Message,
  answer: Message,
): Pick<Outcome, 'trace' | 'rrn' | 'authCode' | 'amountMinor' | 'hostText'> {
  const [rrn, authCode, hostText] = [answer.text(37), answer.text(38), hostTextOf(answer)];
  return {
    trace: message.text(11)!,
    ...(rrn !== undefined && { rrn }),
    ...(authCode !== undefined && { authCode }),
    ...(amountMinor !== undefined && { amountMinor: Number(answer.text(4) ?? amountMinor) }),
    ...(hostText && { hostText }),
  };
}

function hostTextOf(answer: Message): string | undefined {
  const texts = answer.bytes(63);
  return texts && parseF63(texts).terminal;
}

/** Approved: journal and reversal change in one store, so that a power cut leaves either both or none. */
async function finish(
  core: TerminalCore,
  request: OnlineRequest,
  message: Message,
  answer: Message,
): Promise<Outcome> {
  const { kind } = request;
  const code = answer.text(39)!;
  const details = detailsOf(request, message, answer);
  if (request.chip?.card.takesAnswer(answer.bytes(55), code) === false) {
    // The card's second cryptogram says no: what the host booked is taken back (protocol section 7, reason 96).
    await mark(core, { reason: '96', answerVerified: true });
    return failed(kind, 'card-refused-answer', details);
  }
  if (kind === 'pin-change') return answered(kind, 'approved', code, details);
  if (kind === 'balance') {
    const balance = parseF54(answer.text(54) ?? '');
    return answered(kind, 'approved', code, {
      ...details,
      ...(balance !== undefined && { balanceMinor: balance.amountMinor }),
    });
  }
  const voucher = voucherOf(core, request, message, answer);
  try {
    await core.save({
      ...{ pendingReversal: undefined, journal: journalWith(core.state, request, voucher) },
      ...scriptResultOf(core, request, message, answer),
    });
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    // What is stored still has the reversal, so a restart sends it; until then this state does.
    core.cannotFinish();
    return failed(kind, 'storage', details);
  }
  return answered(kind, 'approved', code, { ...details, receipt: voucher.receipt });
}

/** The new voucher, and what it makes of the one that it takes up. */
function journalWith(
  { journal }: TerminalState,
  { kind, voucher: original }: OnlineRequest,
  voucher: Voucher,
): readonly Voucher[] {
  if (original === undefined) return [...journal, voucher];
  const changed = changeVoucher(journal, original.trace, { state: stateAfter(kind) });
  // Without its completion a hold stands again.
  const hold = kind === 'completion-void' ? parseF61(original.fields[61] ?? '')?.trace : undefined;
  return [...(hold === undefined ? changed : changeVoucher(changed, hold, { state: 'open' })), voucher];
}
