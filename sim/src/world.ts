// A simulated world: some hosts, a database, an HSM, tills and holders, all from one seed, and the faults that are
// enabled. It runs until so many payments were made, then lets everything come to rest, and hands over the evidence.

import { hashPaymentCode } from '@tillgate/server/simulation';
import type { Evidence, TillState } from './auditor/evidence.js';
import { Cashier } from './cashier.js';
import { type Holder, makeCounter, makeHolder, makeIssuer, PIN_TRIES_LIMIT } from './cast.js';
import type { Chaos } from './chaos.js';
import { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import { VirtualClock } from './virtual-clock.js';
import { VirtualDatabase } from './virtual-database.js';
import { VirtualHost } from './virtual-host.js';
import { VirtualHsm } from './virtual-hsm.js';
import { VirtualNetwork } from './virtual-network.js';
import { VirtualTill } from './virtual-till.js';
import { startWeather } from './weather.js';

export interface WorldOptions {
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly transactions: number;
  readonly tills?: number;
  readonly hosts?: number;
  /** Told of every event. */
  readonly tell?: ((line: string) => void) | undefined;
}

export interface WorldResult {
  readonly transactions: number;
  readonly hash: string;
  readonly lastEvents: readonly string[];
  readonly evidence: Evidence;
  /** Errors of a host that no fault explains, and a world that did not come to its end. */
  readonly bugs: readonly string[];
}

/** Six in the evening of 21 November 2026 in Shanghai: a world sees midnight. */
const START_MS = Date.UTC(2026, 10, 21, 10);
/** Tills act at the same moments, so that many requests arrive at once. */
const RHYTHM_MS = 15_000;
const TILLS = 24;
const HOLDERS = 40;
/** R5 of the bars: what is open is closed by then. */
const REST_ROUNDS = 12;
const LONGEST_MS = 40 * 86_400_000;
const PIN_UNLOCK_MS = 600_000;
const CODE_GOOD_MS = 2 * 3_600_000;

export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const world = new World(options);
  await world.open();
  return world.run();
}

class World {
  readonly #options: WorldOptions;
  readonly #random: SeededRandom;
  readonly #clock = new VirtualClock(START_MS);
  readonly #log: EventLog;
  readonly #hsm: VirtualHsm;
  readonly #database: VirtualDatabase;
  readonly #network: VirtualNetwork;
  readonly #hosts: VirtualHost[] = [];
  readonly #cashiers: Cashier[] = [];
  readonly #holders: Holder[] = [];
  #order = 0;
  #left: number;
  #working = 0;
  #calmAt = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = options.random;
    this.#left = options.transactions;
    this.#log = new EventLog(() => this.#clock.now(), options.tell);
    const { chaos } = options;
    const [clock, log] = [this.#clock, this.#log];
    const order = (): number => ++this.#order;
    this.#hsm = new VirtualHsm({ clock, log, chaos, random: this.#random.fork('hsm') });
    this.#database = new VirtualDatabase({ clock, log, chaos, order, random: this.#random.fork('disk') });
    this.#network = new VirtualNetwork({ clock, log, chaos, order, random: this.#random.fork('network') });
  }

