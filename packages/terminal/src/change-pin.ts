// 修改密码: the PIN so far, the new one twice, one message. There is no reversal; a message whose answer got lost is sent
// again under its trace, and the host gives the answer that it has stored.

import type { Card } from './card.js';
import type { TerminalCore } from './core.js';
import type { LocalFailure } from './local-failure.js';
import { attempt } from './online-payment.js';
import { failed, type Outcome, unknownOutcome } from './outcome.js';
import { askChip, askPin } from './payment.js';
import { refusalBefore } from './readiness.js';
import type { PaymentRequest } from './requests.js';

const KIND = 'pin-change';
const PIN = /^[0-9]{4,12}$/;
/** The message and its repetitions. */
const TIMES_SENT = 3;
/** After these the host may have changed the PIN. */
const IN_DOUBT: ReadonlySet<LocalFailure | undefined> = new Set([
  ...(['no-answer', 'answer-unreadable', 'answer-mismatch', 'bad-mac'] as const),
]);

interface Entered {
  readonly pin: string;
  readonly newPin: string;
}

export async function changePin(core: TerminalCore, card: Card): Promise<Outcome> {
  const refusal = await refusalBefore(core, KIND);
  if (refusal !== undefined) return refusal;
  if (card.entry === 'manual' && !core.settings.manualEntryAllowed) return failed(KIND, 'not-allowed');
  const entered = await enterPins(core, card);
  if (typeof entered === 'string') return failed(KIND, entered);
  const chip = await askChip(core, KIND, card, undefined, true);
  const request = { kind: KIND, instrument: card, amountMinor: undefined, ...entered, chip } as const;
  return sendUntilAnswered(core, request);
}

async function enterPins(core: TerminalCore, card: Card): Promise<Entered | LocalFailure> {
  const pins: string[] = [];
  for (const which of ['old-pin', 'new-pin', 'new-pin-again'] as const) {
    const pin = await askPin(core, card, undefined, which);
    if (pin === undefined) return 'cancelled';
    if (!PIN.test(pin)) return 'invalid-pin';
    pins.push(pin);
  }
  const [pin, newPin, again] = pins as [string, string, string];
  return core.pinPad.isSamePin(newPin, again) ? { pin, newPin } : 'new-pins-differ';
}

async function sendUntilAnswered(core: TerminalCore, request: PaymentRequest): Promise<Outcome> {
  const trace = core.state.nextTrace;
  let outcome = await attempt(core, request);
  for (let sent = 1; sent < TIMES_SENT && outcome.failure === 'no-answer'; sent += 1) {
    const again = await attempt(core, { ...request, trace });
    // That this one could not leave says nothing of the one before.
    if (again.failure !== 'unreachable') outcome = again;
  }
  if (!IN_DOUBT.has(outcome.failure)) return outcome;
  return unknownOutcome(KIND, 'pin-in-doubt', outcome.trace === undefined ? {} : { trace: outcome.trace });
}
