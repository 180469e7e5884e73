// Sign-on, sign-off and echo: the messages about the terminal itself.

import { fromHex, type Message, toHex } from '@tillgate/iso8583';
import {
  formatF62OwnKey,
  type MessageKind,
  type Profile,
  parseF60,
  parseF62WorkingKeys,
  type WorkingKeys,
} from '@tillgate/pos-protocol';
import type { Reply, TerminalCore } from './core.js';
import type { LocalFailure } from './local-failure.js';
import { momentOf } from './local-time.js';
import { answered, failed, type Outcome } from './outcome.js';
import type { PinPad } from './pin-pad.js';
import { echoMessage, signOffMessage, signOnMessage } from './requests.js';
import { failureOf, sendPendingReversal } from './reversal-queue.js';
import { type KeySet, type TerminalState, traceAfter } from './state.js';

/** Asks for working keys; on success the terminal is signed on for the local date. */
export async function signOn(core: TerminalCore, wanted: KeySet | undefined): Promise<Outcome> {
  const { keyScheme } = core.settings.profile;
  if (keyScheme === 'aes-dukpt') return failed('sign-on', 'no-sign-on');
  const keySet = wanted ?? (keyScheme === 'sm4' ? '005' : '003');
  // With the keys that are still loaded, even yesterday's; when they are the trouble, after the new ones.
  const failure = failureOf(await sendPendingReversal(core));
  if (failure !== undefined) return failed('sign-on', failure);
  const message = signOnMessage(core.settings, core.state, keySet);
  if (core.settings.namesOwnKey) message.set(62, formatF62OwnKey(core.pinPad.keyCheckValues.tmk));
  const reply = await send(core, message);
  const refusal = refusalOf('sign-on', reply);
  if (refusal !== undefined) return refusal;
  const { answer } = reply as Reply & { type: 'answer' };

  const f62 = answer.bytes(62) ?? new Uint8Array(0);
  const keyFailure = loadWorkingKeys(core.pinPad, f62, keySet, core.settings.profile);
  if (keyFailure !== undefined) {
    core.pinPad.clearWorkingKeys();
    await core.save({ signOn: undefined });
    return failed(
      'sign-on',
      keyFailure.failure,
      keyFailure.key === undefined ? {} : { detail: keyFailure.key },
    );
  }
  await core.save(signedOnState(core, answer, keySet, f62));
  await sendPendingReversal(core);
  return answered('sign-on', 'approved', '00', details(message, answer));
}

/** Stored clock, batch and keys; the keys still under the TMK. */
function signedOnState(
  core: TerminalCore,
  answer: Message,
  keySet: KeySet,
  f62: Uint8Array,
): Partial<TerminalState> {
  const now = core.ports.clock.now();
  const { utcOffsetMinutes } = core.settings;
  const hostMoment = momentOf(answer.text(13) ?? '', answer.text(12) ?? '', now, utcOffsetMinutes);
  const clockOffsetMs = hostMoment === undefined ? core.state.clockOffsetMs : hostMoment - now;
  const batch = parseF60(answer.text(60) ?? '')?.batch ?? core.state.batch;
  const date = core.localTimeWith(clockOffsetMs).date;
  return { clockOffsetMs, batch, signOn: { date, keySet, workingKeysUnderTmk: toHex(f62) } };
}

/** Loads F62 into the PIN pad; a terminal that asked for a track key and got none refuses. */
function loadWorkingKeys(
  pinPad: PinPad,
  f62: Uint8Array,
  keySet: KeySet,
  profile: Profile,
): { readonly failure: LocalFailure; readonly key?: string } | undefined {
  const keys = parseF62WorkingKeys(f62, profile);
  if (keys === undefined || isSingleLength(keys) !== (keySet === '001')) return { failure: 'working-keys' };
  const wantsTrackKey = keySet === '004' || keySet === '005';
  if (wantsTrackKey && keys.trackKey === undefined) return { failure: 'no-track-key' };
  if (!wantsTrackKey && keys.trackKey !== undefined) return { failure: 'working-keys' };
  const key = pinPad.loadWorkingKeys(keys);
  return key === undefined ? undefined : { failure: 'key-check', key };
}

function isSingleLength({ pinKey }: WorkingKeys): boolean {
  return pinKey.keyUnderTmk.length === 8;
}

/** Loads the stored keys of a sign-on after a restart; true when they are in force. */
export function restoreWorkingKeys(
  pinPad: PinPad,
  signOnRecord: TerminalState['signOn'],
  profile: Profile,
): boolean {
  const f62 = fromHex(signOnRecord?.workingKeysUnderTmk ?? '');
  if (signOnRecord === undefined || f62 === undefined) return false;
  return loadWorkingKeys(pinPad, f62, signOnRecord.keySet, profile) === undefined;
}

export async function signOff(core: TerminalCore): Promise<Outcome> {
  const failure = failureOf(await sendPendingReversal(core));
  if (failure !== undefined) return failed('sign-off', failure);
  const message = signOffMessage(core.settings, core.state);
  const reply = await send(core, message);
  const refusal = refusalOf('sign-off', reply);
  if (refusal !== undefined) return refusal;
  await core.loseSignOn();
  return answered(
    'sign-off',
    'approved',
    '00',
    details(message, (reply as Reply & { type: 'answer' }).answer),
  );
}

/** Is the host there, and does it know this terminal. */
export async function echo(core: TerminalCore): Promise<Outcome> {
  const message = echoMessage(core.settings, core.state);
  const reply = await send(core, message);
  const refusal = refusalOf('echo', reply);
  if (refusal !== undefined) return refusal;
  return answered('echo', 'approved', '00', details(message, (reply as Reply & { type: 'answer' }).answer));
}

export async function send(core: TerminalCore, message: Message): Promise<Reply> {
  const body = await core.pack(message);
  await core.save({ nextTrace: traceAfter(core.state.nextTrace) });
  return core.exchange(message, body);
}

/** Undefined for an answer 00 that fits. No money is at stake, so nothing stays open. */
export function refusalOf(kind: MessageKind, reply: Reply): Outcome | undefined {
  switch (reply.type) {
    case 'not-sent':
      return failed(kind, 'unreachable');
    case 'no-answer':
      return failed(kind, 'unreachable', { detail: 'no answer' });
    case 'unreadable':
      return failed(kind, 'answer-unreadable');
    case 'answer':
      if (reply.mismatch !== undefined) return failed(kind, 'answer-mismatch', { detail: reply.mismatch });
      return reply.code === '00' ? undefined : answered(kind, 'declined', reply.code);
  }
}

export function details(request: Message, answer: Message): { trace?: string; rrn?: string } {
  const [trace, rrn] = [request.text(11), answer.text(37)];
  return { ...(trace !== undefined && { trace }), ...(rrn !== undefined && { rrn }) };
}
