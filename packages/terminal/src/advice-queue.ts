// Sends what waits in the queue of advices. One leaves it by the host's answer only, or after the limit of
// tries: then the journal takes it up as not delivered, and the batch upload brings it to the host.

import { messageKinds } from '@tillgate/pos-protocol';
import type { PendingAdvice } from './advice.js';
import { asksForSignOn, isTransient } from './answer-classes.js';
import type { Reply, TerminalCore } from './core.js';
import type { Incident, TerminalState } from './state.js';
import { storedMessage } from './stored-message.js';
import { changeVoucher } from './voucher.js';

/** `waiting`: sent, not answered so that it counts. `keys`: only a new sign-on can help. */
export type AdviceResult =
  | { readonly type: 'waiting' | 'unreachable' | 'keys' | 'given-up' }
  | { readonly type: 'delivered' | 'declined'; readonly reply: Reply & { readonly type: 'answer' } };

/**
 * Sends them in their order, and stops where the line or the keys fail. Without `all`, offline sales that were
 * never sent stay for the next upload.
 */
export async function sendAdvices(core: TerminalCore, all: boolean): Promise<AdviceResult['type'] | 'none'> {
  let result: AdviceResult['type'] | 'none' = 'none';
  for (const { trace, kind, attempts } of core.state.advices) {
    if (!all && kind === 'offline-sale' && attempts === 0) continue;
    result = (await sendAdvice(core, trace)).type;
    if (result === 'waiting' || result === 'unreachable' || result === 'keys') return result;
  }
  return result;
}

export async function sendAdvice(core: TerminalCore, trace: string): Promise<AdviceResult> {
  if (!core.pinPad.hasWorkingKeys) return { type: 'keys' };
  const before = core.state.advices.find((one) => one.trace === trace)!;
  const advice = { ...before, attempts: before.attempts + 1 };
  const message = storedMessage(messageKinds[advice.kind].request, advice.fields, advice.chipData);
  const body = await core.pack(message);
  await replace(core, advice);
  const reply = await core.exchange(message, body);
  if (reply.type === 'not-sent') {
    // The host was not even asked: that must not use up the tries.
    await replace(core, before);
    return { type: 'unreachable' };
  }
  const verdict = verdictOf(core, reply);
  if (verdict === 'keys') {
    await core.loseSignOn();
    return { type: 'keys' };
  }
  if (reply.type === 'answer' && verdict === 'delivered') {
    await core.save(deliveredState(core.state, advice, reply));
    return { type: 'delivered', reply };
  }
  if (reply.type === 'answer' && verdict === 'declined') {
    await putDeclinedOnFile(core, advice, reply.code);
    return { type: 'declined', reply };
  }
  if (advice.attempts < core.settings.reversal.triesLimit) return { type: 'waiting' };
  await giveUp(core, advice);
  return { type: 'given-up' };
}

async function replace(core: TerminalCore, advice: PendingAdvice): Promise<void> {
  await core.save({
    advices: core.state.advices.map((one) => (one.trace === advice.trace ? advice : one)),
  });
}

/** Only an answer with the right MAC ends an advice, for better or worse. */
function verdictOf(core: TerminalCore, reply: Reply): 'delivered' | 'declined' | 'waiting' | 'keys' {
  if (reply.type !== 'answer') return 'waiting';
  if (reply.mac === 'wrong' || asksForSignOn(reply.code)) return 'keys';
  if (reply.mac === 'absent' || reply.mismatch !== undefined) return 'waiting';
  if (core.takesAsApproved(reply.code)) return 'delivered';
  return isTransient(reply.code) ? 'waiting' : 'declined';
}

function without({ advices }: TerminalState, { trace }: PendingAdvice): readonly PendingAdvice[] {
  return advices.filter((one) => one.trace !== trace);
}

/** Journal, original and queue change in one store. */
function deliveredState(
  state: TerminalState,
  advice: PendingAdvice,
  { answer, code }: Reply & { readonly type: 'answer' },
): Partial<TerminalState> {
  const [rrn, authCode] = [answer.text(37) ?? '', answer.text(38) ?? ''];
  const taken = takenUp(state, advice);
  const voucher = taken.find(({ trace }) => trace === advice.trace);
  const journal = voucher
    ? changeVoucher(taken, advice.trace, {
        ...{ rrn, authCode: authCode || voucher.authCode, answerCode: code, isDelivered: true },
        receipt: { ...voucher.receipt, rrn, authCode: authCode || voucher.authCode },
      })
    : taken;
  return { advices: without(state, advice), journal };
}

function takenUp({ journal }: TerminalState, { voucher, changes }: PendingAdvice): TerminalState['journal'] {
  const added = voucher === undefined ? journal : [...journal, voucher];
  return changes === undefined ? added : changeVoucher(added, changes.trace, changes.change);
}

/** A sale goes up with the batch; the result of a script has no other way, so somebody must know. */
async function giveUp(core: TerminalCore, advice: PendingAdvice): Promise<void> {
  const { state } = core;
  const journal = takenUp(state, advice);
  if (advice.kind === 'script-result') await putOnFile(core, advice, {}, journal);
  else await core.save({ advices: without(state, advice), journal });
}

async function putOnFile(
  core: TerminalCore,
  advice: PendingAdvice,
  answer: Pick<Incident, 'answerCode'>,
  journal: TerminalState['journal'],
): Promise<void> {
  const { state } = core;
  const incident = { at: core.now(), advice, ...answer };
  await core.save({
    ...{ advices: without(state, advice), journal },
    incidents: [...state.incidents, incident],
  });
  core.ports.onEvent({ type: 'incident', incident });
}

/** A sale that was made offline and that the host will not pay: the goods are gone, somebody must know. */
async function putDeclinedOnFile(
  core: TerminalCore,
  advice: PendingAdvice,
  answerCode: string,
): Promise<void> {
  const { state } = core;
  if (advice.kind !== 'offline-sale') {
    await core.save({ advices: without(state, advice) });
    return;
  }
  const journal = state.journal.filter(({ trace }) => trace !== advice.trace);
  await putOnFile(core, advice, { answerCode }, journal);
}
