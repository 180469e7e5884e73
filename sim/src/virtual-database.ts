// The database of a simulated world: the tables of the memory store, and below them a write-ahead journal on a virtual
// disk. A step is in the tables only when its whole record is synced; what a restart finds of a record that was not is
// decided by its checksum.

import { crc32 } from 'node:zlib';
import {
  type AuditEntry,
  type AuditHead,
  type Changes,
  EMPTY_CHAIN,
  type IssuerRow,
  type LoadedRows,
  type LoadSet,
  MemoryStore,
  type Store,
  StoreFault,
} from '@tillgate/server/simulation';
import type { DiskRecord } from './auditor/evidence.js';
import type { Chaos } from './chaos.js';
import type { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import type { VirtualClock } from './virtual-clock.js';

export interface DatabasePorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly chaos: Chaos;
  readonly log: EventLog;
  readonly order: () => number;
}

/** A host's view of whether it is still there to send the second half of a transaction. */
export interface Client {
  readonly name: string;
  readonly isAlive: boolean;
}

const LOAD_MS = 1;
const SYNC_MS = 2;
const RESTART_MS = 900;
/** Somebody makes room. */
const FULL_MS = 1_000;

/** What goes to the journal as one: a step of the books, or an entry of the audit. */
type Whole = { readonly changes: Changes } | { readonly entry: AuditEntry };

/** A record at the end of the journal that no sync has covered yet. */
interface Tail {
  readonly by: string;
  /** What was to be written, and what of it reached the disk. */
  readonly meant: string;
  readonly written: string;
  readonly whole: Whole;
}

export class VirtualDatabase {
  readonly tables: MemoryStore = new MemoryStore();
  /** Set up once; no step changes them. */
  readonly issuers: Map<string, IssuerRow> = new Map();
  readonly disk: DiskRecord[] = [];
  /** The table of the audit's entries: one record each, its text the line of the chain. */
  readonly auditDisk: DiskRecord[] = [];
  auditHead: AuditHead = EMPTY_CHAIN;
  readonly #auditHashes: Map<number, string> = new Map();
  /** RRNs of what a bank behind a link is still to be told, the oldest first, and has not answered. */
  readonly openForwards: Set<string> = new Set();
  readonly openQuestions: Set<string> = new Set();
  /** By the number of the card. */
  readonly sealedPans: Map<number, string> = new Map();
  readonly #ports: DatabasePorts;
  #tail: Tail | undefined;
  #turn: Promise<void> = Promise.resolve();
  /** Goes up with each restart: transactions of an older one are over. */
  #run = 0;
  #awayUntil = 0;
  #fullUntil = 0;
  #blocks = 0;

  constructor(ports: DatabasePorts) {
    this.#ports = ports;
  }

  storeFor(client: Client): Store {
    return { transact: (loads, decide) => this.#transact(client, loads, decide) };
  }

  get isUp(): boolean {
    return this.#ports.clock.now() >= this.#awayUntil;
  }

  /** The next block of reference numbers; a sequence never goes back. */
  nextBlock(): number {
    if (!this.isUp) throw new StoreFault('gone', 'the database is away');
    this.#blocks += 1;
    return this.#blocks;
  }

  /** The process dies and is started again; it reads what the disk has. */
  restart(awayMs: number = RESTART_MS): void {
    this.#run += 1;
    this.#awayUntil = Math.max(this.#awayUntil, this.#ports.clock.now() + awayMs);
    const tail = this.#tail;
    this.#tail = undefined;
    this.#ports.log.note(`the database restarts, away for ${awayMs} ms`);
    // A whole record that was not synced has reached the disk, or it has not.
    const isThere = tail !== undefined && crc32(tail.written) === crc32(tail.meant);
    if (isThere && this.#ports.random.chance(0.5)) this.#apply(tail);
  }

  /**
   * What a bank or an operator does at a desk: under the same locks as everything else. False when the database is
   * away.
   */
  change(by: string, decide: (tables: MemoryStore) => Partial<Changes>): Promise<boolean> {
    const done = this.#turn.then(() => {
      if (!this.isUp) return false;
      this.#apply(recordOf(by, { changes: { ...nothing, ...decide(this.tables) } }));
      return true;
    });
    this.#turn = done.then(() => undefined);
    return done;
  }

