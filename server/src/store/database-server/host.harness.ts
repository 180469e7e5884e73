// Starts, kills and stops hosts in processes of their own, for the tests of the supervisor.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { systemClock } from '../../kernel/clock.js';
import type { ProgramSource } from './program.js';

const LINE_LIMIT_MS = 60_000;

export interface HostReport {
  readonly socketFolder: string;
  readonly password: string;
  readonly source: ProgramSource;
  readonly versionText: string;
  readonly adopted: boolean;
  readonly fault?: string;
  readonly message?: string;
}

export interface TestHost {
  readonly report: HostReport;
  readonly pid: number;
  /** From the start of the process to its report. */
  readonly startedInMs: number;
  /** Resolves with the next line that the host prints. */
  nextLine(): Promise<string>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestFolders {
  readonly dataDir: string;
  readonly stagingPlace: string;
  remove(): void;
}

/** Folders that the database's user may pass through; `closed`: the data directory lies where it may not. */
export function testFolders(access: 'open' | 'closed' = 'open'): TestFolders {
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
  chmodSync(folder, access === 'open' ? 0o711 : 0o700);
  const stagingPlace = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
  chmodSync(stagingPlace, 0o711);
  const remove = (): void => {
    for (const path of [folder, stagingPlace]) rmSync(path, { recursive: true, force: true });
  };
  return { dataDir: join(folder, 'data'), stagingPlace, remove };
}

export async function startHost(folders: TestFolders, source?: ProgramSource): Promise<TestHost> {
  const began = systemClock.micros();
  const script = fileURLToPath(new URL('./host.fixture.js', import.meta.url));
  const child = spawn(process.execPath, [script, folders.dataDir, source ?? '', folders.stagingPlace], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const report = JSON.parse(await line(child)) as HostReport;
  const startedInMs = (systemClock.micros() - began) / 1000;
  return {
    report,
    pid: child.pid ?? 0,
    startedInMs,
    nextLine: () => line(child),
    kill: () => end(child, () => child.kill('SIGKILL')),
    stop: () => end(child, () => child.stdin.end()),
  };
}

async function line(child: ChildProcess): Promise<string> {
  // A host that says nothing is a failure of its test, not a run without end.
  const signal = AbortSignal.timeout(LINE_LIMIT_MS);
  const [chunk] = (await once(child.stdout!, 'data', { signal })) as [Buffer];
  return chunk.toString('utf8').trim();
}

async function end(child: ChildProcess, signal: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  signal();
  await exited;
}

/** The process number of the database server, from its lock file. */
export function postmasterPid(folders: TestFolders): number {
  const file = readFileSync(join(folders.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

/** Runs one query in the database of a host. */
export async function query(report: HostReport, text: string): Promise<readonly postgres.Row[]> {
  const { socketFolder: host, password } = report;
  const sql = postgres({
    host,
    user: 'tillgate',
    database: 'tillgate',
    password,
    max: 1,
    onnotice: () => {},
  });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
