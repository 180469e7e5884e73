// The real HSM room in process, with the world's randomness and clock, behind a line that can be slow or cut.

import { createInProcessHsm, Fault, type Hsm } from '@tillgate/server/simulation';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualClock } from './virtual-clock.js';

export interface HsmPorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly log: EventLog;
}

const GONE_MS = 4_000;
const SLOW_MS = 2_000;
const SLOW_ANSWER_MS = 400;

export class VirtualHsm {
  readonly hsm: Hsm;
  readonly #ports: HsmPorts;
  #goneUntil = 0;
  #slowUntil = 0;

  constructor(ports: HsmPorts) {
    this.#ports = ports;
    const { random, clock } = ports;
    this.hsm = createInProcessHsm({
      lmk: random.bytes(32),
      random,
      clock: { now: () => clock.now(), micros: () => clock.now() * 1000, after: clock.after.bind(clock) },
    });
  }

  /** The same commands for a host: each may fail or be late. */
  get overTheLine(): Hsm {
    const commands = Object.entries(this.hsm).map(([name, command]) => [
      name,
      (request: never) => this.#call(name, () => (command as (request: never) => Promise<unknown>)(request)),
    ]);
    return Object.fromEntries(commands) as unknown as Hsm;
  }

  async #call(name: string, work: () => Promise<unknown>): Promise<unknown> {
    const { clock, chaos, log } = this.#ports;
    const fault = chaos.strike('hsm');
    if (fault !== undefined) log.note(`${fault} at ${name}`);
    if (fault === 'hsm-gone') this.#goneUntil = clock.now() + GONE_MS;
    else if (fault === 'hsm-slow') this.#slowUntil = clock.now() + SLOW_MS;
    if (clock.now() < this.#goneUntil) {
      if (fault === undefined) chaos.hit('hsm-gone');
      throw new Fault('TG_HSM_UNREACHABLE', 'the HSM does not answer');
    }
    if (clock.now() < this.#slowUntil) {
      if (fault === undefined) chaos.hit('hsm-slow');
      await clock.wait(SLOW_ANSWER_MS);
    }
    return work();
  }
}
