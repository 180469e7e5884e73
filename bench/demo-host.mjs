// A host of the demo world on data of its own, for the benchmarks.

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const tillgate = new URL('../server/bin/tillgate.js', import.meta.url).pathname;
const END_MS = 4000;

/** @returns an empty data directory, and what removes it when its host has been told to end */
export function dataPlace(name) {
  const folder = mkdtempSync(join(tmpdir(), `tillgate-${name}-`));
  chmodSync(folder, 0o711);
  const remove = async () => {
    await pause(END_MS);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { data: join(folder, 'data'), remove };
}

/** Resolves when it is ready: the port of its terminals, its process, and how long it took in milliseconds. */
export async function up(data) {
  const began = performance.now();
  const ports = ['http', 'pos', 'pos-tls'].flatMap((name) => [`--${name}-port`, '0']);
  const child = spawn(process.execPath, [tillgate, 'up', '--demo', '--data', data, ...ports]);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.resume();
  while (!/^ready (\{.*\})$/m.test(out)) await pause(5);
  const { pos, pid } = JSON.parse(/^ready (\{.*\})$/m.exec(out)[1]);
  return { port: Number(pos.split(':').at(-1)), pid, readyMs: performance.now() - began, began };
}
