// 批结算: totals against totals, the upload that follows, and the end of the batch. A loop over the table of
// steps; what has been done is stored before the next message leaves, so that a power cut costs nothing.

import type { Message } from '@tillgate/iso8583';
import {
  formatF48ItemCount,
  formatF48Totals,
  type MessageKind,
  parseF48Totals,
} from '@tillgate/pos-protocol';
import { sendAdvices } from './advice-queue.js';
import { asksForSignOn, isTransient } from './answer-classes.js';
import { type UploadStep, uploadParts } from './batch-upload.js';
import type { Reply, TerminalCore } from './core.js';
import { dateTimeText } from './local-time.js';
import { answered, failed, type Outcome } from './outcome.js';
import { managementMessage, signOffMessage } from './requests.js';
import { failureOf, sendPendingReversal } from './reversal-queue.js';
import {
  isBalanced,
  type SettlementProgress,
  type SettlementReport,
  type SettlementStep,
  stepAfter,
} from './settlement-progress.js';
import { batchAfter, traceAfter, traceDigits } from './state.js';
import { lastReceiptOf, totalsByKind, totalsOf, type Voucher } from './voucher.js';

const kind = 'settlement';

/** Settles the batch, or goes on where a settlement was interrupted. */
export async function settleBatch(core: TerminalCore): Promise<Outcome> {
  if (core.state.settlement === undefined) {
    const refusal = await refusalBeforeSettlement(core);
    if (refusal !== undefined) return refusal;
    await core.save({ settlement: beginning(core) });
  }
  for (;;) {
    const progress = core.state.settlement;
    if (progress === undefined) break;
    const failure = await steps[progress.step](core, progress);
    if (failure !== undefined) return failure;
  }
  const settlement = core.state.lastSettlement;
  return answered(kind, 'approved', '00', settlement === undefined ? {} : { settlement });
}

/** Everything that is on its way must have arrived: what counts would change under the totals. */
async function refusalBeforeSettlement(core: TerminalCore): Promise<Outcome | undefined> {
  if (!core.isSignedOn) return failed(kind, 'not-signed-on');
  const reversal = await sendPendingReversal(core);
  const failure = reversal === 'keys' ? 'not-signed-on' : failureOf(reversal);
  if (failure !== undefined) return failed(kind, failure);
  const result = await sendAdvices(core, true);
  if (result === 'keys') return failed(kind, 'not-signed-on');
  if (result === 'unreachable') return failed(kind, 'unreachable');
  return result === 'waiting' ? failed(kind, 'advice-waiting') : undefined;
}

function beginning({ state: { batch, journal } }: TerminalCore): SettlementProgress {
  return {
    ...{ batch, step: 'totals', done: 0, uploaded: 0, trace: undefined },
    ...{ totals: totalsOf(journal), hostTotals: undefined, comparison: undefined, exceptions: [] },
  };
}

type StepRunner = (core: TerminalCore, progress: SettlementProgress) => Promise<Outcome | undefined>;

/** What each step does; undefined as outcome means that the next step may begin. */
const steps: Readonly<Record<SettlementStep, StepRunner>> = {
  totals: sendTotals,
  'offline-stripe': uploadNext,
  'offline-chip': uploadNext,
  'online-details': uploadNext,
  told: uploadNext,
  'chip-approved': uploadNext,
  'chip-declined': uploadNext,
  end: sendEnd,
  close,
  'sign-off': signOffAfterwards,
};

type Answer = Reply & { readonly type: 'answer' };

async function sendTotals(core: TerminalCore, before: SettlementProgress): Promise<Outcome | undefined> {
  const progress = await withTrace(core, before);
  const { domestic, foreign } = progress.totals;
  const isLong = core.settings.profile.settlementLength === 62;
  const totals = { domestic, foreign: isLong ? foreign : undefined };
  const message = messageOf(core, progress, kind, '201').set(48, formatF48Totals(totals));
  message.set(49, core.settings.currency);
  const reply = await exchange(core, message);
  const answer = countedAnswer(reply);
  if (answer === undefined) return interrupted(reply);
  const counted = parseF48Totals(answer.answer.text(48) ?? '');
  if (answer.code !== '00' || counted === undefined) {
    if (isTransient(answer.code)) return interrupted(reply);
    // The host has not begun: nor has this terminal.
    await core.save({ settlement: undefined });
    if (asksForSignOn(answer.code)) await core.loseSignOn();
    return counted === undefined && answer.code === '00'
      ? failed(kind, 'answer-mismatch', { detail: '48' })
      : answered(kind, 'declined', answer.code);
  }
  await advance(core, { ...progress, comparison: counted.comparison, hostTotals: counted.totals });
  return undefined;
}

