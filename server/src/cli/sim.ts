// `tillgate sim`: plays the real host and terminals on virtual time, lines and disk, from a seed, and has an auditor of
// its own look at what came of it. The simulation stands beside the server and is loaded when it is asked for.

import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { type Cli, type CliCommand, EXIT } from './cli.js';

/** The door of the simulation: it imports the server, so the server cannot import its types. */
interface SimulationDoor {
  readonly FAULT_CLASSES: readonly string[];
  parseFaults(list: string): readonly string[] | undefined;
  playSeeds(options: {
    readonly seed: number;
    readonly seeds: number;
    readonly workers: number;
    readonly transactions: number;
    readonly faults: readonly string[];
    readonly onSeed?: (report: SimulationReport) => void;
  }): Promise<SimulationReport>;
  simulate(options: {
    readonly seed: number;
    readonly transactions: number;
    readonly faults: readonly string[];
    readonly tell: (line: string) => void;
  }): Promise<SimulationReport>;
}

interface SimulationReport {
  readonly seed: number;
  readonly transactions: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: ReadonlyArray<{
    readonly seed?: number;
    readonly invariant: string;
    readonly subject: string;
    readonly detail: string;
  }>;
  readonly hash: string;
  readonly lastEvents: readonly string[];
}

const DOOR = new URL('../../../sim/dist/index.js', import.meta.url);
const VIOLATIONS_SAID = 20;
const EVENTS_SAID = 60;

export const simCommand: CliCommand = {
  name: 'sim',
  summary: {
    zh: '确定性仿真：同一种子，同一结果，独立审计',
    en: 'deterministic simulation: one seed, one outcome, an auditor of its own',
  },
  examples: [
    'tillgate sim --seed 7 --transactions 5000',
    'tillgate sim --seed 1 --seeds 200 --transactions 5000 --faults loss,crash -o json',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--seed <n>', 'decides everything / 种子', '1')
      .option('--transactions <n>', 'payments of each seed / 每个种子的交易笔数', '5000')
      .option('--faults <list>', 'all, none, or names with commas / 故障类别', 'all')
      .option('--seeds <n>', 'so many seeds from the first one on / 种子个数', '1')
      .option('--workers <n>', 'threads / 线程数', String(availableParallelism()))
      .option('--events', 'say every event of one seed / 打印全部事件');
  },
  async run(cli: Cli, _args: readonly string[], options): Promise<number> {
    const door = (await import(DOOR.href)) as SimulationDoor;
    const faults = door.parseFaults(String(options.faults));
    const [seed, transactions, seeds, workers] = ['seed', 'transactions', 'seeds', 'workers'].map((name) =>
      wholeNumber(options[name]),
    );
    if (!faults) {
      cli.say(
        `${cli.language === 'zh' ? '故障类别' : 'faults'}: all, none, ${door.FAULT_CLASSES.join(', ')}`,
      );
      return EXIT.usage;
    }
    if (seed === undefined || !transactions || !seeds || !workers) {
      cli.say(cli.language === 'zh' ? '请给出正整数' : 'these options take whole numbers');
      return EXIT.usage;
    }
    const report = options.events
      ? await door.simulate({ seed, transactions, faults, tell: (line) => cli.say(line) })
      : await door.playSeeds({ seed, seeds, workers, transactions, faults, onSeed: progress(cli, seeds) });
    print(cli, report, { commit: commitOf(), seeds });
    return report.violations.length === 0 ? EXIT.ok : EXIT.checkFailed;
  },
};

function wholeNumber(text: unknown): number | undefined {
  return /^[0-9]{1,12}$/.test(String(text)) ? Number(text) : undefined;
}

function progress(cli: Cli, seeds: number): (report: SimulationReport) => void {
  let done = 0;
  return ({ seed, violations }) => {
    done += 1;
    if (violations.length > 0) cli.say(`seed ${seed}: ${violations.length} violations`);
    else if (seeds > 1 && done % 20 === 0) cli.say(`${done}/${seeds}`);
  };
}

/** Of the clone; a run can only be repeated with the code that it was. */
function commitOf(): string {
  try {
    const cwd = new URL('.', import.meta.url);
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

interface About {
  readonly commit: string;
  readonly seeds: number;
}

function print(cli: Cli, report: SimulationReport, { commit, seeds }: About): void {
  const { seed, transactions, faults, violations, hash, lastEvents } = report;
  if (cli.json) {
    const many = seeds > 1 ? { seeds } : {};
    cli.out(JSON.stringify({ seed, ...many, commit, transactions, faults, violations, hash }));
  } else {
    const zh = cli.language === 'zh';
    cli.out(
      `${zh ? '种子' : 'seed'} ${seed}${seeds > 1 ? ` +${seeds - 1}` : ''}  ${zh ? '版本' : 'commit'} ${commit}`,
    );
    cli.out(`${zh ? '交易' : 'payments'} ${transactions}`);
    for (const [fault, count] of Object.entries(faults)) cli.out(`  ${fault.padEnd(18)} ${count}`);
    cli.out(`${zh ? '违反' : 'violations'} ${violations.length}`);
    cli.out(`${zh ? '摘要' : 'hash'} ${hash}`);
  }
  if (violations.length === 0) return;
  cli.say(`seed ${seed}, commit ${commit}`);
  for (const one of violations.slice(0, VIOLATIONS_SAID)) {
    cli.say(
      `${one.seed === undefined ? '' : `${one.seed}: `}${one.invariant}: ${one.subject}: ${one.detail}`,
    );
  }
  for (const line of lastEvents.slice(-EVENTS_SAID)) cli.say(line.slice(0, 200));
}
