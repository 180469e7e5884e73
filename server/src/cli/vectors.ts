// `tillgate vectors FILE...`: runs files of known answers against payment-crypto, also ones it has never
// seen. The one command besides the HSM room that may touch that package: it holds no live key.

import { readFile } from 'node:fs/promises';
import { runVectorFile, type VectorFailure } from '@tillgate/payment-crypto/vectors';
import type { Command } from 'commander';
import { type Cli, type CliCommand, EXIT } from './cli.js';

interface NamedFailure extends VectorFailure {
  readonly file: string;
}

export const vectorsCommand: CliCommand = {
  name: 'vectors',
  summary: { zh: '运行密码算法向量文件', en: 'run files of cryptographic known answers' },
  examples: [
    'tillgate vectors packages/payment-crypto/vectors/mac.json',
    'tillgate vectors -o json packages/payment-crypto/vectors/*.json',
  ],
  printsData: true,
  configure(command: Command): void {
    command.argument('<file...>', 'JSON: { algorithm, cases: [{ id, op, in, out | error }] }');
  },
  async run(cli: Cli, files: readonly string[]): Promise<number> {
    if (files.length === 0) {
      cli.say(cli.language === 'zh' ? '请给出至少一个向量文件' : 'name at least one vector file');
      return EXIT.usage;
    }
    const failures: NamedFailure[] = [];
    let [passed, assumed] = [0, 0];
    for (const file of files) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) {
        cli.say(`${cli.language === 'zh' ? '读不到文件' : 'cannot read'} ${file}`);
        return EXIT.notFound;
      }
      try {
        const report = runVectorFile(text);
        passed += report.passed;
        assumed += report.assumed;
        failures.push(...report.failures.map((failure) => ({ file, ...failure })));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        cli.say(`${cli.language === 'zh' ? '不是向量文件' : 'not a vector file'}: ${file}`);
        return EXIT.usage;
      }
    }
    if (cli.json) cli.out(JSON.stringify({ passed, failed: failures.length, assumed, failures }));
    else printReport(cli, passed, failures, assumed);
    return failures.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

function printReport(cli: Cli, passed: number, failures: readonly NamedFailure[], assumed: number): void {
  for (const { file, id, op, why } of failures) cli.out(`${file}  ${id}  ${op}  ${why}`);
  if (assumed > 0) {
    const reason = cli.language === 'zh' ? '未经任何来源证实,跳过' : 'skipped: no source confirms them';
    cli.out(`${assumed} _ASSUMED ${reason}`);
  }
  cli.out(`${passed} passed, ${failures.length} failed`);
}
