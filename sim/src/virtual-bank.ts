// A bank behind a link in a simulated world: the real answering of questions over connections, books and a disk of its
// own. It crashes as a host does, and now and then it is gone for longer.

import {
  answerQuestion,
  Connection,
  createGroupCommit,
  createRrnSource,
  defaultLimits,
  type Hsm,
  type IssuerRow,
} from '@tillgate/server/simulation';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import { MachineClock } from './machine-clock.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualDatabase } from './virtual-database.js';
import { virtualDirectory } from './virtual-directory.js';
import type { Listener } from './virtual-network.js';
import { isBug, VirtualProcess } from './virtual-process.js';
import type { VirtualSocket } from './virtual-socket.js';

export interface BankPorts {
  readonly clock: VirtualClock;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly database: VirtualDatabase;
  readonly hsm: Hsm;
  readonly issuer: IssuerRow;
}

const DOWN_MS = 700;
const LARGEST_BATCH = 64;
const GIVE_UP_AFTER_MS = 8_000;
const LEAST_FRAME_BYTES = 20;

interface Running {
  readonly process: VirtualProcess;
  answer(body: Uint8Array): Promise<Uint8Array | undefined>;
}

export class VirtualBank implements Listener {
  readonly clock: MachineClock;
  readonly bugs: string[] = [];
  readonly lines: string[] = [];
  readonly #ports: BankPorts;
  #running: Running | undefined;
  #goneUntil = 0;

  constructor(ports: BankPorts) {
    this.#ports = ports;
    this.clock = new MachineClock(ports.clock);
    this.#start();
  }

  get issuerId(): string {
    return this.#ports.issuer.issuer_id;
  }

  get isUp(): boolean {
    return this.#running !== undefined;
  }

  /** Whether it was taken away, and has not only crashed. */
  get isGone(): boolean {
    return this.#ports.clock.now() < this.#goneUntil;
  }

  accept(socket: VirtualSocket): void {
    if (this.#running === undefined) {
      socket.destroy();
      return;
    }
    const { process, answer } = this.#running;
    process.holds(socket);
    new Connection(socket, undefined, {
      limits: { ...defaultLimits, leastFrameBytes: LEAST_FRAME_BYTES },
      clock: process.clock,
      faults: undefined,
      log: (line) => this.#say(line),
      handle: async (body) => {
        const reply = await answer(body);
        await process.outside(async () => undefined);
        return reply ? { body: reply } : { close: 'this is no question' };
      },
    });
  }

  /** Nobody is there for so long. */
  leave(forMs: number): void {
    this.#goneUntil = this.#ports.clock.now() + forMs;
    this.#end('is gone', forMs);
  }

  #end(how: string, forMs: number): void {
    if (this.#running === undefined) return;
    const { log, clock } = this.#ports;
    log.note(`the bank ${how}`);
    const { process } = this.#running;
    this.#running = undefined;
    process.end();
    clock.after(forMs, () => this.#start());
  }

  #start(): void {
    const { database, chaos, issuer } = this.#ports;
    const onCrash = (): void => this.#end('crashes', DOWN_MS);
    const process = new VirtualProcess('bank', { clock: this.clock, chaos, onCrash });
    const rrns = createRrnSource(() => process.outside(async () => database.nextBlock()));
    const ports = {
      hsm: process.hsmOver(this.#ports.hsm),
      directory: virtualDirectory(database, (work) => process.outside(work)),
      books: createGroupCommit(process.storeIn(database), {
        clock: process.clock,
        largestBatch: LARGEST_BATCH,
        giveUpAfterMs: GIVE_UP_AFTER_MS,
      }),
      issuer,
      clock: process.clock,
      nextRrn: (localDate: string) => rrns.next(localDate),
      failed: (rrn: string, error: unknown) => this.#failed(rrn, error),
    };
    this.#running = { process, answer: (body) => answerQuestion(ports, body) };
  }

  #failed(rrn: string, error: unknown): void {
    this.#say(`question ${rrn} ended in a failure: ${String(error)}`);
    if (isBug(error)) this.bugs.push(`the bank, ${rrn}: ${String(error)}`);
  }

  #say(line: string): void {
    this.lines.push(line);
    this.#ports.log.note(`bank: ${line}`);
  }
}
