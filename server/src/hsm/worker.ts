// The thread in which clear keys live. It reads the local master key itself, then answers batches until
// its client ends it.

import { parentPort, workerData } from 'node:worker_threads';
import { createTdes } from '@tillgate/payment-crypto';
import { createNodeTdes } from '@tillgate/payment-crypto/node';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { answerBatch, codeOf } from './batch.js';
import { createCommands } from './commands.js';
import { LmkRing } from './lmk-ring.js';
import { lmkFolder, readLocalMasterKeys } from './local-master-key.js';
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

function start({ lmkFolder: folder, ciphers }: WorkerStart): WorkerGreeting {
  try {
    const { live, others, dataKeys } = readLocalMasterKeys(folder);
    const commands = createCommands({
      lmks: new LmkRing(live, others),
      folder: lmkFolder(folder),
      dataKeys,
      random: systemRandom,
      clock: systemClock,
      createTdes: ciphers === 'js' ? createTdes : createNodeTdes,
    });
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
