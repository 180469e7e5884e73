// `tillgate bench authorize`: durable purchases with PIN and MAC over TCP, beside two yardsticks of the same run:
// the same path with grouping off (one database transaction a payment), and the bare loop of the same writes
// with no network, no cryptography and no decision. A table says where the microseconds go.

import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type BareLoop, bareLoop } from './bench-bare-loop.js';
import { type LoadResult, runLoad } from './bench-load.js';
import { addSecondsOption } from './bench-seconds.js';
import { microsPerStation, type StationShare } from './bench-stations.js';
import { loadWorld } from './bench-world.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { printTable } from './table.js';

const LOADS = [1, 16, 64, 256] as const;
/** Loads whose microseconds are broken down by station: alone, and under load. */
const STATIONS_AT: readonly number[] = [1, 64];
const LARGEST_BATCH = 256;
const WARM_UP_MS = 1500;
const HOST = fileURLToPath(new URL('./bench-host.js', import.meta.url));

interface Measured {
  readonly terminals: number;
  readonly grouped: LoadResult;
  readonly ungrouped: LoadResult;
}

export const benchAuthorizeCommand: CliCommand = {
  name: 'bench authorize',
  summary: {
    zh: '带密码与 MAC 的持久化消费，与不分组提交及裸写入同场比较',
    en: 'durable purchases with PIN and MAC, beside ungrouped commits and bare writes',
  },
  examples: ['tillgate bench authorize', 'tillgate bench authorize --seconds 10 -o json'],
  printsData: true,
  configure(command: Command): void {
    addSecondsOption(command, 5);
  },
  async run(cli, _args, options) {
    const measureMs = Number(options.seconds) * 1000;
    const dataDir = mkdtempSync(join(tmpdir(), 'tillgate-bench-'));
    // The database runs as another user when we are root, and has to pass through.
    chmodSync(dataDir, 0o711);
    try {
      const measured: Measured[] = [];
      const stations: Record<number, readonly StationShare[]> = {};
      for (const terminals of LOADS) {
        // The two in turn on one database, so that neither has the warmer machine.
        const ungrouped = await measure(dataDir, 1, terminals, measureMs);
        const grouped = await measure(dataDir, LARGEST_BATCH, terminals, measureMs);
        measured.push({ terminals, grouped, ungrouped });
        if (STATIONS_AT.includes(terminals)) {
          stations[terminals] = await microsPerStation(dataDir, cli.env, grouped.payments);
        }
      }
      const bare = await bareLoop(dataDir, cli.env, measureMs);
      print(cli, measured, bare, stations);
      return EXIT.ok;
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

/** Payments on a host in a process of its own; with `hsm: 'in-thread'` it has no worker for the keys. */
export async function measure(
  dataDir: string,
  largestBatch: number,
  terminals: number,
  measureMs: number,
  ...hsm: ['in-thread'] | []
): Promise<LoadResult> {
  const most = LOADS.at(-1) ?? 1;
  const child = fork(HOST, [dataDir, String(largestBatch), String(most), ...hsm], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const port = await portOf(child);
    const world = loadWorld(most);
    return await runLoad({
      port,
      terminals: world.terminals.slice(0, terminals),
      cards: world.cards,
      warmUpMs: WARM_UP_MS,
      measureMs,
    });
  } finally {
    child.send('stop');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (ready: { pos: string }) => resolve(Number(ready.pos.split(':').at(-1))));
    child.once('exit', (code) => reject(new Error(`the host of the run ended with ${code}`)));
  });
}

function print(
  cli: Cli,
  measured: readonly Measured[],
  bare: BareLoop,
  stations: Readonly<Record<number, readonly StationShare[]>>,
): void {
  const rows = measured.map(({ terminals, grouped, ungrouped }) => ({
    terminals,
    perSecond: rate(grouped),
    p50Ms: round(grouped.p50Ms),
    p99Ms: round(grouped.p99Ms),
    declined: grouped.declined + ungrouped.declined,
    ungroupedPerSecond: rate(ungrouped),
    ungroupedP99Ms: round(ungrouped.p99Ms),
    ratio: round(rate(grouped) / rate(ungrouped)),
  }));
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const conditions = `${machine}, terminals on the same machine`;
  if (cli.json) {
    cli.out(JSON.stringify({ conditions, rows, bare, stations }));
    return;
  }
  cli.out(conditions);
  printTable(
    cli,
    ['TERMINALS', 'PAYMENTS/S', 'P50 MS', 'P99 MS', 'UNGROUPED/S', 'ITS P99', 'RATIO', 'DECLINED'],
    rows.map((row) =>
      [
        ...[row.terminals, row.perSecond, row.p50Ms, row.p99Ms],
        ...[row.ungroupedPerSecond, row.ungroupedP99Ms, row.ratio, row.declined],
      ].map(String),
    ),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  cli.out(`bare loop of the same writes: ${bare.perSecond}/s on 1 connection, ${bare.perSecondOn16}/s on 16`);
  for (const [terminals, shares] of Object.entries(stations)) {
    cli.out(`where the microseconds go, ${terminals} at a time:`);
    printTable(
      cli,
      ['STATION', 'STEP', 'MEAN MICROS', 'P99'],
      shares.map((share) => [share.station, share.what, String(share.meanMicros), String(share.p99Micros)]),
      [2, 3],
    );
  }
}

function rate(result: LoadResult): number {
  return Math.round(result.payments / result.seconds);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
