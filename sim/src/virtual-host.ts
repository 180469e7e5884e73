// A host in a simulated world: the real path of a payment and the real connections of the link, joined as a host joins
// them, over virtual ground. A crash takes everything that is not on the disk, between any two of its calls outside.

import { FrameReader, frame } from '@tillgate/pos-protocol';
import {
  type AuditHead,
  type AuditLog,
  answer,
  auditedHsm,
  Connection,
  createGroupCommit,
  createProfileRegistry,
  createRrnSource,
  defaultLimits,
  type GroupCommit,
  type Hsm,
  joinBanks,
  localTimeIn,
  type OpenLine,
  openAuditLog,
  type Stations,
  Timeline,
  takeBack,
  usualBankLimitMs,
} from '@tillgate/server/simulation';
import { ACQUIRER } from './cast.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import { MachineClock } from './machine-clock.js';
import type { VirtualBank } from './virtual-bank.js';
import { virtualBankRecords } from './virtual-bank-records.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualDatabase } from './virtual-database.js';
import { virtualDirectory } from './virtual-directory.js';
import type { Listener, VirtualNetwork } from './virtual-network.js';
import { isBug, VirtualProcess } from './virtual-process.js';
import type { VirtualSocket } from './virtual-socket.js';

export interface HostPorts {
  readonly clock: VirtualClock;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly network: VirtualNetwork;
  readonly database: VirtualDatabase;
  readonly hsm: Hsm;
  /** The bank that decides behind a link, where a world has one. */
  readonly bank: VirtualBank | undefined;
}

const profiles = createProfileRegistry([]);
const DOWN_MS = 700;
const LARGEST_BATCH = 64;
const GIVE_UP_AFTER_MS = 8_000;
/** Longest and shortest message between hosts, in bytes. */
const BANK_FRAME_BYTES = 4096;
const LEAST_BANK_FRAME_BYTES = 20;

/** What is there once the books could be opened. */
interface Serving {
  readonly stations: Stations;
  readonly audit: AuditLog;
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
  /** Lost with a crash. */
  #process: VirtualProcess | undefined;
  #serving: Serving | undefined;

  constructor(name: string, ports: HostPorts) {
    this.#name = name;
    this.#ports = ports;
    this.clock = new MachineClock(ports.clock);
    this.#start();
  }

  get isUp(): boolean {
    return this.#serving !== undefined;
  }

  /** The end of the audit as this host's writer remembers it; undefined while it is down. */
  get auditHead(): AuditHead | undefined {
    return this.#serving?.audit.head;
  }

  accept(socket: VirtualSocket): void {
    const process = this.#process;
    if (process === undefined || this.#serving === undefined) {
      socket.destroy();
      return;
    }
    const { stations } = this.#serving;
    process.holds(socket);
    new Connection(socket, undefined, {
      limits: defaultLimits,
      clock: process.clock,
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
        await process.outside(async () => undefined);
        return { body: reply.body, undelivered: () => void takeBack(stations, reply) };
      },
    });
  }

  /** Gone between one call and the next; back after a moment. */
  crash(): void {
    if (this.#process === undefined) return;
    this.#ports.log.note(`${this.#name} crashes`);
    this.#end(this.#process);
  }

  #end(process: VirtualProcess): void {
    this.#process = undefined;
    this.#serving = undefined;
    process.end();
    this.#ports.clock.after(DOWN_MS, () => this.#start());
  }

  #start(): void {
    const ports = { clock: this.clock, chaos: this.#ports.chaos, onCrash: () => this.crash() };
    const process = new VirtualProcess(this.#name, ports);
    this.#process = process;
    const opened = this.#open(process).then((serving) => {
      this.#serving = serving;
    });
    opened.catch((error: unknown) => {
      this.#say(`could not start: ${String(error)}`);
      if (isBug(error)) this.bugs.push(`the start: ${String(error)}`);
      this.#end(process);
    });
  }

  async #open(process: VirtualProcess): Promise<Serving> {
    const { database } = this.#ports;
    const audit = await openAuditLog(process.auditIn(database), {
      clock: process.clock,
      log: (line) => this.#say(line),
    });
    const books = createGroupCommit(process.storeIn(database), {
      clock: process.clock,
      largestBatch: LARGEST_BATCH,
      giveUpAfterMs: GIVE_UP_AFTER_MS,
    });
    const rrns = createRrnSource(() => process.outside(async () => database.nextBlock()));
    const hsm = auditedHsm(process.hsmOver(this.#ports.hsm), audit, 'payment path');
    const directory = virtualDirectory(database, (work) => process.outside(work));
    const stations: Stations = {
      banks: this.#joinBanks(process, hsm, books),
      hsm,
      directory,
      books,
      ports: {
        hsm,
        ...ACQUIRER,
        issuerName: (issuerId) => directory.issuer(issuerId)?.name_zh ?? '',
        localTime: this.#localTime,
        phonePage: () => '',
        nextRrn: (localDate) => rrns.next(localDate),
        bodyLayouts: profiles.bodyLayouts,
        profileOf: async (terminalId) =>
          profiles.named(database.tables.terminals.get(terminalId)?.profile ?? ''),
      },
      keyUsed: () => undefined,
      security: { accepted: () => undefined, answered: () => undefined },
      failed: (rrn, error) => this.#failed(rrn, error),
    };
    return { stations, audit };
  }

  #joinBanks(process: VirtualProcess, hsm: Hsm, books: GroupCommit): ReturnType<typeof joinBanks> {
    const { bank, database } = this.#ports;
    return joinBanks({
      lines: new Map(bank && [[bank.issuerId, this.#lineTo(bank, process)]]),
      limitMs: usualBankLimitMs,
      records: virtualBankRecords(database, hsm, (work) => process.outside(work)),
      hsm,
      books,
      clock: process.clock,
      acquirerId: ACQUIRER.acquirerId,
      log: (line) => this.#say(line),
    });
  }

  #lineTo(bank: VirtualBank, process: VirtualProcess): OpenLine {
    return ({ onBody, onClose }) =>
      process.outside(async () => {
        const reader = new FrameReader(BANK_FRAME_BYTES, LEAST_BANK_FRAME_BYTES);
        // As with a socket: whoever hangs up is told, too.
        const hangUp = (): void => {
          line?.close();
          process.whileAlive(onClose)();
        };
        const line = await this.#ports.network.dialBank(this.#name, bank, {
          onBytes: process.whileAlive((bytes) => {
            for (const body of reader.push(bytes)) onBody(body);
            if (reader.broken !== undefined) hangUp();
          }),
          onClose: process.whileAlive(onClose),
        });
        if (line === undefined) throw new Error('nobody listens there');
        return {
          send(body) {
            if (line.isClosed) return false;
            line.send(frame(body));
            return true;
          },
          close: () => line.close(),
        };
      });
  }

  /** Faults of the world are expected; anything else is a bug of the host. */
  #failed(rrn: string, error: unknown): void {
    this.#say(`request ${rrn} ended in a failure: ${String(error)}`);
    if (isBug(error)) this.bugs.push(`${rrn}: ${String(error)}`);
  }

  #say(line: string): void {
    this.lines.push(line);
    this.#ports.log.note(`${this.#name}: ${line}`);
  }
}
