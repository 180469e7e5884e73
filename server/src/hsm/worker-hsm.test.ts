// Goal: the worker answers in batches, comes back after it died, and never leaves a caller waiting.
// Method: real threads that the test makes itself, so that it can count messages and end them; virtual time.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { hexToBytes } from '@tillgate/payment-crypto';
import { type Clock, systemClock } from '../kernel/clock.js';
import { createLmkComponents } from './local-master-key.js';
import { startHsm, startHsmOn } from './worker-hsm.js';

const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;

const PAN = '6299990000001000011';

function freshLmkFolder(): string {
  const lmkFolder = join(mkdtempSync(join(tmpdir(), 'tillgate-hsm-')), 'lmk');
  createLmkComponents(lmkFolder);
  return lmkFolder;
}

/** Makes threads, remembers them and counts the batches sent to them. */
function watchedThreads(): { spawn: () => Worker; threads: Worker[]; batches: () => number } {
  const lmkFolder = freshLmkFolder();
  const threads: Worker[] = [];
  let batches = 0;
  const spawn = (): Worker => {
    const workerData = { lmkFolder, ciphers: 'js' };
    const thread = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    const post = thread.postMessage.bind(thread);
    thread.postMessage = (value, transfer) => {
      batches++;
      post(value, transfer as readonly []);
    };
    threads.push(thread);
    return thread;
  };
  return { spawn, threads, batches: () => batches };
}

test('both cipher back ends give one result, and blocks of one open in the other', async () => {
  const lmkFolder = freshLmkFolder();
  const [js, node] = [await startHsm({ lmkFolder }), await startHsm({ lmkFolder, ciphers: 'node' })];
  const components = [hexToBytes('7AA1CB327C6B971651B9083D2670D676'), new Uint8Array(16)];
  const { block } = await js.formKey({ components, role: 'terminal-mac:cup-ecb', label: 'till' });
  const data = new TextEncoder().encode('0200');
  assert.deepEqual(
    await node.makeMac({ key: block, data, method }),
    await js.makeMac({ key: block, data, method }),
  );
  assert.deepEqual(await node.status(), await js.status());
  await Promise.all([js.close(), node.close()]);
});

test('calls of one tick go in one batch; calls meanwhile go in the next', async () => {
  const { spawn, batches } = watchedThreads();
  const hsm = await startHsmOn(spawn, systemClock);
  const first = Array.from({ length: 64 }, () => hsm.panHash(PAN));
  await Promise.resolve();
  assert.equal(batches(), 1);
  const second = Array.from({ length: 64 }, () => hsm.status());
  await Promise.resolve();
  assert.equal(batches(), 1);
  const hashes = await Promise.all(first);
  await Promise.all(second);
  assert.equal(batches(), 2);
  assert.deepEqual(hashes[63], hashes[0]);
  await hsm.close();
});

test('one refused command spoils no other of its batch', async () => {
  const hsm = await startHsm({ lmkFolder: freshLmkFolder() });
  const results = await Promise.allSettled([
    hsm.panHash(PAN),
    hsm.panHash('x'),
    hsm.makeMac({ key: 'no block', data: new Uint8Array(8), method }),
    hsm.panHash(PAN),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === 'rejected' ? result.reason.code : 'done')),
    ['done', 'TG_PAN', 'TG_KEY_BLOCK', 'done'],
  );
  await hsm.close();
});

test('when the thread ends, calls reject, and it is started again after a pause', async () => {
  const { spawn, threads } = watchedThreads();
  const pauses: { ms: number; over: () => void }[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (ms, over) => {
      pauses.push({ ms, over });
      return () => undefined;
    },
  };
  let deaths = 0;
  const hsm = await startHsmOn(spawn, clock, () => deaths++);
  const before = await hsm.panHash(PAN);
  const underWay = hsm.panHash(PAN);
  const refused = assert.rejects(underWay, { code: 'TG_HSM_UNREACHABLE' });
  await threads[0]!.terminate();
  await refused;
  await assert.rejects(hsm.panHash(PAN), { code: 'TG_HSM_UNREACHABLE' });
  assert.equal(deaths, 1);
  assert.deepEqual(
    pauses.map((pause) => pause.ms),
    [50],
  );
  pauses[0]!.over();
  await new Promise((resolve) => threads[1]!.once('message', resolve));
  assert.deepEqual(await hsm.panHash(PAN), before);
  await hsm.close();
  await assert.rejects(hsm.panHash(PAN), { code: 'TG_HSM_UNREACHABLE' });
  assert.equal(deaths, 1);
});

test('pauses grow while the thread cannot start', async () => {
  const { spawn, threads } = watchedThreads();
  const pauses: number[] = [];
  const paused: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (ms, over) => {
      pauses.push(ms);
      paused.shift()?.();
      setImmediate(over);
      return () => undefined;
    },
  };
  let broken = false;
  const hsm = await startHsmOn(() => {
    const thread = spawn();
    if (broken) void thread.terminate();
    return thread;
  }, clock);
  broken = true;
  const thirdPause = new Promise<void>((resolve) => {
    paused.push(
      () => undefined,
      () => undefined,
      resolve,
    );
  });
  await threads[0]!.terminate();
  await thirdPause;
  assert.deepEqual(pauses, [50, 100, 200]);
  broken = false;
  await hsm.close();
});

test('a queue that is full refuses at once', async () => {
  const hsm = await startHsm({ lmkFolder: freshLmkFolder() });
  const calls = Array.from({ length: 4102 }, () => hsm.panHash(PAN));
  const results = await Promise.allSettled(calls);
  const busy = results.filter(
    (result) => result.status === 'rejected' && result.reason.code === 'TG_HSM_BUSY',
  );
  assert.equal(busy.length, 6);
  await hsm.close();
});

test('a local master key with the wrong check value does not start', async () => {
  const lmkFolder = freshLmkFolder();
  writeFileSync(join(lmkFolder, 'check-value'), '000000\n');
  await assert.rejects(startHsm({ lmkFolder }), { code: 'TG_LMK_CHECK_VALUE' });
});