/** One message of a part; the part is over when all its items are done. */
async function uploadNext(core: TerminalCore, before: SettlementProgress): Promise<Outcome | undefined> {
  const part = uploadParts[before.step as UploadStep];
  const items = core.state.journal.filter(part.has).slice(before.done, before.done + part.itemsPerMessage);
  if (items.length === 0) {
    await advance(core, { ...before, uploaded: before.uploaded + before.done });
    return undefined;
  }
  // An item that goes by itself has a trace already.
  const progress = part.itemsPerMessage === 1 ? before : await withTrace(core, before);
  const networkCode = part.networkCode[isBalanced(progress) ? 'equal' : 'unequal'];
  const message = part.fill(messageOf(core, progress, 'batch-upload', networkCode), items);
  const reply = await exchange(core, message);
  const answer = countedAnswer(reply);
  if (answer === undefined || isTransient(answer.code) || asksForSignOn(answer.code)) {
    return interrupted(reply);
  }
  await core.save({
    settlement: {
      ...progress,
      ...{ done: progress.done + items.length, trace: undefined },
      exceptions: [...progress.exceptions, ...exceptionsOf(answer.code, items)],
    },
  });
  return undefined;
}

/** Taken now, or taken before: both are done. Anything else is for the host's people to look at. */
function exceptionsOf(answerCode: string, items: readonly Voucher[]): SettlementProgress['exceptions'] {
  const isTaken = answerCode === '00' || answerCode === '94';
  return isTaken ? [] : items.map(({ trace }) => ({ trace, answerCode }));
}

async function sendEnd(core: TerminalCore, before: SettlementProgress): Promise<Outcome | undefined> {
  const progress = await withTrace(core, before);
  const networkCode = isBalanced(progress) ? '207' : '202';
  const message = messageOf(core, progress, 'batch-upload', networkCode);
  const reply = await exchange(core, message.set(48, formatF48ItemCount(progress.uploaded)));
  const answer = countedAnswer(reply);
  if (answer === undefined || isTransient(answer.code) || asksForSignOn(answer.code)) {
    return interrupted(reply);
  }
  await advance(core, progress);
  return undefined;
}

/** Report, empty journal and next batch in one store: none of them without the others. */
async function close(core: TerminalCore, progress: SettlementProgress): Promise<undefined> {
  await core.save({
    lastSettlement: reportOf(core, progress),
    lastReceipt: lastReceiptOf(core.state),
    journal: [],
    batch: batchAfter(progress.batch),
    settlement: { ...progress, step: 'sign-off', trace: undefined },
  });
}

function reportOf(core: TerminalCore, progress: SettlementProgress): SettlementReport {
  const { batch, totals, hostTotals, uploaded, exceptions } = progress;
  return {
    ...{ batch, totals, hostTotals, uploaded, exceptions },
    dateTime: dateTimeText(core.localTime()),
    result: isBalanced(progress) ? 'equal' : 'unequal',
    byKind: totalsByKind(core.state.journal),
  };
}

/** Whether the host hears of it or not: the next day begins with a sign-on. */
async function signOffAfterwards(core: TerminalCore, before: SettlementProgress): Promise<undefined> {
  const progress = await withTrace(core, before);
  await exchange(core, signOffMessage(core.settings, core.state).set(11, progress.trace!));
  await core.loseSignOn({ settlement: undefined });
}

/** Stored with its trace before it is sent: after a power cut the same message goes out again. */
async function withTrace(core: TerminalCore, progress: SettlementProgress): Promise<SettlementProgress> {
  if (progress.trace !== undefined) return progress;
  const { nextTrace } = core.state;
  const next = { ...progress, trace: traceDigits(nextTrace) };
  await core.save({ settlement: next, nextTrace: traceAfter(nextTrace) });
  return next;
}

async function advance(core: TerminalCore, progress: SettlementProgress): Promise<void> {
  const { step } = progress;
  if (step === 'sign-off') return;
  const next = stepAfter[step][isBalanced(progress) ? 'equal' : 'unequal'];
  await core.save({ settlement: { ...progress, step: next, done: 0, trace: undefined } });
}

function messageOf(
  core: TerminalCore,
  { batch, trace }: SettlementProgress,
  of: MessageKind,
  networkCode: string,
): Message {
  const message = managementMessage(of, core.settings, { ...core.state, batch }, networkCode);
  return trace === undefined ? message : message.set(11, trace);
}

async function exchange(core: TerminalCore, message: Message): Promise<Reply> {
  return core.exchange(message, await core.pack(message));
}

function countedAnswer(reply: Reply): Answer | undefined {
  return reply.type === 'answer' && reply.mismatch === undefined ? reply : undefined;
}

function interrupted(reply: Reply): Outcome {
  if (reply.type === 'not-sent') return failed(kind, 'unreachable');
  return failed(kind, 'settlement-interrupted', reply.type === 'answer' ? { detail: reply.code } : {});
}
