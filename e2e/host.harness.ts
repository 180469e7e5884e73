// A host in a process of its own for the stories: started with the command line that people use, stopped in order
// or killed, alone or with its database, and asked through the command line. Nothing stays behind.

import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const TILLGATE = fileURLToPath(new URL('../../server/bin/tillgate.js', import.meta.url));
const LOAD_HOST = fileURLToPath(new URL('../../server/dist/cli/bench-host.js', import.meta.url));
const START_LIMIT_MS = 60_000;
/** A pool may find out connection by connection that its database is another one now. */
const DATABASE_BACK_LIMIT_MS = 10_000;
const END_LIMIT_MS = 30_000;

/** A host that is not wanted here must not be found: no address, port or database from outside. */
const env: NodeJS.ProcessEnv = {
  ...process.env,
  TILLGATE_DATABASE_URL: '',
  TILLGATE_DATA_DIR: '',
  LANG: 'C',
};

export interface RunningHost {
  readonly http: string;
  readonly posPort: number;
  readonly posTlsPort: number;
  /** Where host commands are taken; undefined unless asked for. */
  readonly hostCommands: string | undefined;
  readonly pid: number;
  /** From the start of the process to its line `ready`. */
  readonly readyInMs: number;
  /** All that it said on standard error so far. */
  said(): string;
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  /** SIGTERM; fails unless it ends with 0. */
  stop(): Promise<void>;
  /** kill -9 of the host's process alone. */
  kill(): Promise<void>;
  /** kill -9 of the host and its database. */
  killWithDatabase(): Promise<void>;
}

/** A bank by itself, with a data place of its own. */
export interface BankProcess {
  readonly port: number;
  /** It keeps its connections and does nothing. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

interface Spawned {
  readonly child: ChildProcess;
  out(): string;
  said(): string;
}

/** Where hosts of a story keep their data; one at a time runs on it. */
export class DataPlace {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tillgate-e2e-'));
  readonly #children: ChildProcess[] = [];
  /** A PostgreSQL that is there already, instead of one of its own. */
  databaseUrl = '';
  /** What its processes find in their environment besides what the test's own had from its start. */
  env: NodeJS.ProcessEnv = {};

