// The messages that the terminal sends, without their MAC.

import { Message } from '@tillgate/iso8583';
import {
  encodeGbk,
  formatF53,
  formatF60,
  formatF61,
  type MessageKind,
  messageKinds,
} from '@tillgate/pos-protocol';
import { type Card, entryMode } from './card.js';
import type { PinPad } from './pin-pad.js';
import type { TerminalSettings } from './settings.js';
import { type KeySet, type TerminalState, traceDigits } from './state.js';

/** 60.4: reads stripe, contact chip and contactless. */
const READER_CAPABILITY = '6';
const LONGEST_PIN = '12';

/** Fields of every message but the echo. */
function start(kind: MessageKind, settings: TerminalSettings, state: TerminalState): Message {
  return new Message(messageKinds[kind].request)
    .set(11, traceDigits(state.nextTrace))
    .set(41, settings.terminalId)
    .set(42, settings.merchantId);
}

function management(kind: MessageKind, state: TerminalState, networkCode: string): string {
  return formatF60({ type: messageKinds[kind].types![0]!, batch: state.batch, networkCode });
}

/** 0800, 60.3 = 003 or 004. */
export function signOnMessage(settings: TerminalSettings, state: TerminalState, keySet: KeySet): Message {
  return start('sign-on', settings, state)
    .set(60, management('sign-on', state, keySet))
    .set(63, encodeGbk(settings.operatorId.padEnd(3)));
}

/** 0820, 60.3 = 002. */
export function signOffMessage(settings: TerminalSettings, state: TerminalState): Message {
  return start('sign-off', settings, state).set(60, management('sign-off', state, '002'));
}

/** 0820, 60.3 = 301: fields 41, 42 and 60 only. */
export function echoMessage(settings: TerminalSettings, state: TerminalState): Message {
  return start('echo', settings, state)
    .delete(11)
    .set(60, management('echo', state, '301'));
}

/** A purchase or a balance enquiry. */
export interface CardRequest {
  readonly kind: 'purchase' | 'balance';
  readonly card: Card;
  /** Undefined for a balance enquiry. */
  readonly amountMinor: number | undefined;
  /** Undefined when none was entered. */
  readonly pin: string | undefined;
  /** The request that the answer 70 belonged to: this one repeats it with a PIN. */
  readonly original: { readonly batch: string; readonly trace: string } | undefined;
}

export function cardMessage(
  request: CardRequest,
  settings: TerminalSettings,
  state: TerminalState,
  pinPad: PinPad,
): Message {
  const { kind, card, amountMinor, pin, original } = request;
  const { processingCode, condition, types } = messageKinds[kind];
  const { pan, expiry, sequence, chipData } = card.reveal();
  const message = start(kind, settings, state)
    .set(3, processingCode!)
    .set(22, entryMode(card.entry, pin !== undefined))
    .set(25, condition!)
    .set(49, settings.currency)
    .set(60, formatF60({ ...controlOf(types![0]!), batch: state.batch }));
  if (amountMinor !== undefined) message.set(4, String(amountMinor).padStart(12, '0'));
  // A stripe gives the number and the expiry in its track.
  if (card.entry !== 'stripe') message.set(2, pan).set(14, expiry);
  if (sequence !== undefined) message.set(23, sequence);
  if (chipData !== undefined) message.set(55, chipData);
  if (original !== undefined) message.set(61, formatF61(original));
  setSecured(message, request, pinPad);
  return message;
}

function controlOf(type: string): Parameters<typeof formatF60>[0] {
  return {
    ...{ type, batch: '', networkCode: '000' },
    ...{ readerCapability: READER_CAPABILITY, chipCondition: '0', partialApproval: '0' },
  };
}

/** Track and PIN, and F53 that says how they are protected. */
function setSecured(message: Message, { card, pin }: CardRequest, pinPad: PinPad): void {
  const { pan, track2 } = card.reveal();
  const trackEncrypted = track2 !== undefined && pinPad.hasTrackKey;
  if (track2 !== undefined) message.set(35, trackEncrypted ? pinPad.encryptTrack(track2) : track2);
  if (pin !== undefined) message.set(26, LONGEST_PIN).set(52, pinPad.encryptPin(pin, pan));
  if (pin !== undefined || trackEncrypted) {
    message.set(53, formatF53({ pinFormat: pin === undefined ? '0' : '2', keyLength: '6', trackEncrypted }));
  }
}
