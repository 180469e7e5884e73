// Sends the pending reversal until the host confirms it. It goes before anything else, is retried with
// back-off, and after the limit becomes an incident that stays on file: it is never dropped.

import { asksForSignOn } from './answer-classes.js';
import type { Reply, TerminalCore } from './core.js';
import { reversalMessage } from './reversal.js';

/**
 * `none`: nothing was pending. `confirmed`: the host has it. `incident`: given up, put on file. `waiting`:
 * not confirmed yet, try again later. `unreachable`: as `waiting`, since the line is down. `keys`: only a new
 * sign-on can help.
 */
export type ReversalResult = 'none' | 'confirmed' | 'incident' | 'waiting' | 'unreachable' | 'keys';

/** Reversed, original declined, original unknown: in each case no money is held any more. */
const confirmingCodes: readonly string[] = ['00', '12', '25'];

export async function sendPendingReversal(core: TerminalCore): Promise<ReversalResult> {
  if (core.state.pendingReversal === undefined) return 'none';
  const { triesPerTurn, triesLimit, backOffMs } = core.settings.reversal;
  let last: 'waiting' | 'unreachable' = 'waiting';
  for (let turn = 0; turn < triesPerTurn; turn += 1) {
    if (!core.pinPad.hasWorkingKeys) return 'keys';
    if (turn > 0) {
      core.stages.move('backing-off');
      await core.ports.clock.wait(backOffMs * 2 ** (turn - 1));
    }
    const result = await sendOnce(core);
    if (result !== 'waiting' && result !== 'unreachable') return result;
    last = result;
    if ((core.state.pendingReversal?.attempts ?? 0) >= triesLimit) return putOnFile(core);
  }
  return last;
}

/** `waiting` and `unreachable` are worth another try. */
async function sendOnce(core: TerminalCore): Promise<Exclude<ReversalResult, 'none' | 'incident'>> {
  const pending = core.state.pendingReversal!;
  const message = reversalMessage(pending);
  const body = await core.pack(message);
  await core.save({ pendingReversal: { ...pending, attempts: pending.attempts + 1 } });
  const reply = await core.exchange(message, body);
  if (reply.type === 'not-sent') {
    // The host was not even asked: that must not use up the tries.
    await core.save({ pendingReversal: pending });
    return 'unreachable';
  }
  if (reply.type !== 'answer') return 'waiting';
  if (isConfirmed(reply)) {
    await core.save({ pendingReversal: undefined });
    return 'confirmed';
  }
  if (reply.mac === 'wrong' || asksForSignOn(reply.code)) {
    await core.loseSignOn();
    return 'keys';
  }
  return 'waiting';
}

/** What an action that the reversal goes before ends with; undefined when it may go on. */
export function failureOf(result: ReversalResult): 'reversal-pending' | 'unreachable' | undefined {
  if (result === 'unreachable') return 'unreachable';
  return result === 'waiting' ? 'reversal-pending' : undefined;
}

/** Only the host can say that money was given back: the MAC must be right. */
function isConfirmed(reply: Reply & { type: 'answer' }): boolean {
  return reply.mac === 'right' && reply.mismatch === undefined && confirmingCodes.includes(reply.code);
}

async function putOnFile(core: TerminalCore): Promise<'incident'> {
  const incident = { at: core.now(), reversal: core.state.pendingReversal! };
  await core.save({ pendingReversal: undefined, incidents: [...core.state.incidents, incident] });
  core.ports.onEvent({ type: 'incident', incident });
  return 'incident';
}