  constructor() {
    // The database runs as another user when we are root, and has to pass through.
    chmodSync(this.#folder, 0o711);
  }

  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  /** Starts `tillgate up` and waits for its line `ready`; rejects with what it said when it ends before. */
  async up(...more: readonly string[]): Promise<RunningHost> {
    const began = performance.now();
    const host = this.spawn(
      'up',
      ...more,
      ...['http', 'pos', 'pos-tls'].flatMap((name) => [`--${name}-port`, '0']),
    );
    const line = await readyLine(host);
    const readyInMs = performance.now() - began;
    const ready = JSON.parse(line) as {
      http: string;
      pos: string;
      posTls: string;
      hostCommands?: string;
      pid: number;
    };
    const ended = exitOf(host.child);
    const kill = async (): Promise<void> => {
      process.kill(ready.pid, 'SIGKILL');
      await ended;
    };
    return {
      http: ready.http,
      posPort: Number(ready.pos.split(':').at(-1)),
      posTlsPort: Number(ready.posTls.split(':').at(-1)),
      hostCommands: ready.hostCommands,
      pid: ready.pid,
      readyInMs,
      said: host.said,
      ended,
      kill,
      stop: async () => {
        process.kill(ready.pid, 'SIGTERM');
        assert.equal(await within(ended, END_LIMIT_MS, 'the host stops'), 0, host.said());
      },
      killWithDatabase: async () => {
        this.killDatabase();
        await kill();
      },
    };
  }

  /** Starts `tillgate bank` and waits for its line `ready`. */
  async bank(issuerId: string, port: number): Promise<BankProcess> {
    const bank = this.spawn('bank', '--issuer', issuerId, '--port', String(port));
    const ready = JSON.parse(await readyLine(bank)) as { bank: string; pid: number };
    const ended = exitOf(bank.child);
    return {
      port: Number(ready.bank.split(':').at(-1)),
      pause: () => void process.kill(ready.pid, 'SIGSTOP'),
      resume: () => void process.kill(ready.pid, 'SIGCONT'),
      async kill() {
        process.kill(ready.pid, 'SIGKILL');
        await ended;
      },
      async stop() {
        process.kill(ready.pid, 'SIGTERM');
        assert.equal(await within(ended, END_LIMIT_MS, 'the bank stops'), 0, bank.said());
      },
    };
  }

  /** Loads the world of a load run, with so many terminals, before the first `up`. */
  async loadWorld(terminals: number): Promise<void> {
    const child = fork(LOAD_HOST, [this.dataDir, '256', String(terminals)], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children.push(child);
    await within(once(child, 'message'), START_LIMIT_MS, 'the load world is there');
    const ended = exitOf(child);
    child.send('stop');
    assert.equal(await within(ended, END_LIMIT_MS, 'the loading host stops'), 0);
  }

  /** Runs one command on this data directory to its end. */
  run(...args: readonly string[]): Promise<CommandResult> {
    return this.#runToEnd(this.spawn(...args), args);
  }

  /** The same for a command that reads lines from standard input. */
  runWith(lines: readonly string[], ...args: readonly string[]): Promise<CommandResult> {
    const command = this.#spawn(args, 'pipe');
    command.child.stdin?.end(`${lines.join('\n')}\n`);
    return this.#runToEnd(command, args);
  }

  async #runToEnd(command: Spawned, args: readonly string[]): Promise<CommandResult> {
    const code = await within(exitOf(command.child), END_LIMIT_MS, `tillgate ${args.join(' ')} ends`);
    return { code, out: command.out(), said: command.said() };
  }

  /** The parsed `-o json` of a command that must end with 0; asked again while the host has no database. */
  async json<Shape>(...args: readonly string[]): Promise<Shape> {
    const until = performance.now() + DATABASE_BACK_LIMIT_MS;
    for (;;) {
      const { code, out, said } = await this.run(...args, '-o', 'json');
      if (code === 0) return JSON.parse(out) as Shape;
      assert.ok(/database cannot be reached/.test(said) && performance.now() < until, said);
    }
  }

  spawn(...args: readonly string[]): Spawned {
    return this.#spawn(args, 'ignore');
  }

  #spawn(args: readonly string[], stdin: 'ignore' | 'pipe'): Spawned {
    const child = spawn(process.execPath, [TILLGATE, ...args, '--data', this.dataDir], {
      env: { ...env, ...this.env, TILLGATE_DATABASE_URL: this.databaseUrl },
      stdio: [stdin, 'pipe', 'pipe'],
    });
    this.#children.push(child);
    const [out, said]: [string[], string[]] = [[], []];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    return { child, out: () => out.join(''), said: () => said.join('') };
  }

  /** kill -9 of the database's first process; those that it started end by themselves. */
  killDatabase(): void {
    process.kill(this.#databasePid()!, 'SIGKILL');
  }

  /** Ends whatever still runs here and removes the data. */
  async remove(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = exitOf(child);
      child.kill('SIGKILL');
      await ended;
    }
    const database = this.#databasePid();
    if (database !== undefined && isAlive(database)) {
      // SIGQUIT: ends at once, and takes its processes and its shared memory along.
      process.kill(database, 'SIGQUIT');
      for (let waits = 0; waits < 200 && isAlive(database); waits += 1) await pause(25);
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The path of the `postgres` that runs. */
  databaseProgram(): string {
    return readlinkSync(`/proc/${this.#databasePid()}/exe`);
  }

  #databasePid(): number | undefined {
    try {
      const file = readFileSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
      return Number(file.split('\n')[0]);
    } catch {
      return undefined;
    }
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return once(child, 'close').then(([code]) => code as number | null);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function readyLine(host: ReturnType<DataPlace['spawn']>): Promise<string> {
  const found = new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const line = /^ready (\{.*\})$/m.exec(host.out())?.[1];
      if (line !== undefined) resolve(line);
    };
    host.child.stdout?.on('data', look);
    void exitOf(host.child).then((code) => reject(new Error(`the host ended with ${code}: ${host.said()}`)));
  });
  return within(found, START_LIMIT_MS, 'the host is ready');
}

/** The promise's value, or a failure that says what did not happen in time. */
export async function within<Value>(promise: Promise<Value>, limitMs: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${limitMs} ms: ${what}`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
