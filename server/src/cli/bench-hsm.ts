// `tillgate bench hsm`: the HSM's commands beside createCipheriv called anew for every step, in the same run; then
// payments on a whole host with the HSM in its worker, beside the same host with the HSM in its main thread.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../kernel/clock.js';
import { measure } from './bench-authorize.js';
import { type Contest, checkContest, contests } from './bench-hsm-works.js';
import { addSecondsOption } from './bench-seconds.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { printTable } from './table.js';

const ROUNDS = 7;
const ROUND_MICROS = 150_000;
const TERMINALS = 64;
const LARGEST_BATCH = 256;
const PAYMENT_ROUNDS = 6;

interface Measured {
  readonly work: string;
  readonly perSecond: number;
  readonly perCallPerSecond: number | undefined;
  readonly ratio: number | undefined;
}

interface Payments {
  readonly workerPerSecond: number;
  readonly inThreadPerSecond: number;
  /** Share of payments that the worker costs in each round; negative where it gains. */
  readonly losses: readonly number[];
  /** Their median. */
  readonly loss: number;
}

export const benchHsmCommand: CliCommand = {
  name: 'bench hsm',
  summary: {
    zh: '加密机指令速度，与逐次调用 createCipheriv 同场比较；以及工作线程对支付的影响',
    en: 'commands of the HSM beside createCipheriv per call, and what its worker costs a payment',
  },
  examples: ['tillgate bench hsm', 'tillgate bench hsm --commands-only -o json'],
  printsData: true,
  configure(command: Command): void {
    addSecondsOption(command, 5);
    command.option('--commands-only', 'leave out the payments on a whole host');
  },
  async run(cli, _args, options) {
    const measured = contests().map(measureContest);
    const payments = options.commandsOnly ? undefined : await comparePayments(Number(options.seconds) * 1000);
    print(cli, measured, payments);
    return EXIT.ok;
  },
};

/** Rounds of the two in turn, so that a busy machine slows them alike; the first warms up. */
function measureContest(contest: Contest): Measured {
  checkContest(contest);
  const { work, own, perCall } = contest;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const rates = [rateOf(own), perCall ? rateOf(perCall) : 0] as const;
    if (round === 0) continue;
    ours.push(rates[0]);
    theirs.push(rates[1]);
  }
  const perSecond = median(ours);
  const perCallPerSecond = perCall && median(theirs);
  const ratio =
    perCallPerSecond === undefined ? undefined : Math.round((10 * perSecond) / perCallPerSecond) / 10;
  return { work, perSecond, perCallPerSecond, ratio };
}

function rateOf(work: () => unknown): number {
  const start = systemClock.micros();
  let [count, passed] = [0, 0];
  while (passed < ROUND_MICROS) {
    for (let turn = 0; turn < 50; turn += 1) work();
    count += 50;
    passed = systemClock.micros() - start;
  }
  return Math.round((count * 1e6) / passed);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

async function comparePayments(measureMs: number): Promise<Payments> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillgate-bench-'));
  // The database runs as another user when we are root, and has to pass through.
  chmodSync(dataDir, 0o711);
  try {
    // The first host makes the database and fills it: its payments are not counted.
    await measure(dataDir, LARGEST_BATCH, TERMINALS, measureMs);
    const rounds: Array<{ readonly worker: number; readonly inThread: number }> = [];
    for (let round = 0; round < PAYMENT_ROUNDS; round += 1) {
      const worker = async () => (await measure(dataDir, LARGEST_BATCH, TERMINALS, measureMs)).payments;
      const inThread = async () =>
        (await measure(dataDir, LARGEST_BATCH, TERMINALS, measureMs, 'in-thread')).payments;
      // Who goes first changes, so that a database that grows slows both alike.
      if (round % 2 === 0) rounds.push({ inThread: await inThread(), worker: await worker() });
      else rounds.push({ worker: await worker(), inThread: await inThread() });
    }
    const losses = rounds.map(({ worker, inThread }) => Math.round(1000 * (1 - worker / inThread)) / 1000);
    const perSecond = (of: 'worker' | 'inThread'): number =>
      Math.round((1000 * median(rounds.map((round) => round[of]))) / measureMs);
    return {
      workerPerSecond: perSecond('worker'),
      inThreadPerSecond: perSecond('inThread'),
      losses,
      loss: median(losses),
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function print(cli: Cli, measured: readonly Measured[], payments: Payments | undefined): void {
  const conditions = {
    ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
    ...{ load: loadavg()[0], rounds: ROUNDS, roundMs: ROUND_MICROS / 1000 },
  };
  if (cli.json) {
    cli.out(JSON.stringify({ bench: 'hsm', conditions, commands: measured, payments }));
    return;
  }
  cli.out(`${conditions.node}, ${conditions.cores} x ${conditions.cpu}, load ${conditions.load?.toFixed(1)}`);
  const rows = measured.map(({ work, perSecond, perCallPerSecond, ratio }) => [
    ...[work, String(perSecond), String(perCallPerSecond ?? '-'), String(ratio ?? '-')],
  ]);
  printTable(cli, ['COMMAND', 'HERE/S', 'CREATECIPHERIV PER CALL/S', 'RATIO'], rows, [1, 2, 3]);
  if (!payments) return;
  const { workerPerSecond, inThreadPerSecond, losses, loss } = payments;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  cli.out(`payments of ${TERMINALS} terminals: ${workerPerSecond}/s through the worker,`);
  cli.out(`${inThreadPerSecond}/s with the HSM in the main thread; the worker costs ${percent(loss)}`);
  cli.out(`rounds in turn: ${losses.map(percent).join(', ')}`);
}