  async #transact(
    client: Client,
    loads: readonly LoadSet[],
    decide: (rows: LoadedRows) => Changes,
  ): Promise<void> {
    // Transactions take turns, as locks on the same rows would make them.
    const step = this.#turn.then(() => this.#step(client, loads, decide));
    this.#turn = step.catch(() => undefined);
    return step;
  }

  async #step(
    client: Client,
    loads: readonly LoadSet[],
    decide: (rows: LoadedRows) => Changes,
  ): Promise<void> {
    await this.#begin(client);
    const changes = decide(this.tables.load(loads));
    this.tables.check(changes);
    await this.#commit(client.name, { changes });
  }

  /** The number of an entry is taken once, as the table's key makes it. */
  appendAudit(client: Client, entry: AuditEntry): Promise<'appended' | 'taken'> {
    const step = this.#turn.then(async () => {
      await this.#begin(client);
      const kept = this.#auditHashes.get(entry.sequence);
      if (kept !== undefined) return kept === entry.sha256 ? 'appended' : 'taken';
      await this.#commit(client.name, { entry });
      return 'appended';
    });
    this.#turn = step.then(
      () => undefined,
      () => undefined,
    );
    return step;
  }

  async #begin(client: Client): Promise<void> {
    const run = this.#run;
    this.#requireUp();
    await this.#ports.clock.wait(LOAD_MS);
    if (run !== this.#run || !client.isAlive) throw new StoreFault('gone', 'rolled back');
  }

  /** Written, synced, applied; what goes wrong here the caller can tell apart only as "gone" and "unknown". */
  async #commit(by: string, whole: Whole): Promise<void> {
    const { clock, chaos, log } = this.#ports;
    const run = this.#run;
    this.#append(by, whole);
    await clock.wait(SYNC_MS);
    if (run !== this.#run) throw new StoreFault('unknown', 'the database restarted while committing');
    if (chaos.strike('sync') === 'fsync-error') {
      // What was not synced may be lost: the database stops, as it must, and replays its journal.
      log.note('fsync fails');
      this.restart();
      throw new StoreFault('unknown', 'the database stopped while committing');
    }
    this.#apply(this.#tail!);
    this.#tail = undefined;
    if (chaos.strike('told') === 'commit-unknown') {
      log.note('the connection breaks after the commit');
      throw new StoreFault('unknown', 'the connection broke while committing');
    }
  }

  /** Puts the record at the end of the journal. */
  #append(by: string, whole: Whole): void {
    const { clock, chaos, log, random } = this.#ports;
    if (clock.now() < this.#fullUntil) {
      chaos.hit('disk-full');
      throw new StoreFault('gone', 'no space left on the device');
    }
    const record = recordOf(by, whole);
    const fault = chaos.strike('append');
    if (fault !== undefined) log.note(`${fault} at the journal`);
    switch (fault) {
      case 'disk-full':
        this.#fullUntil = clock.now() + FULL_MS;
        throw new StoreFault('gone', 'no space left on the device');
      case 'short-write':
        // Fewer bytes than asked: the transaction is undone, and the record is no record.
        this.#tail = { ...record, written: record.written.slice(0, random.below(record.written.length)) };
        this.restart(0);
        throw new StoreFault('gone', 'short write');
      case 'torn-write': {
        // The power goes while sectors are on their way: some are there, some are not.
        const hole = random.below(Math.max(1, record.written.length - 16));
        const torn = `${record.written.slice(0, hole)}${'\0'.repeat(16)}${record.written.slice(hole + 16)}`;
        this.#tail = { ...record, written: torn };
        this.restart();
        throw new StoreFault('unknown', 'the database stopped while writing');
      }
      default:
        this.#tail = record;
    }
  }

  #apply({ by, meant: text, whole }: Tail): void {
    const { clock, log, order } = this.#ports;
    const record = { order: order(), at: clock.now(), by, text };
    if ('entry' in whole) {
      this.auditHead = whole.entry;
      this.#auditHashes.set(whole.entry.sequence, whole.entry.sha256);
      this.auditDisk.push(record);
    } else {
      this.tables.apply(whole.changes);
      this.#noteOpen(whole.changes);
      this.disk.push(record);
    }
    log.note(`durable for ${by}: ${text}`);
  }

  #noteOpen({ forwards, newTransactions, changedTransactions }: Changes): void {
    for (const { rrn, state } of forwards) {
      if (state === 'waiting') this.openForwards.add(rrn);
      else this.openForwards.delete(rrn);
    }
    for (const { rrn } of [...newTransactions, ...changedTransactions]) {
      // A row that was there before stays as it is.
      const row = this.tables.transactions.get(rrn);
      if (row?.state === 'in-doubt' && row.reason === 'issuer.asked') this.openQuestions.add(rrn);
      else this.openQuestions.delete(rrn);
    }
  }

  #requireUp(): void {
    if (this.isUp) return;
    throw new StoreFault('gone', 'the database is away');
  }
}

const nothing: Changes = {
  ...{
    terminals: [],
    cards: [],
    changedTransactions: [],
    newTransactions: [],
    tombstones: [],
    entrySets: [],
  },
  ...{ forwards: [], settlements: [], batchItems: [], signatures: [], traces: [] },
};

function recordOf(by: string, whole: Whole): Tail {
  const text = 'entry' in whole ? whole.entry.text : JSON.stringify(whole.changes);
  return { by, meant: text, written: text, whole };
}
