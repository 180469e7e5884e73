// Lines between tills and hosts: bytes take a while, and faults strike the frames on their way. Every frame is written
// down when it is sent and when it has come in whole: that is the auditor's wire log.

import type { WireRecord } from './auditor/evidence.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import type { FaultClass } from './fault-classes.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualClock } from './virtual-clock.js';
import { VirtualSocket } from './virtual-socket.js';

/** Who takes the connections of a host. */
export interface Listener {
  readonly isUp: boolean;
  accept(socket: VirtualSocket): void;
}

/** The till's end of an open connection. */
export interface Line {
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
  /** Frames held back until the next frame of the same terminal has passed. */
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

  /** Undefined when nobody took the connection. */
  async dial(terminalId: string, listener: Listener, events: LineEvents): Promise<Line | undefined> {
    const { clock } = this.#ports;
    await clock.wait(this.#latencyMs());
    if (this.#isCutOff(terminalId)) {
      await clock.wait(3_000);
      return undefined;
    }
    if (!listener.isUp) return undefined;
    return new VirtualLine(this, terminalId, { events, listener });
  }

  /** @internal for the lines */
  carry(terminalId: string, to: WireRecord['to'], frame: Uint8Array, deliver: Delivery): void {
    const { chaos, clock } = this.#ports;
    this.#write(terminalId, to, 'sent', frame);
    const overtaken = to === 'host' ? (this.#held.get(terminalId) ?? []) : [];
    if (to === 'host') this.#held.delete(terminalId);
    if (this.#isCutOff(terminalId)) return;
    const arrive = (bytes: Uint8Array): void => {
      if (!deliver.isReady()) return;
      this.#write(terminalId, to, 'arrived', bytes);
      deliver.bytes(bytes);
    };
    const fault = chaos.strike(to === 'host' ? 'request' : 'answer');
    const latencyMs = this.#latencyMs();
    if (fault === undefined) clock.after(latencyMs, () => arrive(frame));
    else this.#carryFaultily(fault, { terminalId, frame, latencyMs, deliver, arrive });
    for (const pass of overtaken) clock.after(latencyMs + 1, pass);
  }

  #carryFaultily(fault: FaultClass, { terminalId, frame, latencyMs, deliver, arrive }: Carrying): void {
    const { clock, random, log } = this.#ports;
    log.note(`${fault} strikes a frame of ${terminalId}`);
    const later = (ms: number, bytes = frame): void => void clock.after(ms, () => arrive(bytes));
    switch (fault) {
      case 'duplicate':
        later(latencyMs);
        later(latencyMs + random.pick([0, 1, 500, 61_000]));
        return;
      case 'reorder':
        this.#hold(terminalId, () => arrive(frame));
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

  #hold(terminalId: string, pass: () => void): void {
    let hasPassed = false;
    const once = (): void => {
      if (!hasPassed) pass();
      hasPassed = true;
    };
    this.#held.set(terminalId, [...(this.#held.get(terminalId) ?? []), once]);
    this.#ports.clock.after(HELD_AT_MOST_MS, once);
  }

  #isCutOff(terminalId: string): boolean {
    if (!this.#cutOff.has(terminalId)) return false;
    this.#ports.chaos.hit('partition');
    return true;
  }

  #write(terminalId: string, to: WireRecord['to'], moment: WireRecord['moment'], frame: Uint8Array): void {
    const { clock, log, order } = this.#ports;
    this.wire.push({ order: order(), at: clock.now(), to, moment, terminalId, frame });
    log.note(`${moment} to ${to} ${terminalId} ${frame.length} bytes`, frame);
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
  readonly terminalId: string;
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
  readonly #terminalId: string;
  readonly #listener: Listener;
  readonly #events: LineEvents;
  #socket: VirtualSocket;
  #isClosed = false;

  constructor(
    network: VirtualNetwork,
    terminalId: string,
    { listener, events }: { readonly listener: Listener; readonly events: LineEvents },
  ) {
    [this.#network, this.#terminalId] = [network, terminalId];
    [this.#listener, this.#events] = [listener, events];
    this.#socket = this.#open();
  }

  send(frame: Uint8Array): void {
    this.#network.carry(this.#terminalId, 'host', frame, {
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
    const socket = new VirtualSocket(this.#terminalId, this.#network.clock, {
      onWritten: (bytes) => this.#answer(bytes),
      onDestroyed: () => this.#network.clock.after(LATENCY_MS, () => this.#end()),
    });
    this.#listener.accept(socket);
    return socket;
  }

  #answer(frame: Uint8Array): void {
    this.#network.carry(this.#terminalId, 'till', frame, {
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
