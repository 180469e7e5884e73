// What stands in a simulated world before anything happens in it: hosts, their database and HSM, lines, tills and
// holders, all from one seed.

import type { Holder } from './cast.js';
import { makeCounter, makeHolder, makeIssuer } from './cast.js';
import type { Chaos } from './chaos.js';
import { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import { VirtualClock } from './virtual-clock.js';
import { VirtualDatabase } from './virtual-database.js';
import { VirtualHost } from './virtual-host.js';
import { VirtualHsm } from './virtual-hsm.js';
import { VirtualNetwork } from './virtual-network.js';
import { VirtualTill } from './virtual-till.js';

export interface GroundOptions {
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly tills: number;
  readonly hosts: number;
  /** What each holder has, in minor units. */
  readonly balances: readonly number[];
  /** Told of every event. */
  readonly tell?: ((line: string) => void) | undefined;
}

/** Six in the evening of 21 November 2026 in Shanghai: a world sees midnight. */
export const START_MS: number = Date.UTC(2026, 10, 21, 10);

export class Ground {
  readonly clock: VirtualClock = new VirtualClock(START_MS);
  readonly log: EventLog;
  readonly hsm: VirtualHsm;
  readonly database: VirtualDatabase;
  readonly network: VirtualNetwork;
  readonly hosts: VirtualHost[] = [];
  readonly tills: VirtualTill[] = [];
  readonly holders: Holder[] = [];
  #order = 0;

  private constructor({ random, chaos, tell }: GroundOptions) {
    const { clock, order } = this;
    const log = new EventLog(() => clock.now(), tell);
    this.log = log;
    this.hsm = new VirtualHsm({ clock, log, chaos, random: random.fork('hsm') });
    this.database = new VirtualDatabase({ clock, log, chaos, order, random: random.fork('disk') });
    this.network = new VirtualNetwork({ clock, log, chaos, order, random: random.fork('network') });
  }

  static async open(options: GroundOptions): Promise<Ground> {
    const ground = new Ground(options);
    await ground.#furnish(options);
    return ground;
  }

  /** The next number in the order of everything that happens. */
  readonly order = (): number => {
    this.#order += 1;
    return this.#order;
  };

  async #furnish({ random: seed, chaos, tills, hosts, balances }: GroundOptions): Promise<void> {
    const { clock, log, database, network, order } = this;
    const { hsm } = this.hsm;
    const random = seed.fork('ground');
    const issuer = await makeIssuer(hsm, random);
    database.issuers.set(issuer.issuer_id, issuer);
    for (const [index, balance] of balances.entries()) {
      this.holders.push(await makeHolder(hsm, random, index + 1, balance));
    }
    await database.change('bank', () => ({ cards: this.holders.map(({ row }) => row) }));
    for (let number = 1; number <= hosts; number += 1) {
      const ports = { clock, chaos, log, database, hsm: this.hsm.overTheLine };
      this.hosts.push(new VirtualHost(`host-${number}`, ports));
    }
    for (let number = 1; number <= tills; number += 1) {
      const counter = await makeCounter(hsm, random, number, START_MS);
      await database.change('operator', () => ({ terminals: [counter.row] }));
      const own = seed.fork(counter.terminalId);
      const till = new VirtualTill(counter, {
        clock,
        random: own,
        chaos,
        log,
        network,
        hosts: this.hosts,
        order,
      });
      await till.switchOn();
      this.tills.push(till);
    }
  }
}
