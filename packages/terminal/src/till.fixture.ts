// A terminal with its surroundings for this package's tests: a store that can fail, a clock that jumps when
// somebody waits, cards, and a PIN entry that answers as told.

import type { Message } from '@tillgate/iso8583';
import { Card, type Entry } from './card.js';
import type { TerminalEvent } from './core.js';
import { HostFixture, tmk } from './host.fixture.js';
import { PinPad } from './pin-pad.js';
import type { Link, PinRequest } from './ports.js';
import { defaultSettings, type TerminalSettings } from './settings.js';
import type { TerminalState } from './state.js';
import { Terminal } from './terminal.js';

export const pan = '6299990000001000011';

export function card(entry: Entry = 'contactless', chipData?: Uint8Array, number: string = pan): Card {
  const track2 = `${number}D30122200000000000`;
  return new Card({
    entry,
    pan: number,
    expiry: '3012',
    sequence: '001',
    track2,
    ...(chipData && { chipData }),
  });
}

const settings: TerminalSettings = {
  ...defaultSettings,
  terminalId: '10000001',
  merchantId: '999290054110001',
  merchantName: { zh: '晨光便利店', en: 'Morning Light Convenience' },
  acquirerName: { zh: '闸口收单', en: 'Tillgate Acquiring' },
};

/** 22 November 2026, 09:30:00 in Shanghai. */
export const startMs: number = Date.UTC(2026, 10, 22, 1, 30, 0);

/** Thrown where the power goes: nothing after it happens. */
export class PowerCut extends Error {}

/** The supervisor's own password in these tests. */
export const supervisorPassword = '975310';

export class Till {
  readonly host: HostFixture = new HostFixture();
  readonly events: TerminalEvent[] = [];
  readonly pinRequests: PinRequest[] = [];
  /** What the holder types; undefined cancels. */
  pin: string | undefined = '246810';
  /** What is typed for a new PIN, each time it is asked for. */
  newPins: Array<string | undefined> = [];
  stored: TerminalState | undefined;
  /** Saves until the store fails once; undefined means never. */
  savesUntilFailure: number | undefined;
  /** Steps (half a save, half an exchange) until the power goes; undefined means never. */
  stepsUntilCut: number | undefined;
  nowMs: number = startMs;
  /** Milliseconds that a save, an exchange and the entry of a PIN take. */
  readonly takes: { save: number; exchange: number; pin: number } = { save: 0, exchange: 0, pin: 0 };
  settings: TerminalSettings = settings;
  terminal!: Terminal;

  static async open(change: Partial<TerminalSettings> = {}): Promise<Till> {
    const till = new Till();
    till.settings = { ...settings, ...change };
    await till.restart();
    return till;
  }

  /** Signed on, with a supervisor who has an own password. */
  static async ready(change: Partial<TerminalSettings> = {}): Promise<Till> {
    const till = await Till.open(change);
    await till.terminal.operators.changePassword('00', '123456', supervisorPassword);
    await till.terminal.signOn();
    return till;
  }

  /** The last request that the host got. */
  get lastRequest(): Message {
    return this.host.requests.at(-1)!;
  }

  #step(): void {
    if (this.stepsUntilCut === undefined) return;
    this.stepsUntilCut -= 1;
    if (this.stepsUntilCut < 0) throw new PowerCut();
  }

  /** Power off and on: only what was stored is left. */
  async restart(): Promise<void> {
    this.stepsUntilCut = undefined;
    const store = {
      load: async () => this.stored && (JSON.parse(JSON.stringify(this.stored)) as TerminalState),
      save: async (state: TerminalState) => {
        if (this.savesUntilFailure !== undefined) {
          this.savesUntilFailure -= 1;
          if (this.savesUntilFailure < 0) throw new Error('disk full');
        }
        this.nowMs += this.takes.save;
        this.#step();
        this.stored = JSON.parse(JSON.stringify(state)) as TerminalState;
        this.#step();
      },
    };
    const clock = {
      now: () => this.nowMs,
      wait: async (ms: number) => {
        this.nowMs += ms;
      },
    };
    const pinEntry = {
      ask: async (request: PinRequest) => {
        this.pinRequests.push(request);
        this.nowMs += this.takes.pin;
        return request.reason.startsWith('new-pin') ? this.newPins.shift() : this.pin;
      },
    };
    const random = { bytes: (length: number) => new Uint8Array(length).fill(7) };
    const onEvent = (event: TerminalEvent): void => {
      this.events.push(event);
    };
    const link: Link = {
      exchange: async (...sent) => {
        this.#step();
        const answer = await this.host.exchange(...sent);
        this.nowMs += this.takes.exchange;
        this.#step();
        return answer;
      },
    };
    const ports = { store, link, clock, random, pinEntry, onEvent };
    this.terminal = await Terminal.open(this.settings, ports, new PinPad(tmk));
  }

  /** Traces and amounts that the terminal holds for sold. */
  get sold(): Record<string, number> {
    return Object.fromEntries(this.terminal.journal.map(({ trace, amountMinor }) => [trace, amountMinor]));
  }

  get sentKinds(): string[] {
    return this.host.requests.map((request) => `${request.mti} ${request.text(3) ?? ''}`.trim());
  }
}
