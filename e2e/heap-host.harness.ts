// A host with a load world, in a process that can be asked how much of its heap is in use once the garbage is gone,
// and to lose its HSM.

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DataPlace } from './host.harness.js';

const LOAD_HOST = fileURLToPath(new URL('../../server/dist/cli/bench-host.js', import.meta.url));

export interface HeapHost {
  readonly posPort: number;
  readonly posTlsPort: number;
  /** Bytes in use after a collection. */
  heapBytes(): Promise<number>;
  /** Ends the thread of the HSM wherever it is. */
  endHsm(): void;
  stop(): Promise<void>;
}

export async function startHeapHost(place: DataPlace, terminals: number): Promise<HeapHost> {
  const child = fork(LOAD_HOST, [place.dataDir, '256', String(terminals)], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, TILLGATE_DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await answerOf<{ pos: string; posTls: string }>(child);
  const portOf = (address: string): number => Number(address.split(':').at(-1));
  return {
    posPort: portOf(ready.pos),
    posTlsPort: portOf(ready.posTls),
    async heapBytes() {
      child.send('heap');
      return (await answerOf<{ heapBytes: number }>(child)).heapBytes;
    },
    endHsm: () => void child.send('end-hsm'),
    async stop() {
      const ended = once(child, 'close');
      child.send('stop');
      assert.deepEqual((await ended)[0], 0);
    },
  };
}

async function answerOf<Told>(child: ChildProcess): Promise<Told> {
  const [told] = (await once(child, 'message')) as [Told];
  return told;
}
