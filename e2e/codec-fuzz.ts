// The fuzzer of everything that reads bytes or files from outside: frames, the codec under every shipped spec,
// annotations, TLV, importers. Seeded, so that a failure can be had again; for the long test and `npm run fuzz`.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { crashers } from './codec-crashers-table.js';
import { type FuzzTarget, fuzzTargets } from './codec-fuzz-targets.js';

const HANG_MS = 50;
const GROWTH_BYTES_MAX = 64 * 1024 * 1024;
const INPUT_BYTES_MAX = 4096;
const CHECKPOINT_INPUTS = 100_000;

export interface FuzzRun {
  readonly inputs: number;
  readonly seed: number;
  /** Called now and then with how many inputs are done. */
  readonly progress?: (done: number) => void;
}

export interface FuzzResult {
  /** Inputs by target. */
  readonly byTarget: ReadonlyMap<string, number>;
  /** Inputs that were read without a problem: the fuzzer must reach those too. */
  readonly accepted: number;
  readonly slowestMs: number;
  readonly growthBytes: number;
}

/** Numbers from 0 up to but not including `limit`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (limit: number) => number {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

/** Throws an Error that names seed, target, input and the file with the bytes, at the first thing that is wrong. */
export function fuzz({ inputs, seed, progress }: FuzzRun): FuzzResult {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const below = seeded(seed);
  const targets = fuzzTargets();
  const wheel = targets.flatMap((target) => new Array<FuzzTarget>(target.share).fill(target));
  const byTarget = new Map<string, number>();
  let [accepted, slowestMs, growthBytes] = [0, 0, 0];
  const usedBytes = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = usedBytes();
  for (let count = 0; count < inputs; count += 1) {
    const target = wheel[below(wheel.length)]!;
    const input = mutated(target.samples[below(target.samples.length)]!, target.samples, below);
    const where = `seed ${seed}, input ${count}, target ${target.name}`;
    const { ok, ms } = timed(target, input, where);
    byTarget.set(target.name, (byTarget.get(target.name) ?? 0) + 1);
    if (ok) accepted += 1;
    if (ms > slowestMs) slowestMs = ms;
    if (count % CHECKPOINT_INPUTS !== CHECKPOINT_INPUTS - 1) continue;
    growthBytes = Math.max(growthBytes, usedBytes() - before);
    if (growthBytes > GROWTH_BYTES_MAX)
      throw new Error(`${growthBytes} bytes more than at the start: ${where}`);
    progress?.(count + 1);
  }
  return { byTarget, accepted, slowestMs, growthBytes };
}

/** Every public crasher at every target. */
export function runCrashers(): void {
  for (const target of fuzzTargets()) {
    for (const { name, hex } of crashers)
      timed(target, Buffer.from(hex, 'hex'), `${name}, target ${target.name}`);
  }
}

/** A busy machine stops a process for longer than any input takes: slow is what is slow three times. */
function timed(target: FuzzTarget, input: Uint8Array, where: string): { ok: boolean; ms: number } {
  let [ok, ms] = [false, Number.POSITIVE_INFINITY];
  try {
    for (let turn = 0; turn < 3 && ms > HANG_MS; turn += 1) {
      const start = performance.now();
      ok = target.run(input);
      ms = Math.min(ms, performance.now() - start);
    }
  } catch (error) {
    throw new Error(
      `${where}, bytes in ${keep(input)}: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
  if (ms > HANG_MS) throw new Error(`${where}, bytes in ${keep(input)}: took ${ms} ms`);
  return { ok, ms };
}

function keep(input: Uint8Array): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tillgate-fuzz-')), 'input.bin');
  writeFileSync(file, input);
  return file;
}

/** A copy of a sample, bent: bytes changed, cut, repeated, put in, or the head of one on the tail of another. */
function mutated(
  sample: Uint8Array,
  samples: readonly Uint8Array[],
  below: (limit: number) => number,
): Uint8Array {
  let bytes: Uint8Array = sample.slice();
  for (let turns = below(4); turns > 0; turns -= 1) bytes = bentOnce(bytes, samples, below);
  return bytes.subarray(0, INPUT_BYTES_MAX);
}

const EDGES = [0, 1, 0x0f, 0x19, 0x2d, 0x30, 0x39, 0x7f, 0x80, 0x81, 0x84, 0x88, 0x99, 0xf0, 0xf9, 0xff];

function bentOnce(
  bytes: Uint8Array,
  samples: readonly Uint8Array[],
  below: (limit: number) => number,
): Uint8Array {
  const at = below(bytes.length + 1);
  switch (below(7)) {
    case 0:
      return withByte(bytes, at, below(256));
    case 1:
      return withByte(bytes, at, EDGES[below(EDGES.length)]!);
    case 2:
      return withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << below(8)));
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + below(8))));
    case 5: {
      const from = below(bytes.length + 1);
      return joined(
        bytes.subarray(0, at),
        joined(bytes.subarray(from, from + below(32)), bytes.subarray(at)),
      );
    }
    default: {
      const other = samples[below(samples.length)]!;
      return joined(bytes.subarray(0, at), other.subarray(below(other.length + 1)));
    }
  }
}

function withByte(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  if (at < bytes.length) bytes[at] = byte;
  return bytes;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}
