// A host with the demo world in a process of its own, on free ports and in a folder that goes away with it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../server/bin/tillgate.js', import.meta.url));
const START_MS = 90_000;

export interface DemoHost {
  /** `http://127.0.0.1:PORT`. */
  readonly http: string;
  readonly firstPerson: { readonly name: string; readonly password: string };
  stop(): Promise<void>;
}

export async function startDemoHost(): Promise<DemoHost> {
  const folder = await mkdtemp(join(tmpdir(), 'tillgate-e2e-'));
  const options = ['up', '--demo', '--data', folder, '--http-port', '0', '--pos-port', '0', '--lang', 'en'];
  const host = spawn(process.execPath, [PROGRAM, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async (): Promise<void> => {
    await ended(host);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await readied(host)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the host prints when it takes payments: its address, and the first person's password. */
function readied(host: ChildProcess): Promise<Omit<DemoHost, 'stop'>> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${why}:\n${printed}`));
    };
    const timer = setTimeout(() => fail(`not ready after ${START_MS} ms`), START_MS);
    const read = (text: Buffer): void => {
      printed += String(text);
      const ready = /^ready (\{.*\})$/m.exec(printed)?.[1];
      const [, name, password] = /^sign in as (\S+) \/ (\S+)/m.exec(printed) ?? [];
      if (ready === undefined || name === undefined || password === undefined) return;
      clearTimeout(timer);
      const { http } = JSON.parse(ready) as { http: string };
      resolve({ http, firstPerson: { name, password } });
    };
    host.stdout?.on('data', read);
    host.stderr?.on('data', read);
    host.once('exit', (code) => fail(`the host ended with ${code}`));
  });
}

function ended(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    host.once('exit', () => resolve());
    host.kill('SIGTERM');
  });
}
