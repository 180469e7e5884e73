// Purchase and balance enquiry, from the card to the outcome. A purchase has its reversal stored before the
// first byte leaves; every way out of here either settles that reversal or leaves it standing.

import type { Message } from '@tillgate/iso8583';
import { isApproval, parseF54, parseF59, parseF63 } from '@tillgate/pos-protocol';
import { assertThat } from './assert.js';
import type { Card } from './card.js';
import { type Reply, StorageFault, type TerminalCore } from './core.js';
import { answered, failed, type Outcome, unknownOutcome } from './outcome.js';
import type { PinReason } from './ports.js';
import { receiptOf } from './receipt.js';
import { type CardRequest, cardMessage } from './requests.js';
import { type PendingReversal, reversalOf } from './reversal.js';
import { asksForSignOn, failureOf, sendPendingReversal } from './reversal-queue.js';
import { traceAfter } from './state.js';

const PIN_REQUIRED = '70';
const CONFIRM_ON_PHONE = '1A';

type Answer = Reply & { readonly type: 'answer' };

/** Signed on today, room in the journal, no reversal open (protocol: terminal habits). */
async function refusalBefore(core: TerminalCore, kind: CardRequest['kind']): Promise<Outcome | undefined> {
  if (!core.isSignedOn) return failed(kind, 'not-signed-on');
  if (core.state.journal.length >= core.settings.journalLimit) return failed(kind, 'journal-full');
  const result = await sendPendingReversal(core);
  const failure = result === 'keys' ? 'not-signed-on' : failureOf(result);
  return failure && failed(kind, failure);
}

export async function pay(
  core: TerminalCore,
  kind: CardRequest['kind'],
  card: Card,
  amountMinor: number | undefined,
): Promise<Outcome> {
  const refusal = await refusalBefore(core, kind);
  if (refusal !== undefined) return refusal;
  const reason = reasonForPin(core, card, amountMinor);
  const pin = reason === undefined ? '' : await askPin(core, card, amountMinor, reason);
  if (pin === undefined) return failed(kind, 'cancelled');
  if (!isPin(pin)) return failed(kind, 'invalid-pin');

  const request = { kind, card, amountMinor, pin: pin === '' ? undefined : pin, original: undefined };
  const first = await attempt(core, request);
  if (first.answerCode !== PIN_REQUIRED || pin !== '' || !core.settings.understandsPinRequest) return first;
  const askedPin = await askPin(core, card, amountMinor, 'host', first.hostText);
  if (askedPin === undefined || askedPin === '') return first;
  if (!isPin(askedPin)) return failed(kind, 'invalid-pin');
  // Without a MAC on the answer 70 the first request is still in doubt.
  const open = await refusalBefore(core, kind);
  if (open !== undefined) return open;
  const original = { batch: core.state.batch, trace: first.trace! };
  return attempt(core, { ...request, pin: askedPin, original });
}

function isPin(pin: string): boolean {
  return /^([0-9]{4,12})?$/.test(pin);
}

/** Contact, stripe and manual entry take a PIN; contactless only above the limit. */
function reasonForPin(
  core: TerminalCore,
  card: Card,
  amountMinor: number | undefined,
): PinReason | undefined {
  if (card.entry !== 'contactless') return 'entry-mode';
  return (amountMinor ?? 0) > core.settings.contactlessNoPinLimitMinor ? 'amount' : undefined;
}

async function askPin(
  core: TerminalCore,
  card: Card,
  amountMinor: number | undefined,
  reason: PinReason,
  hostText?: string,
): Promise<string | undefined> {
  core.stages.move('entering-pin');
  return core.ports.pinEntry.ask({ reason, hostText, amountMinor, maskedPan: card.maskedPan });
}

/** One request with its own trace, to its final answer. */
async function attempt(core: TerminalCore, request: CardRequest): Promise<Outcome> {
  const message = cardMessage(request, core.settings, core.state, core.pinPad);
  const body = await core.pack(message);
  const nextTrace = traceAfter(core.state.nextTrace);
  if (request.kind === 'balance') {
    await core.save({ nextTrace });
    return settle(core, request, message, await core.exchange(message, body));
  }
  // A reversal that is still open must never be overwritten by the next one.
  assertThat(core.state.pendingReversal === undefined, 'one payment at a time can be in doubt');
  await core.save({ nextTrace, pendingReversal: pendingFor(core, request, message) });
  let reply = await core.exchange(message, body);
  if (isConfirmation(reply)) reply = await awaitConfirmation(core, message, body, reply);
  return settle(core, request, message, reply);
}

