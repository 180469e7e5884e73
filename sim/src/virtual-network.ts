// Lines between tills and hosts, and between hosts and a bank: bytes take a while, and faults strike the frames on
// their way. Every frame of a till is written down when it is sent and when it has come in whole: the auditor's wire
// log.

import type { WireRecord } from './auditor/evidence.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import type { FaultClass, Point } from './fault-classes.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualClock } from './virtual-clock.js';
import { VirtualSocket } from './virtual-socket.js';

/** Who takes connections. */
export interface Listener {
  readonly isUp: boolean;
  accept(socket: VirtualSocket): void;
}

/** The calling end of an open connection. */
export interface Line {
  readonly isClosed: boolean;
  send(frame: Uint8Array): void;
  close(): void;
}

export interface LineEvents {
  onBytes(bytes: Uint8Array): void;
  onClose(): void;
}

export interface NetworkPorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly log: EventLog;
  /** Next number in the order of everything. */
  readonly order: () => number;
}

/** A bank: besides being down, it can be gone for long. */
interface BankListener extends Listener {
  readonly isGone: boolean;
}

/** Whose line it is, and where it leads. */
interface Route {
  /** Of the terminal, or of the host that asks a bank. */
  readonly caller: string;
  readonly isToBank: boolean;
}

type Way = 'there' | 'back';

const POINTS: Readonly<Record<'till' | 'bank', Readonly<Record<Way, Point>>>> = {
  till: { there: 'request', back: 'answer' },
  bank: { there: 'question', back: 'reply' },
};

const LATENCY_MS = 4;
/** Longer than any terminal waits for its answer. */
const BEYOND_LIMIT_MS = 70_000;
/** Longest time that a frame is held for a later one to overtake it. */
const HELD_AT_MOST_MS = 90_000;
/** First byte of the MTI of what carries a MAC. */
const MACED = new Set([0x01, 0x02, 0x04, 0x06]);
const MTI_AT = 13;

export class VirtualNetwork {
  readonly wire: WireRecord[] = [];
  readonly #ports: NetworkPorts;
  /** Terminals that reach nobody now. */
  readonly #cutOff = new Set<string>();
  #bankCutOffUntil = 0;
  /** Frames held back until the next frame of the same caller has passed. */
  readonly #held = new Map<string, Array<() => void>>();

  constructor(ports: NetworkPorts) {
    this.#ports = ports;
  }

  partition(terminalIds: readonly string[], forMs: number): void {
    for (const terminalId of terminalIds) this.#cutOff.add(terminalId);
    this.#ports.clock.after(forMs, () => {
      for (const terminalId of terminalIds) this.#cutOff.delete(terminalId);
    });
  }

  /** Nothing passes between hosts and the bank; nobody is told. */
  cutOffBank(forMs: number): void {
    this.#bankCutOffUntil = this.#ports.clock.now() + forMs;
  }

  /** Undefined when nobody took the connection. */
  dial(terminalId: string, listener: Listener, events: LineEvents): Promise<Line | undefined> {
    return this.#dial({ caller: terminalId, isToBank: false }, listener, events);
  }

  async dialBank(host: string, bank: BankListener, events: LineEvents): Promise<Line | undefined> {
    const line = await this.#dial({ caller: host, isToBank: true }, bank, events);
    if (line === undefined && bank.isGone) this.#ports.chaos.hit('bank-gone');
    return line;
  }

  async #dial(route: Route, listener: Listener, events: LineEvents): Promise<Line | undefined> {
    const { clock } = this.#ports;
    await clock.wait(this.#latencyMs());
    if (this.#isCutOff(route)) {
      await clock.wait(route.isToBank ? 2_000 : 3_000);
      return undefined;
    }
    if (!listener.isUp) return undefined;
    return new VirtualLine(this, route, { events, listener });
  }

  /** @internal for the lines */
  carry(route: Route, way: Way, frame: Uint8Array, deliver: Delivery): void {
    const { chaos, clock } = this.#ports;
    const { caller } = route;
    this.#write(route, way, 'sent', frame);
    const overtaken = way === 'there' ? (this.#held.get(caller) ?? []) : [];
    if (way === 'there') this.#held.delete(caller);
    if (this.#isCutOff(route)) return;
    const arrive = (bytes: Uint8Array): void => {
      if (!deliver.isReady()) return;
      this.#write(route, way, 'arrived', bytes);
      deliver.bytes(bytes);
    };
    const fault = chaos.strike(POINTS[route.isToBank ? 'bank' : 'till'][way]);
    const latencyMs = this.#latencyMs();
    if (fault === undefined) clock.after(latencyMs, () => arrive(frame));
    else this.#carryFaultily(fault, { caller, frame, latencyMs, deliver, arrive });
    for (const pass of overtaken) clock.after(latencyMs + 1, pass);
  }

  #carryFaultily(fault: FaultClass, { caller, frame, latencyMs, deliver, arrive }: Carrying): void {
    const { clock, random, log } = this.#ports;
    log.note(`${fault} strikes a frame of ${caller}`);
    const later = (ms: number, bytes = frame): void => void clock.after(ms, () => arrive(bytes));
    switch (fault) {
      case 'duplicate':
        later(latencyMs);
        later(latencyMs + random.pick([0, 1, 500, 61_000]));
        return;
      case 'reorder':
        this.#hold(caller, () => arrive(frame));
        return;
      case 'delay':
        later(random.between(1_000, BEYOND_LIMIT_MS));
        return;
      case 'cut':
        clock.after(latencyMs, () => {
          deliver.bytes(frame.subarray(0, random.below(frame.length)));
          deliver.breakOff();
        });
        return;
      case 'corrupt':
        // What carries no MAC is for TLS to see: there it would not arrive.
        if (MACED.has(frame[MTI_AT] ?? 0)) later(latencyMs, withOneBitFlipped(frame, random));
        return;
      default:
        // Lost.
        return;
    }
  }

  #hold(caller: string, pass: () => void): void {
    let hasPassed = false;
    const once = (): void => {
      if (!hasPassed) pass();
      hasPassed = true;
    };
    this.#held.set(caller, [...(this.#held.get(caller) ?? []), once]);
    this.#ports.clock.after(HELD_AT_MOST_MS, once);
  }

  #isCutOff({ caller, isToBank }: Route): boolean {
    const { chaos, clock } = this.#ports;
    const isCutOff = isToBank ? clock.now() < this.#bankCutOffUntil : this.#cutOff.has(caller);
    if (isCutOff) chaos.hit(isToBank ? 'bank-gone' : 'partition');
    return isCutOff;
  }

  #write({ caller, isToBank }: Route, way: Way, moment: WireRecord['moment'], frame: Uint8Array): void {
    const { clock, log, order } = this.#ports;
    if (!isToBank) {
      const to = way === 'there' ? 'host' : 'till';
      this.wire.push({ order: order(), at: clock.now(), to, moment, terminalId: caller, frame });
    }
    const end = way === 'back' ? 'caller' : isToBank ? 'bank' : 'host';
    log.note(`${moment} to ${end} ${caller} ${frame.length} bytes`, frame);
  }

  #latencyMs(): number {
    return LATENCY_MS + this.#ports.random.below(8);
  }

  /** @internal */
  get clock(): VirtualClock {
    return this.#ports.clock;
  }
}

