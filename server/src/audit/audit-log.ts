// The one writer of the audit. Uses of the payment path are counted in memory and written once a second, off that
// path; who makes, changes or hands out keys waits until the entry is durable. What cannot be written is kept, in
// bounded room, until it can.

import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import {
  type AuditEntry,
  type AuditedUse,
  type AuditHead,
  type AuditLine,
  nextEntry,
} from './audit-chain.js';

/** Where entries are kept. */
export interface AuditStore {
  head(): Promise<AuditHead>;
  /** Once, however often it is asked. `taken` when another host's entry has this number. */
  append(entry: AuditEntry): Promise<'appended' | 'taken'>;
}

export interface AuditLogOptions {
  readonly clock: Clock;
  /** One line for the operator. */
  readonly log: (line: string) => void;
}

export interface AuditLog {
  /** Counts a use; it is written within a second. */
  note(use: AuditedUse): void;
  /** Resolves when the use is durable. @throws Fault TG_AUDIT_UNAVAILABLE after eight seconds, TG_AUDIT_BUSY */
  record(use: AuditedUse): Promise<void>;
  /** The end of the chain as this writer left it. */
  readonly head: AuditHead;
  /** Writes what is left, once. */
  close(): Promise<void>;
}

interface Waiting {
  readonly since: number;
  resolve(): void;
  reject(fault: Fault): void;
}

interface Count {
  readonly use: AuditedUse;
  count: number;
}

/** An entry on its way, and who waits for it. */
interface Unwritten {
  readonly from: number;
  readonly at: number;
  readonly uses: readonly AuditLine[];
  readonly waiting: readonly Waiting[];
  readonly entry: AuditEntry;
}

const WRITE_EVERY_MS = 1000;
const RETRY_MS = 500;
const GIVE_UP_AFTER_MS = 8000;
/** Different uses that one entry holds; beyond them, keys are no longer told apart until it is written. */
const USES_MAX = 4096;
const WAITING_MAX = 1024;
const MANY_KEYS = '(many)';

export async function openAuditLog(store: AuditStore, options: AuditLogOptions): Promise<AuditLog> {
  return new Writer(store, options, await store.head());
}

class Writer implements AuditLog {
  readonly #store: AuditStore;
  readonly #options: AuditLogOptions;
  #head: AuditHead;
  #counts = new Map<string, Count>();
  #from = 0;
  #waiting: Waiting[] = [];
  #unwritten: Unwritten | undefined;
  #timerRuns = false;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(store: AuditStore, options: AuditLogOptions, head: AuditHead) {
    this.#store = store;
    this.#options = options;
    this.#head = head;
  }

  get head(): AuditHead {
    return this.#head;
  }

  note(use: AuditedUse): void {
    this.#count(use);
    this.#writeLater(WRITE_EVERY_MS);
  }

  record(use: AuditedUse): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(new Fault('TG_AUDIT_BUSY', 'too many commands wait for their audit entry'));
    }
    this.#count(use);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ since: this.#options.clock.now(), resolve, reject });
      this.#write();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    // At most what failed before, and what has been counted since.
    for (let entries = 0; entries < 2 && this.#hasMore; entries += 1) {
      await this.#writeOnce().catch((error: unknown) => this.#options.log(told(error)));
    }
  }

  #count(use: AuditedUse): void {
    const name = `${use.command}\n${use.key}\n${use.result}\n${use.who}`;
    const count = this.#counts.get(name);
    if (count) {
      count.count += 1;
      return;
    }
    if (this.#counts.size === 0) this.#from = this.#options.clock.now();
    if (this.#counts.size < USES_MAX || use.key === MANY_KEYS) this.#counts.set(name, { use, count: 1 });
    else this.#count({ ...use, key: MANY_KEYS });
  }

  get #hasMore(): boolean {
    return this.#unwritten !== undefined || this.#counts.size > 0;
  }

  #writeLater(ms: number): void {
    if (this.#timerRuns || this.#closed) return;
    this.#timerRuns = true;
    this.#options.clock.after(ms, () => {
      this.#timerRuns = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#writing || !this.#hasMore) return;
    this.#writing = this.#writeOnce()
      .catch((error: unknown) => {
        this.#options.log(told(error));
        this.#giveUpOld();
        this.#writeLater(RETRY_MS);
      })
      .finally(() => {
        this.#writing = undefined;
        if (this.#waiting.length > 0 && !this.#timerRuns) this.#write();
        else if (this.#hasMore) this.#writeLater(WRITE_EVERY_MS);
      });
  }

  /** What could not be written stays as it is until it can: the entry may be there, its answer lost. */
  async #writeOnce(): Promise<void> {
    this.#unwritten ??= this.#takeCounted();
    const { from, at, uses } = this.#unwritten;
    let { entry } = this.#unwritten;
    while ((await this.#store.append(entry)) === 'taken') {
      entry = nextEntry(await this.#store.head(), from, at, uses);
      this.#unwritten = { ...this.#unwritten, entry };
    }
    this.#head = entry;
    const { waiting } = this.#unwritten;
    this.#unwritten = undefined;
    for (const one of waiting) one.resolve();
  }

  #takeCounted(): Unwritten {
    const uses = [...this.#counts.values()].map(({ use, count }) => ({ ...use, count }));
    const [from, at, waiting] = [this.#from, this.#options.clock.now(), this.#waiting];
    this.#counts = new Map();
    this.#waiting = [];
    return { from, at, uses, waiting, entry: nextEntry(this.#head, from, at, uses) };
  }

  #giveUpOld(): void {
    this.#waiting = this.#stillWaiting(this.#waiting);
    if (this.#unwritten) {
      this.#unwritten = { ...this.#unwritten, waiting: this.#stillWaiting(this.#unwritten.waiting) };
    }
  }

  #stillWaiting(waiting: readonly Waiting[]): Waiting[] {
    const oldest = this.#options.clock.now() - GIVE_UP_AFTER_MS;
    for (const one of waiting) {
      if (one.since <= oldest) one.reject(new Fault('TG_AUDIT_UNAVAILABLE', 'the audit cannot be written'));
    }
    return waiting.filter((one) => one.since > oldest);
  }
}

function told(error: unknown): string {
  return `the audit was not written: ${(error as Error).message}`;
}
