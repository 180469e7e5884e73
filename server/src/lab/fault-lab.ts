// Faults that somebody armed for a terminal of the demo world: how often, until when, and what has been done. Each
// disarms itself, after its number of messages or its time.

import type { Message } from '@tillgate/iso8583';
import { type BodyLayout, parseBody } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import { HOST_FAULTS, type HostFaultName } from '../kernel/host-faults.js';
import type { Fault, FaultName, Faults } from '../link/index.js';
import type { Suffering } from './host-fault.js';

/** Of the line, or of the host's own side. */
export type LabFault = FaultName | HostFaultName;

export interface ArmedFault {
  readonly terminalId: string;
  readonly fault: LabFault;
  /** Messages that are still to suffer it. */
  readonly timesLeft: number;
  /** Milliseconds since 1970 UTC. */
  readonly until: number;
}

export interface DoneFault {
  readonly at: number;
  readonly terminalId: string;
  readonly fault: LabFault;
}

export interface ArmRequest {
  readonly terminalId: string;
  readonly fault: LabFault;
  readonly times: number;
  /** How long a delayed answer or a reordered request is held. */
  readonly holdMs: number;
}

interface Armed extends ArmedFault {
  readonly holdMs: number;
}

const ARMED_MS = 10 * 60_000;
const DONE_KEPT = 20;

/** Without it, a message does not notice the fault: keys show in its MAC, the PIN key in its PIN block. */
const NEEDED_FIELD: Readonly<Record<HostFaultName, number>> = {
  ...{ 'hsm-down': 64, 'stale-keys': 64, 'copied-terminal': 64, 'clock-off': 64, 'half-rotation': 52 },
};

function isHostFault(fault: LabFault): fault is HostFaultName {
  return (HOST_FAULTS as readonly string[]).includes(fault);
}

export class FaultLab implements Faults {
  readonly #terminals: ReadonlySet<string>;
  readonly #layouts: readonly BodyLayout[];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #armed = new Map<string, Armed>();
  /** Requests that are held back until their terminal's next message was answered. */
  readonly #held = new Map<string, () => void>();
  #done: readonly DoneFault[] = [];

  /** @param terminals of the demo world: no other can be chosen */
  constructor(
    terminals: ReadonlyArray<{ readonly terminalId: string }>,
    layouts: readonly BodyLayout[],
    clock: Pick<Clock, 'now'>,
  ) {
    this.#terminals = new Set(terminals.map(({ terminalId }) => terminalId));
    this.#layouts = layouts;
    this.#clock = clock;
  }

  /** In place of what was armed for that terminal; false for a terminal that is not of the demo world. */
  arm({ terminalId, fault, times, holdMs }: ArmRequest): boolean {
    if (!this.#terminals.has(terminalId)) return false;
    const until = this.#clock.now() + ARMED_MS;
    this.#armed.set(terminalId, { terminalId, fault, timesLeft: times, until, holdMs });
    return true;
  }

  disarm(terminalId: string): boolean {
    return this.#armed.delete(terminalId);
  }

  get armed(): readonly ArmedFault[] {
    this.#dropOld();
    return [...this.#armed.values()].map(({ holdMs: _holdMs, ...shown }) => shown);
  }

  /** Newest first. */
  get done(): readonly DoneFault[] {
    return this.#done;
  }

  next(body: Uint8Array): Fault | undefined {
    this.#dropOld();
    if (this.#armed.size === 0) return undefined;
    const armed = this.#armed.get(this.#messageOf(body)?.text(41) ?? '');
    if (!armed || isHostFault(armed.fault)) return undefined;
    const { terminalId, fault: name, holdMs } = armed;
    this.#take(armed);
    const overtaken =
      name === 'reorder'
        ? new Promise<void>((release) => this.#held.set(terminalId, release))
        : Promise.resolve();
    return { name, holdMs, overtaken };
  }

  /** Takes the fault of the host's own side that is armed for the terminal of this message, if it could suffer it. */
  nextAtHost(body: Uint8Array): Suffering | undefined {
    this.#dropOld();
    if (this.#armed.size === 0) return undefined;
    const message = this.#messageOf(body);
    const armed = this.#armed.get(message?.text(41) ?? '');
    if (!message || !armed || !isHostFault(armed.fault)) return undefined;
    const { terminalId, fault } = armed;
    if (!message.has(NEEDED_FIELD[fault])) return undefined;
    this.#take(armed);
    return { fault, terminalId, trace: message.text(11) ?? '', at: this.#clock.now() };
  }

  #take(armed: Armed): void {
    const { terminalId, fault, timesLeft } = armed;
    if (timesLeft > 1) this.#armed.set(terminalId, { ...armed, timesLeft: timesLeft - 1 });
    else this.#armed.delete(terminalId);
    this.#done = [{ at: this.#clock.now(), terminalId, fault }, ...this.#done].slice(0, DONE_KEPT);
  }

  answered(body: Uint8Array): void {
    if (this.#held.size === 0) return;
    const terminalId = this.#messageOf(body)?.text(41) ?? '';
    this.#held.get(terminalId)?.();
    this.#held.delete(terminalId);
  }

  #messageOf(body: Uint8Array): Message | undefined {
    return parseBody(body, this.#layouts).envelope?.message;
  }

  #dropOld(): void {
    const now = this.#clock.now();
    for (const [terminalId, { until }] of this.#armed) if (until <= now) this.#armed.delete(terminalId);
  }
}
