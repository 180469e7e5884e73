// What every action of the terminal works with: settings, ports, PIN pad, the stored state, and one message
// to the host and back.

import type { Message } from '@tillgate/iso8583';
import {
  bodyLayoutOf,
  centreRequests,
  type Envelope,
  FrameReader,
  formatKsn,
  frame,
  kindOf,
  messageKinds,
  packBody,
  packMaced,
  parseBody,
} from '@tillgate/pos-protocol';
import { assertThat } from './assert.js';
import { findMismatch } from './local-failures.js';
import { type LocalTime, localTime } from './local-time.js';
import { counterAfter } from './message-keys.js';
import type { PinPad } from './pin-pad.js';
import { type Clock, type Link, LinkFault, type PinEntry, type Random, type TerminalStore } from './ports.js';
import { settingsWith, type TerminalSettings } from './settings.js';
import { type Stage, Stages } from './stages.js';
import type { Incident, TerminalState } from './state.js';
import { WorkWatch } from './work-watch.js';

/** What a screen is told while an action runs. */
export type TerminalEvent =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** Answer 1A: show the link as a QR code, and the host's text with its number, until the action ends. */
  | {
      readonly type: 'confirm-on-phone';
      readonly link: string | undefined;
      readonly hostText: string | undefined;
    }
  /** Header digit 6 of an answer, when it asks for something; all but 6 (software) is then done at once. */
  | { readonly type: 'centre-request'; readonly request: string }
  | { readonly type: 'incident'; readonly incident: Incident };

export interface Ports {
  readonly store: TerminalStore;
  readonly link: Link;
  readonly clock: Clock;
  readonly random: Random;
  readonly pinEntry: PinEntry;
  readonly onEvent: (event: TerminalEvent) => void;
}

/** What came back for one message. */
export type Reply =
  | { readonly type: 'not-sent' }
  | { readonly type: 'no-answer' }
  | { readonly type: 'unreadable' }
  | {
      readonly type: 'answer';
      readonly answer: Message;
      readonly code: string;
      /** `absent` when the answer has no F64, or when the message takes none. */
      readonly mac: 'right' | 'wrong' | 'absent';
      /** The part that does not fit the request. */
      readonly mismatch: string | undefined;
    };

/** The store could not keep the state; what was about to be sent has not been sent. */
export class StorageFault extends Error {
  readonly code = 'TG_TERMINAL_STORAGE';

  constructor(cause: unknown) {
    super('the state of the terminal cannot be stored', { cause });
    this.name = 'StorageFault';
  }
}

/** No message of this terminal can have keys any more. */
export class KeysUsedUp extends Error {
  readonly code = 'TG_TERMINAL_KEYS';

  constructor() {
    super('the initial key of the terminal is used up');
    this.name = 'KeysUsedUp';
  }
}

/** Milliseconds: to a connection, until the message was written, until its answer was there. */
export interface ExchangeTimes {
  readonly connectMs: number;
  readonly sendMs: number;
  readonly waitMs: number;
}

/** For the two blocks of a change of PIN. */
const PIN_FILL_BYTES = 16;

/** In front of what the message has in F62 anyway. */
function withKsn(message: Message, ksn: Uint8Array): Message {
  const own = message.bytes(62) ?? new Uint8Array(0);
  const f62 = new Uint8Array(ksn.length + own.length);
  f62.set(ksn);
  f62.set(own, ksn.length);
  return message.clone().set(62, f62);
}

export class TerminalCore {
  readonly #settings: TerminalSettings;
  /** Asked for many times a payment, and changed by a parameter download alone. */
  #inForce: (Pick<TerminalState, 'parameters'> & { readonly settings: TerminalSettings }) | undefined;
  readonly ports: Ports;
  readonly pinPad: PinPad;
  readonly stages: Stages;
  readonly watch: WorkWatch = new WorkWatch();
  /** Header digit 6 of the last answer. */
  centreRequest = '0';
  /** Of the last message, where it was answered. */
  exchangeTimes: ExchangeTimes | undefined;
  #state: TerminalState;
  /** Serial number of keys that no message has used yet. */
  #keysTaken: Uint8Array | undefined;

  constructor(settings: TerminalSettings, ports: Ports, pinPad: PinPad, state: TerminalState) {
    this.#settings = settings;
    this.ports = ports;
    this.pinPad = pinPad;
    this.#state = state;
    this.stages = new Stages((stage) => ports.onEvent({ type: 'stage', stage }));
  }

  /** With what the host has set. */
  get settings(): TerminalSettings {
    const { parameters } = this.#state;
    if (this.#inForce?.parameters !== parameters) {
      this.#inForce = { parameters, settings: settingsWith(this.#settings, parameters) };
    }
    return this.#inForce.settings;
  }

  /** An action begins: nothing was asked for by the centre, and the terminal is at work. */
  begin(): void {
    this.centreRequest = centreRequests.nothing;
    this.stages.move('preparing');
    this.watch.start(this.ports.clock.now());
  }

  get state(): TerminalState {
    return this.#state;
  }

