// `tillgate bank`: one bank of the demo world in a process of its own, with its own database and HSM, so that the
// link between it and the acquirer can really break.

import type { Command } from 'commander';
import { startBank } from '../bank-host.js';
import { demoWorld } from '../demo/index.js';
import { type CliCommand, EXIT } from './cli.js';
import { nextSignal, outliveDriverFailures, parsePort } from './up.js';

export const bankCommand: CliCommand = {
  name: 'bank',
  summary: { zh: '以独立进程运行演示世界中的一家银行', en: 'run one bank of the demo world by itself' },
  examples: [
    'tillgate bank --issuer 62999900 --data ./bank-data --port 9001',
    'tillgate up --demo --bank 62999900=127.0.0.1:9001',
  ],
  printsData: false,
  configure(command: Command): void {
    command
      .requiredOption('--issuer <id>', 'which bank: 62999900 or 62999800')
      .requiredOption('--data <dir>', 'its data directory: never the one of a host')
      .option('--port <port>', 'where the acquirer asks it, on this machine only (0 any)', parsePort, 9001);
  },
  async run(cli, _args, options) {
    const stopAsked = nextSignal();
    outliveDriverFailures(cli);
    const bank = await startBank({
      issuerId: String(options.issuer),
      dataDir: String(options.data),
      port: Number(options.port),
      databaseUrl: cli.env.TILLGATE_DATABASE_URL || undefined,
      postgres: cli.env.TILLGATE_POSTGRES || undefined,
      searchPath: cli.env.PATH ?? '',
      world: demoWorld,
      timeZone: demoWorld.acquirer.timeZone,
      largestBatch: 256,
      log: (line) => cli.say(`${new Date().toISOString()} ${line}`),
      onLost: (error) => {
        cli.say(`the books are lost to this bank: ${error.message}`);
        process.exit(EXIT.failed);
      },
    });
    cli.out(`ready ${JSON.stringify({ bank: bank.address, pid: process.pid })}`);
    await stopAsked;
    await bank.stop();
    return EXIT.ok;
  },
};
