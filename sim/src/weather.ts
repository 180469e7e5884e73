// Faults that come with time and not with a message: partitions, a database that restarts or is away, a bank that is
// gone, clocks that jump or run apart.

import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import type { FaultClass } from './fault-classes.js';
import type { MachineClock } from './machine-clock.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualBank } from './virtual-bank.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualDatabase } from './virtual-database.js';
import type { VirtualNetwork } from './virtual-network.js';

export interface WeatherPorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly network: VirtualNetwork;
  /** Of the hosts, and of a bank that decides elsewhere. */
  readonly databases: readonly VirtualDatabase[];
  readonly bank: VirtualBank | undefined;
  readonly hostClocks: readonly MachineClock[];
  readonly tillClocks: readonly MachineClock[];
  readonly terminalIds: readonly string[];
}

const BREWS_MS = { least: 20_000, most: 160_000 };
const JUMP_MS = 3_600_000;
const SKEW_MS = 300_000;

type Brought = Extract<
  FaultClass,
  'partition' | 'database-restart' | 'database-gone' | 'bank-gone' | 'clock-jump' | 'clock-skew'
>;

const kinds: Readonly<Record<Brought, (ports: WeatherPorts) => void>> = {
  partition({ random, network, terminalIds }) {
    const share = random.between(1, terminalIds.length);
    const start = random.below(terminalIds.length);
    const cutOff = Array.from({ length: share }, (_, at) => terminalIds[(start + at) % terminalIds.length]!);
    network.partition(cutOff, random.between(2_000, 120_000));
  },
  'database-restart'({ databases, random }) {
    random.pick(databases).restart(random.between(100, 2_000));
  },
  'database-gone'({ databases, random }) {
    random.pick(databases).restart(random.between(5_000, 40_000));
  },
  'bank-gone'({ bank, network, random }) {
    const forMs = random.between(2_000, 120_000);
    if (random.chance(0.5)) bank?.leave(forMs);
    else network.cutOffBank(forMs);
  },
  'clock-jump'({ random, hostClocks }) {
    const clock = random.pick(hostClocks);
    clock.offsetMs = clock.offsetMs === 0 ? random.pick([-JUMP_MS, JUMP_MS]) : 0;
  },
  'clock-skew'({ random, hostClocks, tillClocks }) {
    const clock = random.pick(random.chance(0.2) ? hostClocks : tillClocks);
    clock.offsetMs = random.between(-SKEW_MS, SKEW_MS);
  },
};

/** Brings one after the other until the chaos is calm. */
export function startWeather(ports: WeatherPorts): void {
  const { clock, random, chaos, log } = ports;
  const brew = (): void => {
    clock.after(random.between(BREWS_MS.least, BREWS_MS.most), () => {
      const possible = (Object.keys(kinds) as Brought[]).filter(
        (kind) => chaos.brings(kind) && (kind !== 'bank-gone' || ports.bank !== undefined),
      );
      if (possible.length === 0) return;
      const kind = random.pick(possible);
      log.note(`weather: ${kind}`);
      // Each frame that meets a partition, or misses the bank, counts by itself.
      if (kind !== 'partition' && kind !== 'bank-gone') chaos.hit(kind);
      kinds[kind](ports);
      brew();
    });
  };
  brew();
}
