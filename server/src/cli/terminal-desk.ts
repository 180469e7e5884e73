// `tillgate profile use` and `tillgate centre ask`: what is set for one terminal while the host serves.

import { centreRequests } from '@tillgate/pos-protocol';
import type { Command } from 'commander';
import { type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';

const requests = Object.keys(centreRequests);

export const profileUseCommand: CliCommand = {
  name: 'profile use',
  summary: {
    zh: '为一台终端指定方言;它须重新签到',
    en: 'the dialect of one terminal; it has to sign on again',
  },
  examples: [
    'tillgate profile use cup-pos-x9.19 --terminal 10000002',
    'tillgate profile use cup-pos --terminal 10000002',
  ],
  printsData: false,
  configure(command: Command): void {
    command
      .argument('<name>', 'a shipped profile, or one of a file in the data directory')
      .requiredOption('--terminal <id>', 'terminal, 8 characters')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [profile = ''], options) {
    const path = `/api/terminals/${encodeURIComponent(String(options.terminal))}/profile`;
    await askHost(cli, options, path, { profile });
    cli.say(
      cli.language === 'zh' ? `${options.terminal} 使用 ${profile}` : `${options.terminal} speaks ${profile}`,
    );
    return EXIT.ok;
  },
};

export const centreAskCommand: CliCommand = {
  name: 'centre ask',
  summary: {
    zh: '要求一台终端下一步做什么(报文头第 6 位)',
    en: 'what a terminal is to do next (header digit 6)',
  },
  examples: [
    'tillgate centre ask downloadParameters --terminal 10000001',
    'tillgate centre ask nothing --terminal 10000001',
  ],
  printsData: false,
  configure(command: Command): void {
    command
      .argument('<request>', requests.join(', '))
      .requiredOption('--terminal <id>', 'terminal, 8 characters')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [request = ''], options) {
    if (!requests.includes(request)) {
      cli.say(`${request}: ${requests.join(', ')}`);
      return EXIT.usage;
    }
    const path = `/api/terminals/${encodeURIComponent(String(options.terminal))}/centre-request`;
    await askHost(cli, options, path, { request });
    cli.say(
      cli.language === 'zh'
        ? `${options.terminal}:下次应答时告知`
        : `${options.terminal}: told with its next answer`,
    );
    return EXIT.ok;
  },
};
