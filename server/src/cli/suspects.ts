// `tillgate suspects`: terminals that may be copies or in wrong hands, and taking one out of service.

import type { Command } from 'commander';
import type { Suspect } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTable } from './table.js';

export const suspectsCommand: CliCommand = {
  name: 'suspects',
  summary: {
    zh: '可能被克隆或盗用的终端：证据、评分、停用',
    en: 'terminals that may be copies or in wrong hands: evidence, score, suspension',
  },
  examples: ['tillgate suspects', 'tillgate suspects --suspend 10000001'],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--suspend <terminal>', 'take this terminal out of service')
      .option('--resume <terminal>', 'and back into service')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    for (const [terminal, status] of [
      [options.suspend, 'suspended'],
      [options.resume, 'active'],
    ] as const) {
      if (typeof terminal !== 'string') continue;
      await askHost(cli, options, `/api/terminals/${encodeURIComponent(terminal)}/status`, { status });
      cli.say(`${terminal}: ${status}`);
      return EXIT.ok;
    }
    const suspects = await askHost<readonly Suspect[]>(cli, options, '/api/suspects');
    if (cli.json) cli.out(JSON.stringify(suspects));
    else if (suspects.length === 0) cli.say(cli.language === 'zh' ? '无（正常）' : 'none, as it should be');
    else {
      printTable(
        cli,
        ['TERMINAL', 'STATUS', 'SCORE', 'SINCE', 'CARDS', 'EVIDENCE'],
        suspects.map(({ terminalId, status, score, since, cardsSeen, evidence }) => [
          ...[terminalId, status, score.toFixed(2), new Date(since).toISOString().slice(0, 19)],
          String(cardsSeen),
          evidence.map(({ what, times }) => `${what} ${times}`).join(', '),
        ]),
      );
    }
    return EXIT.ok;
  },
};
