// A simulated world: some hosts, a database, an HSM, tills and holders, all from one seed, and the faults that are
// enabled. It runs until so many payments were made, then lets everything come to rest, and hands over the evidence.

import { hashPaymentCode } from '@tillgate/server/simulation';
import type { Evidence, TillState } from './auditor/evidence.js';
import { Cashier } from './cashier.js';
import { type Holder, PIN_TRIES_LIMIT } from './cast.js';
import type { Chaos } from './chaos.js';
import { Ground, START_MS } from './ground.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualBank } from './virtual-bank.js';
import type { VirtualHost } from './virtual-host.js';
import type { VirtualTill } from './virtual-till.js';
import { startWeather } from './weather.js';

export interface WorldOptions {
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly transactions: number;
  readonly tills?: number;
  readonly hosts?: number;
  readonly holders?: number;
  readonly hasBankElsewhere?: boolean;
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

/** Tills act at the same moments, so that many requests arrive at once. */
const RHYTHM_MS = 15_000;
const TILLS = 24;
const HOLDERS = 40;
/** Longer than the last partition lasts: what the weather brought just before the calm passes by itself. */
const REST_MS = 600_000;
const BETWEEN_ROUNDS_MS = 5_000;
const LONGEST_MS = 40 * 86_400_000;
const PIN_UNLOCK_MS = 3 * 3_600_000;
const CODE_GOOD_MS = 2 * 3_600_000;

export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const { random, chaos, tell } = options;
  const dice = random.fork('world');
  const ground = await Ground.open({
    ...{ random, chaos, tell, tills: options.tills ?? TILLS, hosts: options.hosts ?? dice.between(1, 2) },
    hasBankElsewhere: options.hasBankElsewhere ?? dice.chance(0.5),
    balances: Array.from({ length: options.holders ?? HOLDERS }, () =>
      dice.chance(0.2) ? dice.between(0, 100_000) : dice.between(1, 90) * 1_000_000,
    ),
  });
  return new World(options, ground).run();
}

class World {
  readonly #options: WorldOptions;
  readonly #random: SeededRandom;
  readonly #ground: Ground;
  readonly #cashiers: readonly Cashier[];
  #left: number;
  #working = 0;
  #calmAt = 0;

  constructor(options: WorldOptions, ground: Ground) {
    this.#options = options;
    this.#random = options.random;
    this.#ground = ground;
    this.#left = options.transactions;
    const { clock, log, holders, order, network, databases, bank } = ground;
    this.#cashiers = ground.tills.map((till) => {
      const random = this.#random.fork(`cashier of ${till.terminalId}`);
      const showCode = (holder: Holder): Promise<string> => this.#showCode(holder, random);
      return new Cashier(till, { random, log, holders, order, now: () => clock.now(), showCode });
    });
    startWeather({
      ...{ clock, log, network, databases, bank, chaos: options.chaos },
      random: this.#random.fork('weather'),
      hostClocks: this.#machines.map((machine) => machine.clock),
      tillClocks: ground.tills.map((till) => till.clock),
      terminalIds: ground.tills.map((till) => till.terminalId),
    });
  }

  get #machines(): ReadonlyArray<VirtualHost | VirtualBank> {
    const { hosts, bank } = this.#ground;
    return bank === undefined ? hosts : [...hosts, bank];
  }

  async run(): Promise<WorldResult> {
    const bugs: string[] = [];
    this.#unlockCards();
    for (const cashier of this.#cashiers) this.#begin(() => this.#workDay(cashier), bugs);
    await this.#until(bugs, 'the payments never end');
    this.#options.chaos.calm();
    this.#calmAt = this.#ground.clock.now();
    for (const machine of this.#machines) machine.clock.offsetMs = 0;
    for (const cashier of this.#cashiers) this.#begin(() => this.#comeToRest(cashier), bugs);
    await this.#until(bugs, 'the tills never come to rest');
    this.#begin(() => this.#tellBank(), bugs);
    await this.#until(bugs, 'the bank never knows all');
    for (const machine of this.#machines) bugs.push(...machine.bugs);
    return {
      transactions: this.#options.transactions - this.#left,
      hash: this.#ground.log.digest(),
      lastEvents: this.#ground.log.last,
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
    const isOver = (): boolean => this.#working === 0 || this.#ground.clock.now() > end;
    await this.#ground.clock.run(isOver);
    if (this.#working > 0) bugs.push(`${what}: ${this.#working} at work`);
  }

  async #workDay(cashier: Cashier): Promise<void> {
    const random = this.#random.fork(`day of ${cashier.till.terminalId}`);
    while (this.#left > 0) {
      const gapMs = random.between(1, 16) * RHYTHM_MS;
      await this.#ground.clock.wait(gapMs - (this.#ground.clock.now() % RHYTHM_MS));
      if (this.#left === 0) return;
      // Taken before it is done: many are under way at once.
      this.#left -= 1;
      if (!(await cashier.act())) this.#left += 1;
    }
  }

  async #comeToRest(cashier: Cashier): Promise<void> {
    const { clock } = this.#ground;
    while (clock.now() < this.#calmAt + REST_MS) {
      if (await cashier.close()) return;
      await clock.wait(BETWEEN_ROUNDS_MS);
    }
  }

  /** Until the bank elsewhere has been told what it is to know. */
  async #tellBank(): Promise<void> {
    const { clock, database } = this.#ground;
    const isOver = (): boolean => database.openForwards.size + database.openQuestions.size === 0;
    while (!isOver() && clock.now() < this.#calmAt + REST_MS) await clock.wait(BETWEEN_ROUNDS_MS);
  }

  /** The bank unlocks what wrong PINs have locked, so that cards can be used on. */
  #unlockCards(): void {
    this.#ground.clock.after(PIN_UNLOCK_MS, () => {
      for (const books of this.#ground.databases) {
        void books.change('bank', ({ cards }) => {
          const locked = [...cards.values()].filter((card) => card.pin_tries > 0);
          return { cards: locked.map((card) => ({ ...card, pin_tries: 0 })) };
        });
      }
      if (this.#left > 0) this.#unlockCards();
    });
  }

  async #showCode(holder: Holder, random: SeededRandom): Promise<string> {
    const digits = [1, 2].map(() => String(random.below(100_000_000)).padStart(8, '0'));
    const code = `62${digits.join('')}`;
    const code_hash = await hashPaymentCode(this.#ground.hsm.hsm, code);
    const code_until = this.#ground.clock.now() + CODE_GOOD_MS;
    await this.#ground.booksOf(holder).change('bank', ({ cards }) => {
      const card = cards.get(holder.panHash);
      return card ? { cards: [{ ...card, code_hash, code_until }] } : {};
    });
    return code;
  }

  #evidence(): Evidence {
    const byOrder = (one: { readonly order: number }, other: { readonly order: number }): number =>
      one.order - other.order;
    return {
      wire: this.#ground.network.wire,
      disk: this.#ground.database.disk,
      bankDisk: this.#ground.bankDatabase.disk,
      auditDisk: this.#ground.database.auditDisk,
      auditHeads: this.#ground.hosts.flatMap(({ auditHead }) => auditHead ?? []),
      tills: this.#cashiers.flatMap(({ records }) => records).sort(byOrder),
      pins: this.#cashiers.flatMap(({ till }) => till.pins).sort(byOrder),
      atTheEnd: this.#cashiers.map(({ till }) => stateOf(till)),
      lines: this.#machines.flatMap(({ lines }) => lines),
      pans: this.#ground.holders.map(({ pan }) => pan),
      calmAt: this.#calmAt,
      endedAt: this.#ground.clock.now(),
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
