// The PostgreSQL server process of one cluster: found by its own lock file `postmaster.pid`, started, waited
// for and stopped. It outlives a killed host, so every question is asked of the machine, not of memory.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.js';
import type { DatabaseHome } from './home.js';
import type { Program } from './program.js';
import { serverSettings } from './settings.js';

/** The lock file of a running, or killed, server. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  /** False while it starts, recovers or stops. */
  readonly ready: boolean;
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

const SERVER_LOG_MAX_BYTES = 4 * 1024 * 1024;
/** The signals of each way to stop, and how long each may take: fast, immediate, killed (pg_ctl's modes). */
const WAYS_TO_STOP = {
  orderly: [
    ['SIGINT', 10_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ],
  /** For a server that does not answer; what it had committed is in its log. */
  forced: [
    ['SIGQUIT', 500],
    ['SIGKILL', 3_000],
  ],
} as const;

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** What `postmaster.pid` says (PostgreSQL's pidfile.h: one fact a line); undefined when there is none. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(cluster, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  const [pid, , , port, socketFolder, , , status] = text.split('\n');
  if (!/^[1-9][0-9]*$/.test(pid ?? '')) return undefined;
  return {
    pid: Number(pid),
    port: Number(port ?? 0),
    socketFolder: socketFolder ?? '',
    ready: status?.trim() === 'ready',
  };
}

/** True when the process exists and is not just a zombie that nobody has buried yet. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return process.platform !== 'linux';
  }
}

/** True when the process is the server of this cluster, and not another that was given the same number. */
export function isServerOf(cluster: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-ww', '-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' }).includes(
        cluster,
      );
    }
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return false;
  }
}

/**
 * A process number is given again after a reboot, and the server refuses to start while any process of its
 * user bears the number in its lock file. The number is replaced by a dead one; the rest of the file stays,
 * since by its shared-memory key the server makes sure that nothing of its predecessor still runs.
 */
export function disownLockFile(cluster: string, file: PostmasterFile, deadPid: number): void {
  const path = join(cluster, 'postmaster.pid');
  const lines = readFileSync(path, 'utf8').split('\n');
  const disowned = [`${deadPid}`, ...lines.slice(1)].join('\n');
  // Written over the old bytes: on a full disk an emptied file stays empty, and the server refuses to start on that.
  const descriptor = openSync(path, O_WRONLY | O_NOFOLLOW);
  try {
    writeSync(descriptor, disowned, 0);
    ftruncateSync(descriptor, Buffer.byteLength(disowned));
  } finally {
    closeSync(descriptor);
  }
  if (file.socketFolder !== '') {
    rmSync(join(file.socketFolder, `.s.PGSQL.${file.port}.lock`), { force: true });
  }
}

/** Starts the server in its own process group: an interrupt from the keyboard is for the host alone. */
export function startPostmaster(program: Program, home: DatabaseHome, socketFolder: string): ChildProcess {
  const settings = serverSettings(program.source).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = openServerLog(home.serverLog);
  try {
    const child = spawn(
      join(program.binFolder, 'postgres'),
      ['-D', home.cluster, '-k', socketFolder, '-p', '5432', ...settings],
      {
        ...(home.user ? { uid: home.user.uid, gid: home.user.gid } : {}),
        cwd: '/',
        detached: true,
        env: { LC_ALL: 'C' },
        stdio: ['ignore', logFile, logFile],
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(logFile);
  }
}

/** Opens the log for appending, and keeps one old log. Root follows no link in the database's folder. */
function openServerLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > SERVER_LOG_MAX_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
}

/** The last lines that the server wrote to its log after the byte offset, for a message to the operator. */
export function serverLogSince(path: string, offset: number): string {
  const bytes = readFileSync(path);
  const text = bytes.subarray(bytes.length >= offset ? offset : 0).toString('utf8');
  return text.trimEnd().split('\n').slice(-4).join(' | ');
}

/** Stops the server of the cluster, harder each time it does not obey; true when it is gone. */
export async function stopPostmaster(
  clock: Clock,
  cluster: string,
  pid: number,
  way: keyof typeof WAYS_TO_STOP,
): Promise<boolean> {
  if (!isServerOf(cluster, pid)) return true;
  for (const [signal, limitMs] of WAYS_TO_STOP[way]) {
    // A process that is just ending has no command line any more, and needs no signal.
    if (isServerOf(cluster, pid)) send(pid, signal);
    const end = clock.micros() + limitMs * 1000;
    while (isAlive(pid) && clock.micros() < end) await pause(clock, 10);
    if (!isAlive(pid)) return true;
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
