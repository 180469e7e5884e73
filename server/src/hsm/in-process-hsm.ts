// The same commands without a thread, for unit tests and simulations that bring their own randomness.
// Clear keys are then in the caller's heap: not for a host that takes payments.

import { createTdes } from '@tillgate/payment-crypto';
import { type Clock, systemClock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { type Random, systemRandom } from '../kernel/random.js';
import { answerBatch, readAnswer, writeRequest } from './batch.js';
import { createCommands } from './commands.js';
import type { Hsm } from './hsm.js';
import { type Carry, hsmOver } from './hsm-over.js';
import { LmkRing } from './lmk-ring.js';
import { readLocalMasterKey } from './local-master-key.js';
import { PackedReader, PackedWriter } from './packing.js';

export interface InProcessOptions {
  readonly lmk: Uint8Array;
  readonly random: Random;
  readonly clock?: Clock;
}

/** @param lmk 32 bytes; a simulation takes them from its seed */
export function createInProcessHsm(options: InProcessOptions): Hsm {
  const { lmk, random, clock = systemClock } = options;
  const commands = createCommands({ lmks: LmkRing.of(lmk), random, clock, createTdes });
  const [requests, answers] = [new PackedWriter(), new PackedWriter()];
  const carry: Carry = (command, request) =>
    new Promise((resolve, reject) => {
      writeRequest(requests, command, request);
      answerBatch(commands, requests.take(), answers);
      const answer = readAnswer(new PackedReader(answers.take()), command);
      if (answer instanceof Fault) reject(answer);
      else resolve(answer);
    });
  return hsmOver(carry, async () => undefined);
}

/** The same over the local master key of a folder, for benches that measure what the thread costs. */
export async function startInThreadHsm(lmkFolder: string): Promise<Hsm> {
  return createInProcessHsm({ lmk: readLocalMasterKey(lmkFolder).lmk, random: systemRandom });
}
