// Faults that somebody armed for a terminal of the demo world: how often, until when, and what has been done. Each
// disarms itself, after its number of messages or its time.

import { type BodyLayout, parseBody } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import type { Fault, FaultName, Faults } from '../link/index.js';

export interface ArmedFault {
  readonly terminalId: string;
  readonly fault: FaultName;
  /** Messages that are still to suffer it. */
  readonly timesLeft: number;
  /** Milliseconds since 1970 UTC. */
  readonly until: number;
}

export interface DoneFault {
  readonly at: number;
  readonly terminalId: string;
  readonly fault: FaultName;
}

export interface ArmRequest {
  readonly terminalId: string;
  readonly fault: FaultName;
  readonly times: number;
  /** How long a delayed answer or a reordered request is held. */
  readonly holdMs: number;
}

interface Armed extends ArmedFault {
  readonly holdMs: number;
}

const ARMED_MS = 10 * 60_000;
const DONE_KEPT = 20;

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
    const armed = this.#armed.get(this.#terminalOf(body));
    if (!armed) return undefined;
    const { terminalId, fault: name, timesLeft, holdMs } = armed;
    if (timesLeft > 1) this.#armed.set(terminalId, { ...armed, timesLeft: timesLeft - 1 });
    else this.#armed.delete(terminalId);
    this.#done = [{ at: this.#clock.now(), terminalId, fault: name }, ...this.#done].slice(0, DONE_KEPT);
    const overtaken =
      name === 'reorder'
        ? new Promise<void>((release) => this.#held.set(terminalId, release))
        : Promise.resolve();
    return { name, holdMs, overtaken };
  }

  answered(body: Uint8Array): void {
    if (this.#held.size === 0) return;
    const terminalId = this.#terminalOf(body);
    this.#held.get(terminalId)?.();
    this.#held.delete(terminalId);
  }

  #terminalOf(body: Uint8Array): string {
    return parseBody(body, this.#layouts).envelope?.message.text(41) ?? '';
  }

  #dropOld(): void {
    const now = this.#clock.now();
    for (const [terminalId, { until }] of this.#armed) if (until <= now) this.#armed.delete(terminalId);
  }
}