interface Delivery {
  /** Whether there is somebody to take a frame. */
  isReady(): boolean;
  bytes(bytes: Uint8Array): void;
  breakOff(): void;
}

interface Carrying {
  readonly caller: string;
  readonly frame: Uint8Array;
  readonly latencyMs: number;
  readonly deliver: Delivery;
  arrive(bytes: Uint8Array): void;
}

function withOneBitFlipped(frame: Uint8Array, random: SeededRandom): Uint8Array {
  const bent = frame.slice();
  const at = random.between(MTI_AT, frame.length - 1);
  bent[at] = bent[at]! ^ (1 << random.below(8));
  return bent;
}

class VirtualLine implements Line {
  readonly #network: VirtualNetwork;
  readonly #route: Route;
  readonly #listener: Listener;
  readonly #events: LineEvents;
  #socket: VirtualSocket;
  #isClosed = false;

  constructor(
    network: VirtualNetwork,
    route: Route,
    { listener, events }: { readonly listener: Listener; readonly events: LineEvents },
  ) {
    [this.#network, this.#route] = [network, route];
    [this.#listener, this.#events] = [listener, events];
    this.#socket = this.#open();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(frame: Uint8Array): void {
    this.#network.carry(this.#route, 'there', frame, {
      isReady: () => {
        // A gateway on the way keeps frames, and brings them over a line of its own when this one is gone.
        if (this.#socket.destroyed && this.#listener.isUp) this.#socket = this.#open();
        return !this.#socket.destroyed;
      },
      bytes: (bytes) => this.#socket.receive(bytes),
      breakOff: () => this.#breakOff(),
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const socket = this.#socket;
    this.#network.clock.after(LATENCY_MS, () => socket.hangUp());
  }

  #open(): VirtualSocket {
    const socket = new VirtualSocket(this.#route.caller, this.#network.clock, {
      onWritten: (bytes) => this.#answer(bytes),
      onDestroyed: () => this.#network.clock.after(LATENCY_MS, () => this.#end()),
    });
    this.#listener.accept(socket);
    return socket;
  }

  #answer(frame: Uint8Array): void {
    this.#network.carry(this.#route, 'back', frame, {
      isReady: () => !this.#isClosed,
      bytes: (bytes) => this.#events.onBytes(bytes),
      breakOff: () => this.#breakOff(),
    });
  }

  #breakOff(): void {
    this.#socket.hangUp();
    this.#end();
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#events.onClose();
  }
}
