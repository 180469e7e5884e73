// `tillgate scan`: is anything kept that must not be kept? Finds card data, PINs and clear keys in files, folders,
// databases and dumps (PCI DSS 3.3.1, 3.5.1, 12.10.7). Exit 7 when something is found.

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Fault } from '../kernel/fault.js';
import {
  type Finding,
  planScan,
  readCanaries,
  readNumbers,
  type ScanPlan,
  scanStream,
} from '../scan/index.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { HostFault } from './host-client.js';
import { type ScanSource, type ScanTarget, scanTarget } from './scan-sources.js';

export const scanCommand: CliCommand = {
  name: 'scan',
  summary: { zh: '查找不应留存的卡号、磁道、密码和密钥', en: 'find card data, PINs and keys that were kept' },
  examples: [
    'tillgate scan --canaries canaries.json ./tillgate-data host.log',
    'tillgate scan --canaries canaries.txt -o json postgres://reader@localhost/tillgate dump.pgdump',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<path...>', 'files, folders, data directories, postgres:// URLs (password in PGPASSWORD)')
      .requiredOption('--canaries <file>', 'the values to look for: JSON, or lines of `kind value`')
      .option('--false-positives <file>', 'numbers that look like cards under the same BINs and are none');
  },
  async run(cli, args, options) {
    let plan: ScanPlan;
    try {
      const canaries = readCanaries(await readText(cli, String(options.canaries)));
      const list = options.falsePositives;
      plan = planScan(canaries, typeof list === 'string' ? readNumbers(await readText(cli, list)) : []);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      cli.say(`error[${error.code}] ${error.message}`);
      return EXIT.usage;
    }
    // All are looked up before the first is read: a wrong path should not cost an hour.
    const targets: ScanTarget[] = [];
    for (const path of args) targets.push(await scanTarget(cli, path));
    return scan(cli, plan, targets);
  },
};

async function readText(cli: Cli, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new HostFault(EXIT.notFound, cli.language === 'zh' ? `无法读取 ${path}` : `${path} cannot be read`);
  }
}

async function scan(cli: Cli, plan: ScanPlan, targets: readonly ScanTarget[]): Promise<number> {
  const scanned = { files: 0, bytes: 0, databases: 0 };
  const unread: string[] = [];
  const report = startReport(cli);
  for (const target of targets) {
    for await (const source of target.sources()) {
      try {
        scanned.bytes += await scanStream(plan, source.open(), (finding) => report.add(source.path, finding));
        if (source.kind === 'file') scanned.files += 1;
      } catch (error) {
        if (!isGone(source, error)) unread.push(`${source.path}: ${(error as Error).message}`);
      }
    }
    scanned.databases += target.databases;
  }
  const findings = report.end(scanned);
  const zh = cli.language === 'zh';
  for (const line of unread) cli.say(zh ? `未能读取 ${line}` : `not read: ${line}`);
  const { files, bytes, databases } = scanned;
  cli.say(
    zh
      ? `已扫描 ${files} 个文件、${databases} 个数据库、${bytes} 字节:发现 ${findings} 处`
      : `scanned ${files} files, ${databases} databases, ${bytes} bytes: ${findings} findings`,
  );
  // What was not read is not clean.
  if (findings > 0) return EXIT.checkFailed;
  return unread.length > 0 ? EXIT.notAllowed : EXIT.ok;
}

/** A database deletes and renames files while it runs. */
function isGone(source: ScanSource, error: unknown): boolean {
  return source.kind === 'file' && (error as NodeJS.ErrnoException).code === 'ENOENT';
}

interface Report {
  add(path: string, finding: Finding): void;
  /** Answers the number of findings. */
  end(scanned: object): number;
}

/** Prints as it goes, the JSON too: a log with a million card numbers must not fill the memory. */
function startReport(cli: Cli): Report {
  let count = 0;
  if (cli.json) cli.out('{"findings":[');
  return {
    add(path, { offset, kind, form, value, canary }) {
      if (cli.json) {
        cli.out((count === 0 ? '' : ',') + JSON.stringify({ path, offset, kind, form, value, canary }));
      } else {
        cli.out(`${path}: offset ${offset}: ${kind} ${value} as ${form}`);
      }
      count += 1;
    },
    end(scanned) {
      if (cli.json) cli.out(`],"scanned":${JSON.stringify(scanned)}}`);
      return count;
    },
  };
}
