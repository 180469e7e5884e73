// What stands in a simulated world before anything happens in it: hosts, their database and HSM, lines, tills and
// holders, all from one seed.

import { BINS, HARBOUR, HILL, type Holder, makeCounter, makeHolder, makeIssuer } from './cast.js';
import type { Chaos } from './chaos.js';
import { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import { VirtualBank } from './virtual-bank.js';
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
  /** Whether one bank decides behind a link. */
  readonly hasBankElsewhere?: boolean;
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
  /** Where the bank elsewhere decides keeps its own books. */
  readonly bankDatabase: VirtualDatabase;
  bank: VirtualBank | undefined;
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
    this.bankDatabase = new VirtualDatabase({ clock, log, chaos, order, random: random.fork("bank's disk") });
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

  /** The books of the bank that the holder's card is of. */
  booksOf({ row }: Holder): VirtualDatabase {
    return row.issuer_id === this.bank?.issuerId ? this.bankDatabase : this.database;
  }

  get databases(): readonly VirtualDatabase[] {
    return this.bank === undefined ? [this.database] : [this.database, this.bankDatabase];
  }

  async #furnish(options: GroundOptions): Promise<void> {
    const random = options.random.fork('ground');
    await this.#openBanks(options, random);
    const { clock, log, database, network, order } = this;
    const { chaos, random: seed } = options;
    for (let number = 1; number <= options.hosts; number += 1) {
      const ports = { clock, chaos, log, network, database, hsm: this.hsm.overTheLine, bank: this.bank };
      this.hosts.push(new VirtualHost(`host-${number}`, ports));
    }
    for (let number = 1; number <= options.tills; number += 1) {
      const counter = await makeCounter(this.hsm.hsm, random, number, START_MS);
      await database.change('operator', () => ({ terminals: [counter.row] }));
      const { hosts } = this;
      const own = seed.fork(counter.terminalId);
      const till = new VirtualTill(counter, { clock, random: own, chaos, log, network, hosts, order });
      await till.switchOn();
      this.tills.push(till);
    }
  }

  /** The banks and their cards; every third card is of the bank that may decide elsewhere. */
  async #openBanks(
    { chaos, balances, hasBankElsewhere }: GroundOptions,
    random: SeededRandom,
  ): Promise<void> {
    const { clock, log, bankDatabase: database } = this;
    const { hsm } = this.hsm;
    for (const bank of BINS) {
      const issuer = await makeIssuer(hsm, random, bank);
      this.database.issuers.set(issuer.issuer_id, issuer);
      if (!hasBankElsewhere || bank !== HILL) continue;
      database.issuers.set(issuer.issuer_id, issuer);
      this.bank = new VirtualBank({ clock, chaos, log, database, hsm: this.hsm.overTheLine, issuer });
    }
    for (const [index, balance] of balances.entries()) {
      const bank = index % 3 === 2 ? HILL : HARBOUR;
      this.holders.push(await makeHolder(hsm, random, bank, index + 1, balance));
    }
    for (const books of this.databases) {
      const cards = this.holders.filter((holder) => this.booksOf(holder) === books).map(({ row }) => row);
      await books.change('bank', () => ({ cards }));
    }
  }
}
