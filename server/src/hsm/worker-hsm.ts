// The client of the HSM's worker thread. What is asked in one tick, or while a batch is under way, goes
// as one batch; nothing waits for company. A worker that died is started again, later each time it fails.

import { Worker } from 'node:worker_threads';
import { type Clock, systemClock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { readAnswer, writeRequest } from './batch.js';
import type { CommandAnswer, CommandName, CommandRequest, Hsm } from './hsm.js';
import { hsmOver } from './hsm-over.js';
import { PackedReader, PackedWriter } from './packing.js';
import type { WorkerGreeting, WorkerStart } from './worker.js';

/** A batch of this many PIN commands takes the worker about forty milliseconds. */
const WAITING_MAX = 4096;
const FIRST_RESTART_MS = 50;
const LAST_RESTART_MS = 5000;

export interface HsmOptions {
  /** Holds `component-1`, `component-2` and `check-value`; see `createLmkComponents`. */
  readonly lmkFolder: string;
  /** `js` is several times faster on single blocks, `node` is OpenSSL's. */
  readonly ciphers?: 'js' | 'node';
  readonly clock?: Clock;
  /** Told each time the thread ends by itself; calls then fail until it runs again. */
  readonly onDeath?: ((cause: Error | undefined) => void) | undefined;
  /** Told each thread that is started, as the way to end it: what a run that kills it needs. */
  readonly onSpawn?: ((end: () => void) => void) | undefined;
}

/** @throws Fault TG_LMK_MISSING, TG_LMK_FILE_MODE, TG_LMK_CHECK_VALUE, TG_HSM_UNREACHABLE */
export function startHsm(options: HsmOptions): Promise<Hsm> {
  const workerData: WorkerStart = { lmkFolder: options.lmkFolder, ciphers: options.ciphers ?? 'js' };
  const spawn = (): Worker => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, env: {} });
    options.onSpawn?.(() => void worker.terminate());
    return worker;
  };
  return startHsmOn(spawn, options.clock ?? systemClock, options.onDeath);
}

/** As `startHsm`, with the thread made by the caller: a test ends it to see what happens. */
export async function startHsmOn(
  spawn: () => Worker,
  clock: Clock,
  onDeath: HsmOptions['onDeath'] = () => undefined,
): Promise<Hsm> {
  const client = new WorkerClient(spawn, clock, onDeath);
  await client.start();
  return hsmOver(
    (command, request) => client.call(command, request),
    () => client.close(),
  );
}

/** Takes the next answer from a batch and settles the caller's promise with it. */
interface PendingCall {
  take(answers: PackedReader): void;
  reject(fault: Fault): void;
}

class WorkerClient {
  readonly #spawn: () => Worker;
  readonly #clock: Clock;
  readonly #onDeath: (cause: Error | undefined) => void;
  readonly #requests = new PackedWriter();
  #worker: Worker | undefined;
  /** Calls packed in `#requests`, in that order. */
  #waiting: PendingCall[] = [];
  #underWay: PendingCall[] = [];
  #flushScheduled = false;
  #restartMs = FIRST_RESTART_MS;
  #cancelRestart: (() => void) | undefined;
  #closed = false;

  constructor(spawn: () => Worker, clock: Clock, onDeath: (cause: Error | undefined) => void) {
    this.#spawn = spawn;
    this.#clock = clock;
    this.#onDeath = onDeath;
  }

  /** Starts a worker and waits for its greeting. */
  start(): Promise<void> {
    const worker = this.#spawn();
    let cause: Error | undefined;
    return new Promise((resolve, reject) => {
      worker.once('message', (greeting: WorkerGreeting) => {
        if (greeting !== 'ready' || this.#closed) {
          const code = greeting === 'ready' ? 'TG_HSM_UNREACHABLE' : greeting.refused;
          reject(new Fault(code as `TG_${string}`, 'the HSM does not start'));
          void worker.terminate();
          return;
        }
        this.#worker = worker;
        this.#restartMs = FIRST_RESTART_MS;
        worker.on('message', (answers: Uint8Array) => this.#settle(answers));
        resolve();
      });
      worker.once('error', (error: Error) => {
        cause = error;
      });
      worker.once('exit', () => {
        reject(unreachable());
        if (this.#worker === worker) this.#died(cause);
      });
    });
  }

  call<C extends CommandName>(command: C, request: CommandRequest<C>): Promise<CommandAnswer<C>> {
    return new Promise((resolve, reject) => {
      if (!this.#worker) throw unreachable();
      if (this.#waiting.length >= WAITING_MAX)
        throw new Fault('TG_HSM_BUSY', 'too many calls wait for the HSM');
      writeRequest(this.#requests, command, request);
      this.#waiting.push({
        take: (answers) => {
          const answer = readAnswer(answers, command);
          if (answer instanceof Fault) reject(answer);
          else resolve(answer);
        },
        reject,
      });
      this.#scheduleFlush();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRestart?.();
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll();
    await worker?.terminate();
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled || this.#underWay.length > 0) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#worker || this.#waiting.length === 0) return;
    this.#underWay = this.#waiting;
    this.#waiting = [];
    const packed = this.#requests.take();
    this.#worker.postMessage(packed, [packed.buffer]);
  }

  #settle(packed: Uint8Array): void {
    const calls = this.#underWay;
    this.#underWay = [];
    this.#flush();
    const answers = new PackedReader(packed);
    for (const call of calls) call.take(answers);
  }

  #died(cause: Error | undefined): void {
    this.#worker = undefined;
    this.#onDeath(cause);
    this.#rejectAll();
    this.#restartLater();
  }

  #restartLater(): void {
    if (this.#closed) return;
    this.#cancelRestart = this.#clock.after(this.#restartMs, () => {
      this.start().catch(() => this.#restartLater());
    });
    this.#restartMs = Math.min(2 * this.#restartMs, LAST_RESTART_MS);
  }

  #rejectAll(): void {
    const calls = [...this.#underWay, ...this.#waiting];
    this.#underWay = [];
    this.#waiting = [];
    this.#requests.take();
    for (const call of calls) call.reject(unreachable());
  }
}

function unreachable(): Fault {
  return new Fault('TG_HSM_UNREACHABLE', 'the HSM is not running');
}
