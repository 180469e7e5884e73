// The messages that the terminal sends, without their MAC.

import { Message } from '@tillgate/iso8583';
import {
  encodeGbk,
  formatF48Tip,
  formatF53,
  formatF59,
  formatF60,
  formatF61,
  type MessageKind,
  messageKinds,
  type OriginalReference,
} from '@tillgate/pos-protocol';
import { entryMode, type Instrument } from './card.js';
import type { Chip } from './chip.js';
import type { PinPad } from './pin-pad.js';
import type { TerminalSettings } from './settings.js';
import { type KeySet, type TerminalState, traceDigits } from './state.js';
import { type PaymentKind, transactionRules } from './transactions.js';

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

/** 0800, 60.3 as the key set has it. */
export function signOnMessage(settings: TerminalSettings, state: TerminalState, keySet: KeySet): Message {
  return managementMessage('sign-on', settings, state, keySet).set(
    63,
    encodeGbk(settings.operatorId.padEnd(3)),
  );
}

/** 0820, 60.3 = 002. */
export function signOffMessage(settings: TerminalSettings, state: TerminalState): Message {
  return managementMessage('sign-off', settings, state, '002');
}

/** 0820, 60.3 = 301: fields 41, 42 and 60 only. */
export function echoMessage(settings: TerminalSettings, state: TerminalState): Message {
  return managementMessage('echo', settings, state, '301').delete(11);
}

/** A message about money. */
export interface PaymentRequest {
  readonly kind: PaymentKind;
  readonly instrument: Instrument;
  /** Undefined for a balance enquiry. */
  readonly amountMinor: number | undefined;
  /** Undefined when none was entered. */
  readonly pin?: string | undefined;
  /** Of a change of PIN: goes out in F62. */
  readonly newPin?: string;
  /** The chip that pays, and what it sends in F55. */
  readonly chip?: { readonly card: Chip; readonly chipData: Uint8Array } | undefined;
  /** F61. */
  readonly original?: OriginalReference | undefined;
  /** F37 of the original. */
  readonly rrn?: string | undefined;
  /** F38 of the original. */
  readonly authCode?: string | undefined;
  /** Of the same request before, which is sent again. */
  readonly trace?: number;
  /** 60.1, where the kind has more than one. */
  readonly type?: string;
  /** F48 of a tip. */
  readonly tipMinor?: number;
}

export function paymentMessage(
  request: PaymentRequest,
  settings: TerminalSettings,
  state: TerminalState,
  pinPad: PinPad,
): Message {
  const { kind, instrument, amountMinor, pin, original, rrn, authCode, tipMinor } = request;
  const { processingCode, condition, types } = messageKinds[kind];
  const { pan, expiry, sequence, chipData: readChipData, code } = instrument.reveal();
  const chipData = request.chip?.chipData ?? readChipData;
  const message = start(kind, settings, { ...state, nextTrace: request.trace ?? state.nextTrace })
    .set(3, processingCode!)
    .set(
      22,
      instrument.entry === 'scan'
        ? settings.profile.qrEntryMode
        : entryMode(instrument.entry, pin !== undefined),
    )
    .set(25, condition!)
    .set(49, settings.currency)
    .set(60, paymentControl(request.type ?? types![0]!, settings, state));
  if (amountMinor !== undefined) message.set(4, String(amountMinor).padStart(12, '0'));
  const isSecured = transactionRules[kind].holderIsThere;
  // A stripe gives the number and the expiry in its track, where the track is sent.
  if (pan !== '' && !(isSecured && instrument.entry === 'stripe')) {
    message.set(2, pan);
    if (expiry !== '') message.set(14, expiry);
  }
  if (sequence !== undefined) message.set(23, sequence);
  if (chipData !== undefined) message.set(55, chipData);
  if (code !== undefined) message.set(59, formatF59([{ tag: 'A3', value: code }]));
  if (original !== undefined) message.set(61, formatF61(original));
  if (rrn !== undefined) message.set(37, rrn);
  if (authCode !== undefined) message.set(38, authCode);
  if (tipMinor !== undefined) message.set(48, formatF48Tip(tipMinor));
  if (isSecured) setSecured(message, request, pinPad);
  return message;
}

/** F60 as far as the profile has it; 60.7 is 000: no account type. */
function paymentControl(type: string, { profile }: TerminalSettings, { batch }: TerminalState): string {
  const parts = { type, batch, networkCode: '000', readerCapability: READER_CAPABILITY };
  const full = formatF60({ ...parts, chipCondition: '0', partialApproval: '0', accountType: '000' });
  return full.slice(0, profile.controlLength);
}

/** Track and PIN, and F53 that says how they are protected. */
function setSecured(message: Message, { instrument, pin, newPin }: PaymentRequest, pinPad: PinPad): void {
  const { pan, track2 } = instrument.reveal();
  const trackEncrypted = track2 !== undefined && pinPad.encryptsTrack(track2);
  if (track2 !== undefined) message.set(35, trackEncrypted ? pinPad.encryptTrack(track2) : track2);
  if (pin !== undefined) message.set(26, LONGEST_PIN).set(52, pinPad.encryptPin(pin, pan));
  if (newPin !== undefined) message.set(62, pinPad.encryptPin(newPin, pan));
  if (pin !== undefined || trackEncrypted) {
    const pinFormat = pin === undefined ? '0' : '2';
    message.set(53, formatF53({ pinFormat, keyLength: pinPad.pinKeyForm, trackEncrypted }));
  }
}

/** A message about the terminal itself: trace, who it is, and 60.3. */
export function managementMessage(
  kind: MessageKind,
  settings: TerminalSettings,
  state: TerminalState,
  networkCode: string,
): Message {
  return start(kind, settings, state).set(60, management(kind, state, networkCode));
}