function pendingFor(core: TerminalCore, { card }: CardRequest, message: Message): PendingReversal {
  const { pan } = card.reveal();
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
  core.ports.onEvent({ type: 'confirm-on-phone', link });
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
  request: CardRequest,
  message: Message,
  reply: Reply,
): Promise<Outcome> {
  const { kind } = request;
  const trace = message.text(11)!;
  const lost = kind === 'purchase' ? unknownOutcome : failed;
  switch (reply.type) {
    case 'not-sent':
      await core.save({ pendingReversal: undefined });
      return failed(kind, 'unreachable', { trace });
    case 'no-answer':
      return lost(kind, 'no-answer', { trace });
    case 'unreadable':
      await mark(core, { reason: '06' });
      return lost(kind, 'answer-unreadable', { trace });
    case 'answer':
      return settleAnswer(core, request, message, reply);
  }
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
  request: CardRequest,
  message: Message,
  { answer, code, mac, mismatch }: Answer,
): Promise<Outcome> {
  const { kind } = request;
  const trace = message.text(11)!;
  if (mac === 'wrong' || (mac === 'absent' && isApproval(code))) {
    await mark(core, { reason: 'A0' });
    await core.loseSignOn();
    return failed(kind, 'bad-mac', { trace });
  }
  if (mismatch !== undefined) {
    await mark(core, { reason: '06', answerVerified: mac === 'right' });
    return (kind === 'purchase' ? unknownOutcome : failed)(kind, 'answer-mismatch', {
      trace,
      detail: mismatch,
    });
  }
  if (isApproval(code)) return finish(core, request, message, answer);
  if (code === CONFIRM_ON_PHONE) {
    await mark(core, { reason: '06', answerVerified: mac === 'right' });
    return failed(kind, 'confirmation-timeout', { trace });
  }
  // Without a MAC anybody may have said no: believed, but the reversal stays until the host confirms it.
  if (mac === 'right') await core.save({ pendingReversal: undefined });
  else await mark(core, { reason: '06' });
  if (asksForSignOn(code)) await core.loseSignOn();
  return answered(kind, 'declined', code, detailsOf(request, message, answer));
}

function detailsOf(
  { amountMinor }: CardRequest,
  message: Message,
  answer: Message,
): Pick<Outcome, 'trace' | 'rrn' | 'authCode' | 'amountMinor' | 'hostText'> {
  const [rrn, authCode, texts] = [answer.text(37), answer.text(38), answer.bytes(63)];
  const hostText = texts && parseF63(texts).terminal;
  return {
    trace: message.text(11)!,
    ...(rrn !== undefined && { rrn }),
    ...(authCode !== undefined && { authCode }),
    ...(amountMinor !== undefined && { amountMinor: Number(answer.text(4) ?? amountMinor) }),
    ...(hostText && { hostText }),
  };
}

/** Approved: journal and reversal change in one store, so that a power cut leaves either both or none. */
async function finish(
  core: TerminalCore,
  request: CardRequest,
  message: Message,
  answer: Message,
): Promise<Outcome> {
  const { kind, card, pin } = request;
  const code = answer.text(39)!;
  const details = detailsOf(request, message, answer);
  if (kind === 'balance') {
    const balance = parseF54(answer.text(54) ?? '');
    return answered(kind, 'approved', code, {
      ...details,
      ...(balance !== undefined && { balanceMinor: balance.amountMinor }),
    });
  }
  const amountMinor = details.amountMinor ?? 0;
  const at = core.now();
  const receipt = receiptOf(core.settings, card, answer, {
    ...{ amountMinor, withPin: pin !== undefined, localTime: core.localTime() },
    ...{ batch: core.state.batch, trace: details.trace! },
  });
  const entry = {
    ...{ kind, batch: core.state.batch, trace: details.trace!, amountMinor, maskedPan: card.maskedPan },
    ...{ answerCode: code, rrn: details.rrn ?? '', authCode: details.authCode ?? '', at, receipt },
  };
  try {
    await core.save({ pendingReversal: undefined, journal: [...core.state.journal, entry] });
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    // What is stored still has the reversal, so a restart sends it; until then this state does.
    core.cannotFinish();
    return failed(kind, 'storage', details);
  }
  return answered(kind, 'approved', code, { ...details, receipt });
}