  /**
   * Stores a changed state, then takes it over: what is in force is never ahead of what is stored.
   * Rejects with a StorageFault.
   */
  async save(change: Partial<TerminalState>): Promise<void> {
    const next = { ...this.#state, ...change };
    try {
      await this.ports.store.save(next);
    } catch (cause) {
      throw new StorageFault(cause);
    }
    this.#state = next;
  }

  /** Milliseconds since 1970-01-01T00:00:00Z by the host's clock. */
  now(): number {
    return this.ports.clock.now() + this.#state.clockOffsetMs;
  }

  localTime(): LocalTime {
    return this.localTimeWith(this.#state.clockOffsetMs);
  }

  localTimeWith(clockOffsetMs: number): LocalTime {
    return localTime(this.ports.clock.now() + clockOffsetMs, this.settings.utcOffsetMinutes);
  }

  /** Storage failed after an approval: the reversal stays in force with the reason that says so. */
  cannotFinish(): void {
    const { pendingReversal } = this.#state;
    if (pendingReversal === undefined) return;
    this.#state = {
      ...this.#state,
      pendingReversal: { ...pendingReversal, reason: '96', answerVerified: true },
    };
  }

  get isSignedOn(): boolean {
    if (this.pinPad.hasKeysForEachMessage) return true;
    return this.pinPad.hasWorkingKeys && this.#state.signOn?.date === this.localTime().date;
  }

  /** Forgets the working keys, stored and loaded. */
  async loseSignOn(change: Partial<TerminalState> = {}): Promise<void> {
    await this.save({ ...change, signOn: undefined });
    this.pinPad.clearWorkingKeys();
  }

  /** The body to send, with a MAC where the message takes one. Throws a PackFault. */
  async pack(message: Message): Promise<Uint8Array> {
    const kind = kindOf(message);
    assertThat(kind !== undefined, 'the terminal sends messages of the dialect');
    const { profile } = this.settings;
    const envelope = this.#envelopeOf(message);
    if (!messageKinds[kind].carriesMac) return packBody(envelope, profile);
    await this.takeMessageKeys();
    const ksn = this.#keysTaken;
    this.#keysTaken = undefined;
    const maced = ksn === undefined ? envelope : { ...envelope, message: withKsn(message, ksn) };
    return packMaced(maced, async (input) => this.pinPad.mac(input), profile);
  }

  /**
   * Where each message has keys of its own: those of the next one, for its PIN and its MAC. Their counter is stored
   * before anything is made under them, so that no power cut brings one back. Rejects with a KeysUsedUp.
   */
  async takeMessageKeys(): Promise<void> {
    if (!this.pinPad.hasKeysForEachMessage || this.#keysTaken !== undefined) return;
    const ksnCounter = counterAfter(this.#state.ksnCounter);
    if (ksnCounter === undefined) throw new KeysUsedUp();
    await this.save({ ksnCounter });
    const ksn = formatKsn(this.settings.terminalId, ksnCounter);
    this.pinPad.takeMessageKeys(ksn, this.ports.random.bytes(PIN_FILL_BYTES));
    this.#keysTaken = ksn;
  }

  /** Throws a PackFault for what could never be sent: it must not be stored to be sent later. */
  requirePackable(message: Message): void {
    packBody(this.#envelopeOf(message), this.settings.profile);
  }

  #envelopeOf(message: Message): Envelope {
    const { profile, tpduDestination, tpduSource } = this.settings;
    const { softwareVersion, subVersion, stripeClass, chipClass } = profile;
    const layout = bodyLayoutOf(profile);
    const applicationClass = message.has(55) ? chipClass : stripeClass;
    return {
      tpdu: layout.tpdu ? { id: '60', destination: tpduDestination, source: tpduSource } : undefined,
      header: layout.header
        ? { applicationClass, softwareVersion, terminalStatus: '0', centreRequest: '0', subVersion }
        : undefined,
      message,
    };
  }

  /** True for an answer code that this terminal takes as approved. */
  takesAsApproved(code: string): boolean {
    return this.settings.profile.approvals.includes(code);
  }

  /** Sends a packed message and checks what comes back. Rejects for bugs only. */
  async exchange(request: Message, body: Uint8Array): Promise<Reply> {
    this.stages.move('connecting');
    const { clock, link } = this.ports;
    const began = clock.now();
    const reached = { sending: began, waiting: began };
    this.exchangeTimes = undefined;
    let answerFrame: Uint8Array;
    try {
      const onStage = (stage: 'sending' | 'waiting'): void => {
        reached[stage] = clock.now();
        this.stages.move(stage);
      };
      answerFrame = await link.exchange(frame(body), this.settings.answerTimeoutMs, onStage);
      const { sending, waiting } = reached;
      const [connectMs, sendMs] = [sending - began, waiting - sending];
      this.exchangeTimes = { connectMs, sendMs, waitMs: clock.now() - waiting };
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      this.stages.move('checking');
      return { type: error.kind };
    }
    this.stages.move('checking');
    return this.#check(request, answerFrame);
  }

  #check(request: Message, answerFrame: Uint8Array): Reply {
    const { profile } = this.settings;
    const [body] = new FrameReader(profile.frameLimitBytes).push(answerFrame);
    if (body === undefined) return { type: 'unreadable' };
    const { envelope, problems, macInput } = parseBody(body, [bodyLayoutOf(profile)]);
    if (envelope === undefined || problems.length > 0) return { type: 'unreadable' };
    const { header, message: answer } = envelope;
    this.centreRequest = header?.centreRequest ?? '0';
    const kind = kindOf(request);
    assertThat(kind !== undefined, 'the request is of the dialect');
    const mismatch = findMismatch(request, answer, messageKinds[kind].answer);
    const mac = messageKinds[kind].carriesMac ? this.#checkMac(answer, macInput) : 'absent';
    return { type: 'answer', answer, code: answer.text(39) ?? '', mac, mismatch };
  }

  #checkMac(answer: Message, macInput: Uint8Array | undefined): 'right' | 'wrong' | 'absent' {
    const mac = answer.bytes(64);
    if (mac === undefined || macInput === undefined) return 'absent';
    return this.pinPad.checkMac(macInput, mac) ? 'right' : 'wrong';
  }
}
