// `tillgate audit verify [FILE]`: the audit chain of the running host, or of an export; exit 7 when it does not hold.
// `tillgate audit export`: its lines, closed by one that names the last.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type AuditHead, AuditVerifier, closingLine, EMPTY_CHAIN } from '../audit/index.js';
import type { AuditPage, AuditProof } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost, HostFault } from './host-client.js';

export const auditVerifyCommand: CliCommand = {
  name: 'audit verify',
  summary: { zh: '校验审计链(运行中的主机或导出文件)', en: 'verify the audit chain, live or exported' },
  examples: ['tillgate audit verify', 'tillgate audit verify audit.jsonl -o json'],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('[file]', 'an export; without it, the running host is asked')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [file], options) {
    const proof =
      file === undefined
        ? await askHost<AuditProof>(cli, options, '/api/audit/proof')
        : await verifyFile(cli, file);
    print(cli, proof);
    return proof.violations.length === 0 ? EXIT.ok : EXIT.checkFailed;
  },
};

export const auditExportCommand: CliCommand = {
  name: 'audit export',
  summary: { zh: '导出审计链,每行一条', en: 'print the audit chain, an entry a line' },
  examples: [
    'tillgate audit export > audit.jsonl',
    'tillgate audit export --data /srv/tillgate > audit.jsonl',
  ],
  printsData: false,
  configure(command: Command): void {
    command.option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    let head: AuditHead = EMPTY_CHAIN;
    for (;;) {
      const page = await askHost<AuditPage>(cli, options, `/api/audit?after=${head.sequence}`);
      for (const { text } of page) cli.out(text);
      head = page.at(-1) ?? head;
      if (page.length === 0) break;
    }
    cli.out(closingLine({ sequence: head.sequence, sha256: head.sha256 }));
    return EXIT.ok;
  },
};

async function verifyFile(cli: Cli, file: string): Promise<AuditProof> {
  const verifier = new AuditVerifier();
  try {
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
    for await (const line of lines) if (line !== '') verifier.add(line);
  } catch {
    throw new HostFault(EXIT.notFound, cli.language === 'zh' ? `无法读取 ${file}` : `${file} cannot be read`);
  }
  return verifier.end();
}

function print(cli: Cli, proof: AuditProof): void {
  if (cli.json) {
    cli.out(JSON.stringify(proof));
    return;
  }
  const { entries, commands, head, violations } = proof;
  cli.out(`${entries} entries, ${commands} commands, ${violations.length} violations`);
  cli.out(`head ${head.sequence} ${head.sha256}`);
  for (const { sequence, rule, detail } of violations) cli.out(`${rule}: after ${sequence}: ${detail}`);
}