  async open(): Promise<void> {
    const [random, clock, log] = [this.#random.fork('world'), this.#clock, this.#log];
    const { chaos, tills = TILLS, hosts = random.between(1, 2) } = this.#options;
    const { hsm } = this.#hsm;
    const issuer = await makeIssuer(hsm, random);
    const database = this.#database;
    database.issuers.set(issuer.issuer_id, issuer);
    for (let number = 1; number <= HOLDERS; number += 1) {
      const money = random.chance(0.2) ? random.between(0, 100_000) : random.between(1, 90) * 1_000_000;
      this.#holders.push(await makeHolder(hsm, random, number, money));
    }
    await database.change('bank', () => ({ cards: this.#holders.map(({ row }) => row) }));
    for (let number = 1; number <= hosts; number += 1) {
      const ports = { clock, chaos, log, database, hsm: this.#hsm.overTheLine };
      this.#hosts.push(new VirtualHost(`host-${number}`, ports));
    }
    const network = this.#network;
    const order = (): number => ++this.#order;
    for (let number = 1; number <= tills; number += 1) {
      const counter = await makeCounter(hsm, random, number, START_MS);
      await database.change('operator', () => ({ terminals: [counter.row] }));
      const own = this.#random.fork(counter.terminalId);
      const ports = { clock, random: own, chaos, log, network, hosts: this.#hosts, order };
      const till = new VirtualTill(counter, ports);
      await till.switchOn();
      this.#cashiers.push(
        new Cashier(till, {
          ...{ random: own.fork('cashier'), log, holders: this.#holders, order },
          now: () => clock.now(),
          showCode: (holder) => this.#showCode(holder, own),
        }),
      );
    }
    startWeather({
      ...{ clock, chaos, log, network, database, random: this.#random.fork('weather') },
      hostClocks: this.#hosts.map((host) => host.clock),
      tillClocks: this.#cashiers.map(({ till }) => till.clock),
      terminalIds: this.#cashiers.map(({ till }) => till.terminalId),
    });
  }

  async run(): Promise<WorldResult> {
    const bugs: string[] = [];
    this.#unlockCards();
    for (const cashier of this.#cashiers) this.#begin(() => this.#workDay(cashier), bugs);
    await this.#until(bugs, 'the payments never end');
    this.#options.chaos.calm();
    this.#calmAt = this.#clock.now();
    for (const host of this.#hosts) host.clock.offsetMs = 0;
    for (const cashier of this.#cashiers) this.#begin(() => this.#comeToRest(cashier), bugs);
    await this.#until(bugs, 'the tills never come to rest');
    for (const host of this.#hosts) bugs.push(...host.bugs);
    return {
      transactions: this.#options.transactions - this.#left,
      hash: this.#log.digest(),
      lastEvents: this.#log.last,
      evidence: this.#evidence(),
      bugs,
    };
  }

  #begin(work: () => Promise<void>, bugs: string[]): void {
    this.#working += 1;
    work()
      .catch((error: unknown) => bugs.push(`a till failed: ${error instanceof Error ? error.stack : error}`))
      .finally(() => {
        this.#working -= 1;
      });
  }

  async #until(bugs: string[], what: string): Promise<void> {
    const end = START_MS + LONGEST_MS;
    const isOver = (): boolean => this.#working === 0 || this.#clock.now() > end;
    await this.#clock.run(isOver);
    if (this.#working > 0) bugs.push(`${what}: ${this.#working} at work`);
  }

  async #workDay(cashier: Cashier): Promise<void> {
    const random = this.#random.fork(`day of ${cashier.till.terminalId}`);
    while (this.#left > 0) {
      const gapMs = random.between(1, 16) * RHYTHM_MS;
      await this.#clock.wait(gapMs - (this.#clock.now() % RHYTHM_MS));
      if (this.#left === 0) return;
      // Taken before it is done: many are under way at once.
      this.#left -= 1;
      if (!(await cashier.act())) this.#left += 1;
    }
  }

  async #comeToRest(cashier: Cashier): Promise<void> {
    for (let round = 0; round < REST_ROUNDS; round += 1) {
      if (await cashier.close()) return;
      await this.#clock.wait(5_000);
    }
  }

  /** The bank unlocks what wrong PINs have locked, so that cards can be used on. */
  #unlockCards(): void {
    this.#clock.after(PIN_UNLOCK_MS, () => {
      void this.#database.change('bank', ({ cards }) => {
        const locked = [...cards.values()].filter((card) => card.pin_tries > 0);
        return { cards: locked.map((card) => ({ ...card, pin_tries: 0 })) };
      });
      if (this.#left > 0) this.#unlockCards();
    });
  }

  async #showCode(holder: Holder, random: SeededRandom): Promise<string> {
    const digits = [1, 2].map(() => String(random.below(100_000_000)).padStart(8, '0'));
    const code = `62${digits.join('')}`;
    const code_hash = await hashPaymentCode(this.#hsm.hsm, code);
    const code_until = this.#clock.now() + CODE_GOOD_MS;
    await this.#database.change('bank', ({ cards }) => {
      const card = cards.get(holder.panHash);
      return card ? { cards: [{ ...card, code_hash, code_until }] } : {};
    });
    return code;
  }

  #evidence(): Evidence {
    const byOrder = (one: { readonly order: number }, other: { readonly order: number }): number =>
      one.order - other.order;
    return {
      wire: this.#network.wire,
      disk: this.#database.disk,
      tills: this.#cashiers.flatMap(({ records }) => records).sort(byOrder),
      pins: this.#cashiers.flatMap(({ till }) => till.pins).sort(byOrder),
      atTheEnd: this.#cashiers.map(({ till }) => stateOf(till)),
      calmAt: this.#calmAt,
      endedAt: this.#clock.now(),
      pinTriesLimit: PIN_TRIES_LIMIT,
    };
  }
}

function stateOf({ terminalId, stored }: VirtualTill): TillState {
  return {
    terminalId,
    batch: stored?.batch ?? '000001',
    hasPendingReversal: stored?.pendingReversal !== undefined,
    waitingAdvices: stored?.advices.length ?? 0,
    settlementIsInterrupted: stored?.settlement !== undefined,
    onFile: (stored?.incidents ?? []).map(({ reversal, advice }) => {
      const fields = reversal?.fields ?? advice?.fields ?? {};
      return `${(fields[60] ?? '').slice(2, 8)}|${fields[11] ?? ''}`;
    }),
    vouchers: (stored?.journal ?? []).map(({ kind, batch, trace, rrn, amountMinor, isDelivered }) => {
      return { kind, batch, trace, rrn, amountMinor, isDelivered };
    }),
  };
}
