// A terminal in a simulated world: the real virtual POS with a memory that survives, a power switch, a line to the
// hosts and a holder who types PINs. When the power goes, nothing after that moment happens; what was stored is there
// when it comes back.

import { FrameReader, frame } from '@tillgate/pos-protocol';
import {
  defaultSettings,
  type Link,
  LinkFault,
  type Outcome,
  PinPad,
  Terminal,
  type TerminalSettings,
  type TerminalState,
} from '@tillgate/terminal';
import type { PinRecord } from './auditor/evidence.js';
import type { Counter } from './cast.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import { MachineClock } from './machine-clock.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualHost } from './virtual-host.js';
import type { Line, VirtualNetwork } from './virtual-network.js';

export interface TillPorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly network: VirtualNetwork;
  readonly hosts: readonly VirtualHost[];
  readonly order: () => number;
}

/** What one connection of one exchange waits for. */
interface Waiting {
  resolve(frame: Uint8Array): void;
  reject(fault: LinkFault): void;
}

/** What is lost with the power. */
interface Session {
  isOn: boolean;
  readonly terminal: Terminal;
}

/** The supervisor's first password, which these settings let pass: an own one would cost a slow hash each time. */
export const SUPERVISOR_PASSWORD = '123456';
const MOVES_TO_OTHER_HOST = 0.05;

export class VirtualTill {
  readonly clock: MachineClock;
  readonly pins: PinRecord[] = [];
  /** What the holder types at the next question. */
  pin: { readonly digits: string; readonly isRight: boolean } | undefined;
  stored: TerminalState | undefined;
  readonly #counter: Counter;
  readonly #ports: TillPorts;
  readonly #settings: TerminalSettings;
  readonly #keepsLine: boolean;
  #session!: Session;
  #line: { readonly line: Line; readonly reader: FrameReader } | undefined;
  #waiting: Waiting | undefined;
  #interrupt: () => void = () => undefined;
  #host: number;

  constructor(counter: Counter, ports: TillPorts) {
    [this.#counter, this.#ports] = [counter, ports];
    this.clock = new MachineClock(ports.clock);
    this.#keepsLine = ports.random.chance(0.3);
    this.#host = ports.random.below(ports.hosts.length);
    this.#settings = {
      ...defaultSettings,
      ...{ profile: counter.profile, terminalId: counter.terminalId, merchantId: counter.merchantId },
      merchantName: { zh: '商户', en: 'Merchant' },
      acquirerName: { zh: '闸口收单', en: 'Tillgate Acquiring' },
      firstPasswordSuffices: true,
      // What is given up is for people; here it is asked that nothing has to be.
      reversal: { ...defaultSettings.reversal, triesLimit: 1_000 },
      journalLimit: 80,
    };
  }

  get terminalId(): string {
    return this.#counter.terminalId;
  }

  get terminal(): Terminal {
    return this.#session.terminal;
  }

  /** Switches on, with what was stored. */
  async switchOn(): Promise<void> {
    const { random, order } = this.#ports;
    const session: { isOn: boolean; terminal?: Terminal } = { isOn: true };
    this.#session = session as Session;
    const copy = this.stored && (JSON.parse(JSON.stringify(this.stored)) as TerminalState);
    session.terminal = await Terminal.open(
      this.#settings,
      {
        store: {
          load: async () => copy,
          save: async (state) => {
            await this.#survive(session);
            this.stored = state;
            await this.#survive(session);
          },
        },
        link: { exchange: (...sent) => this.#exchange(session, sent) },
        clock: {
          now: () => this.clock.now(),
          wait: async (ms) => {
            await this.clock.wait(ms);
            await this.#survive(session);
          },
        },
        random,
        pinEntry: {
          ask: async ({ amountMinor }) => {
            const { pin } = this;
            if (pin === undefined) return undefined;
            const { terminalId } = this;
            this.pins.push({
              order: order(),
              terminalId,
              amountMinor: amountMinor ?? 0,
              isRight: pin.isRight,
            });
            return pin.digits;
          },
        },
        onEvent: () => undefined,
      },
      new PinPad(this.#counter.ownKey, this.#counter.profile),
    );
  }

  /** Does it; undefined when the power went meanwhile, and is back. */
  async perform(action: (terminal: Terminal) => Promise<Outcome>): Promise<Outcome | undefined> {
    const outcome = await new Promise<Outcome | undefined>((resolve, reject) => {
      this.#interrupt = () => resolve(undefined);
      action(this.terminal).then(resolve, reject);
    });
    if (this.#session.isOn) return outcome;
    await this.clock.wait(this.#ports.random.between(500, 90_000));
    await this.switchOn();
    return undefined;
  }

  cutPower(): void {
    this.#ports.log.note(`${this.terminalId} loses its power`);
    this.#session.isOn = false;
    this.#hangUp();
    this.#waiting = undefined;
    this.#interrupt();
  }

  #survive(session: { isOn: boolean }): Promise<void> | undefined {
    if (session.isOn && this.#ports.chaos.strike('till') === 'power-cut') this.cutPower();
    return session.isOn ? undefined : new Promise(() => undefined);
  }

  async #exchange(
    session: { isOn: boolean },
    [sent, timeoutMs, onStage]: Parameters<Link['exchange']>,
  ): Promise<Uint8Array> {
    await this.#survive(session);
    const line = await this.#connect(session);
    await this.#survive(session);
    if (line === undefined) throw new LinkFault('not-sent', 'no connection');
    onStage('sending');
    line.send(sent);
    await this.#survive(session);
    onStage('waiting');
    let cancel = (): void => undefined;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        cancel = this.clock.after(timeoutMs, () => reject(new LinkFault('no-answer', 'no answer in time')));
      });
    } finally {
      cancel();
      this.#waiting = undefined;
      if (!this.#keepsLine) this.#hangUp();
      await this.#survive(session);
    }
  }

  async #connect(session: { isOn: boolean }): Promise<Line | undefined> {
    if (this.#line !== undefined) return this.#line.line;
    const { hosts, network, random } = this.#ports;
    if (random.chance(MOVES_TO_OTHER_HOST)) this.#host = (this.#host + 1) % hosts.length;
    const reader = new FrameReader();
    const line = await network.dial(this.terminalId, hosts[this.#host]!, {
      onBytes: (bytes) => {
        for (const body of reader.push(bytes)) this.#waiting?.resolve(frame(body));
        if (reader.broken !== undefined) this.#broke('no frame came');
      },
      onClose: () => this.#broke('the host closed the connection'),
    });
    if (line === undefined) this.#host = (this.#host + 1) % hosts.length;
    else if (session.isOn) this.#line = { line, reader };
    else line.close();
    return line;
  }

  #broke(why: string): void {
    this.#hangUp();
    this.#waiting?.reject(new LinkFault('no-answer', why));
  }

  #hangUp(): void {
    this.#line?.line.close();
    this.#line = undefined;
  }
}
