// A process on a virtual machine: it ends between any two of its calls outside, and then nothing of it goes on.

import {
  type AuditStore,
  type Clock,
  Fault,
  type Hsm,
  type Store,
  StoreFault,
} from '@tillgate/server/simulation';
import type { Chaos } from './chaos.js';
import type { MachineClock } from './machine-clock.js';
import type { Client, VirtualDatabase } from './virtual-database.js';
import type { VirtualSocket } from './virtual-socket.js';

export interface ProcessPorts {
  readonly clock: MachineClock;
  readonly chaos: Chaos;
  /** A fault strikes this process: whoever runs it ends it. */
  onCrash(): void;
}

export class VirtualProcess implements Client {
  readonly name: string;
  readonly clock: Clock;
  readonly #ports: ProcessPorts;
  readonly #sockets = new Set<VirtualSocket>();
  #isAlive = true;

  constructor(name: string, ports: ProcessPorts) {
    [this.name, this.#ports] = [name, ports];
    const { clock } = ports;
    this.clock = {
      now: () => clock.now(),
      micros: () => clock.micros(),
      after: (ms, callback) => clock.after(ms, this.whileAlive(callback)),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  end(): void {
    this.#isAlive = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Is hung up when the process ends. */
  holds(socket: VirtualSocket): void {
    this.#sockets.add(socket);
  }

  /** The same, and nothing once the process has ended. */
  whileAlive<Told extends unknown[]>(callback: (...told: Told) => void): (...told: Told) => void {
    return (...told) => {
      if (this.#isAlive) callback(...told);
    };
  }

  /** A call to anything outside: before it and after it the process may be gone, and then nothing goes on. */
  async outside<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.#survives()) return never();
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      if (!this.#survives()) return never();
      throw error;
    }
    return this.#survives() ? result : never();
  }

  storeIn(database: VirtualDatabase): Store {
    const store = database.storeFor(this);
    return { transact: (loads, decide) => this.outside(() => store.transact(loads, decide)) };
  }

  auditIn(database: VirtualDatabase): AuditStore {
    return {
      head: () =>
        this.outside(async () => {
          if (!database.isUp) throw new StoreFault('gone', 'the database is away');
          return database.auditHead;
        }),
      append: (entry) => this.outside(() => database.appendAudit(this, entry)),
    };
  }

  hsmOver(hsm: Hsm): Hsm {
    const commands = Object.entries(hsm).map(([name, command]) => [
      name,
      (request: never) => this.outside(() => (command as (request: never) => Promise<unknown>)(request)),
    ]);
    return Object.fromEntries(commands) as unknown as Hsm;
  }

  #survives(): boolean {
    const { chaos, onCrash } = this.#ports;
    if (this.#isAlive && chaos.strike('host') === 'crash') onCrash();
    return this.#isAlive;
  }
}

/** What a process that is gone waits for. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** That the books refuse a row is their last defence, and none of the world's faults. */
export function isBug(error: unknown): boolean {
  return !(error instanceof StoreFault || (error instanceof Fault && error.code !== 'TG_STORE_REFUSED'));
}
