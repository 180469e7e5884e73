// The number of the lock, drawn by two hosts at the same moment: both must read the same one, and a whole one.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { systemRandom } from '../../kernel/random.js';
import { lockKey } from './host-lock.js';

const ROUNDS = 300;

/** Draws the key of each folder in step with the test: one turn of `gate` for each. */
const OTHER_HOST = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { join } = require('node:path');
  const gate = new Int32Array(workerData.gate);
  Promise.all([import(workerData.hostLock), import(workerData.random)]).then(([{ lockKey }, { systemRandom }]) => {
    const keys = [];
    parentPort.postMessage('ready');
    for (let round = 0; round < workerData.rounds; round++) {
      while (Atomics.load(gate, 0) <= round);
      keys.push(lockKey(join(workerData.folder, String(round)), systemRandom));
    }
    parentPort.postMessage(keys);
  });
`;

test('two hosts that draw the key at once get the same whole key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-lock-'));
  const gate = new SharedArrayBuffer(4);
  const modules = {
    hostLock: import.meta.resolve('./host-lock.js'),
    random: import.meta.resolve('../../kernel/random.js'),
  };
  const other = new Worker(OTHER_HOST, {
    eval: true,
    workerData: { ...modules, gate, folder, rounds: ROUNDS },
  });
  await new Promise((ready) => other.once('message', ready));
  const theirs = new Promise<string[]>((keys) => other.once('message', keys));
  const ours: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    mkdirSync(join(folder, String(round)));
    Atomics.store(new Int32Array(gate), 0, round + 1);
    ours.push(lockKey(join(folder, String(round)), systemRandom));
  }
  assert.deepEqual(await theirs, ours);
  assert.deepEqual(
    ours.filter((key) => !/^-?\d+$/.test(key)),
    [],
  );
  assert.deepEqual(readdirSync(join(folder, '0')), ['host-lock']);
  rmSync(folder, { recursive: true });
});
