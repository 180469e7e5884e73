// The thread in which clear keys live. It reads the local master key itself, then answers batches until
// its client ends it.

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../kernel/fault.js';
import { answerBatch, codeOf } from './batch.js';
import { openRoom } from './open-room.js';
import { PackedWriter } from './packing.js';

/** What the client gives a new worker. */
export interface WorkerStart {
  readonly lmkFolder: string;
  readonly ciphers: 'js' | 'node';
}

/** The worker's first message; all later ones are packed answers. */
export type WorkerGreeting = 'ready' | { readonly refused: string };

assert(parentPort, 'worker.ts runs in a worker thread');
const port = parentPort;
const greeting = start(workerData as WorkerStart);
port.postMessage(greeting);

function start({ lmkFolder, ciphers }: WorkerStart): WorkerGreeting {
  try {
    const commands = openRoom(lmkFolder, ciphers);
    const answers = new PackedWriter();
    port.on('message', (batch: Uint8Array) => {
      answerBatch(commands, batch, answers);
      const packed = answers.take();
      port.postMessage(packed, [packed.buffer]);
    });
    return 'ready';
  } catch (error) {
    return { refused: codeOf(error) };
  }
}
