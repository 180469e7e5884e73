// A host in a simulated world: the real path of a payment and the real connections of the link, joined as a host joins
// them, over virtual ground. A crash takes everything that is not on the disk, between any two of its calls outside.

import { standardProfile } from '@tillgate/pos-protocol';
import {
  answer,
  type Banks,
  type Clock,
  Connection,
  createGroupCommit,
  createRrnSource,
  defaultLimits,
  Fault,
  type Hsm,
  localTimeIn,
  type Stations,
  StoreFault,
  Timeline,
  takeBack,
} from '@tillgate/server/simulation';
import { ACQUIRER } from './cast.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import { MachineClock } from './machine-clock.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualDatabase } from './virtual-database.js';
import { virtualDirectory } from './virtual-directory.js';
import type { Listener } from './virtual-network.js';
import type { VirtualSocket } from './virtual-socket.js';

export interface HostPorts {
  readonly clock: VirtualClock;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly database: VirtualDatabase;
  readonly hsm: Hsm;
}

const DOWN_MS = 700;
const LARGEST_BATCH = 64;
const GIVE_UP_AFTER_MS = 8_000;

/** Every bank of these worlds decides in the host; one behind a link would be joined here. */
const NO_BANKS: Banks = {
  isElsewhere: () => false,
  meet: async () => undefined,
  ask: async () => ({ outcome: 'unreachable' }),
  soon: async () => undefined,
};

/** What is lost with the process. */
interface Process {
  readonly name: string;
  isAlive: boolean;
  readonly sockets: Set<VirtualSocket>;
  readonly stations: Stations;
}

export class VirtualHost implements Listener {
  readonly clock: MachineClock;
  /** Requests that ended in an error that is nobody's fault but the host's. */
  readonly bugs: string[] = [];
  /** What it would have written to its log. */
  readonly lines: string[] = [];
  readonly #name: string;
  readonly #ports: HostPorts;
  readonly #localTime = localTimeIn('Asia/Shanghai');
  #process: Process | undefined;

  constructor(name: string, ports: HostPorts) {
    this.#name = name;
    this.#ports = ports;
    this.clock = new MachineClock(ports.clock);
    this.#start();
  }

  get isUp(): boolean {
    return this.#process !== undefined;
  }

  accept(socket: VirtualSocket): void {
    const process = this.#process;
    if (process === undefined) {
      socket.destroy();
      return;
    }
    process.sockets.add(socket);
    const { stations } = process;
    new Connection(socket, undefined, {
      limits: defaultLimits,
      clock: this.#clockOf(process),
      faults: undefined,
      log: (line) => this.#say(line),
      handle: async (body) => {
        const timeline = new Timeline(this.clock);
        const receivedAt = this.clock.now();
        const reply = await answer(stations, { body, receivedAt, timeline, certifiedTerminalId: undefined });
        if ('unanswerable' in reply) return { close: reply.unanswerable };
        const { rrn } = reply.outcome;
        if (!reply.outcome.repeated) {
          stations.books.submitLate((draft) => draft.addTrace({ rrn, steps: [], messages: {} }));
        }
        await this.#outside(process, async () => undefined);
        return { body: reply.body, undelivered: () => void takeBack(stations, reply) };
      },
    });
  }

  /** Gone between one call and the next; back after a moment. */
  crash(): void {
    const process = this.#process;
    if (process === undefined) return;
    const { log, clock } = this.#ports;
    log.note(`${this.#name} crashes`);
    process.isAlive = false;
    this.#process = undefined;
    for (const socket of process.sockets) socket.destroy();
    clock.after(DOWN_MS, () => this.#start());
  }

  #start(): void {
    const { database, hsm } = this.#ports;
    const client = { name: this.#name, isAlive: true };
    const process = client as Process;
    const books = createGroupCommit(this.#guardedStore(process, database), {
      clock: this.#clockOf(process),
      largestBatch: LARGEST_BATCH,
      giveUpAfterMs: GIVE_UP_AFTER_MS,
    });
    const rrns = createRrnSource(() => this.#outside(process, async () => database.nextBlock()));
    const guardedHsm = this.#guardedHsm(process, hsm);
    const directory = virtualDirectory(database, (work) => this.#outside(process, work));
    const stations: Stations = {
      banks: NO_BANKS,
      hsm: guardedHsm,
      directory,
      books,
      ports: {
        hsm: guardedHsm,
        ...ACQUIRER,
        issuerName: (issuerId) => directory.issuer(issuerId)?.name_zh ?? '',
        localTime: this.#localTime,
        phonePage: () => '',
        nextRrn: (localDate) => rrns.next(localDate),
        bodyLayouts: [{ tpdu: true, header: true, widePinBlock: false }],
        profileOf: async () => standardProfile,
      },
      keyUsed: () => undefined,
      security: { accepted: () => undefined, answered: () => undefined },
      failed: (rrn, error) => this.#failed(rrn, error),
    };
    this.#process = Object.assign(process, { sockets: new Set<VirtualSocket>(), stations });
  }

  /** Faults of the world are expected; anything else is a bug of the host. */
  #failed(rrn: string, error: unknown): void {
    this.#say(`request ${rrn} ended in a failure: ${String(error)}`);
    // That the books refuse a row is their last defence, and none of the world's faults.
    const isExpected =
      error instanceof StoreFault || (error instanceof Fault && error.code !== 'TG_STORE_REFUSED');
    if (!isExpected) this.bugs.push(`${rrn}: ${String(error)}`);
  }

  #say(line: string): void {
    this.lines.push(line);
    this.#ports.log.note(`${this.#name}: ${line}`);
  }

  #guardedStore(process: Process, database: VirtualDatabase): ReturnType<VirtualDatabase['storeFor']> {
    const store = database.storeFor(process);
    return {
      transact: (loads, decide) => this.#outside(process, () => store.transact(loads, decide)),
    };
  }

  #guardedHsm(process: Process, hsm: Hsm): Hsm {
    const commands = Object.entries(hsm).map(([name, command]) => [
      name,
      (request: never) =>
        this.#outside(process, () => (command as (request: never) => Promise<unknown>)(request)),
    ]);
    return Object.fromEntries(commands) as unknown as Hsm;
  }

  /** A call to anything outside: before it and after it the process may be gone, and then nothing goes on. */
  async #outside<Result>(process: Process, work: () => Promise<Result>): Promise<Result> {
    await this.#survive(process);
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      await this.#survive(process);
      throw error;
    }
    await this.#survive(process);
    return result;
  }

  #survive(process: Process): Promise<void> | undefined {
    if (process.isAlive && this.#ports.chaos.strike('host') === 'crash') this.crash();
    return process.isAlive ? undefined : new Promise(() => undefined);
  }

  /** Timers of a process that is gone do nothing. */
  #clockOf(process: Process): Clock {
    const { clock } = this;
    return {
      now: () => clock.now(),
      micros: () => clock.micros(),
      after: (ms, callback) =>
        clock.after(ms, () => {
          if (process.isAlive) callback();
        }),
    };
  }
}
