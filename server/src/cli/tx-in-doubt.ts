// `tillgate tx in-doubt`: the payments of which somebody does not know yet what the others know.

import type { Command } from 'commander';
import type { InDoubt } from '../http/api.js';
import { printAmount } from '../kernel/money.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTable } from './table.js';

export const txInDoubtCommand: CliCommand = {
  name: 'tx in-doubt',
  summary: {
    zh: '在途登记簿：尚未确定的交易',
    en: 'the in-doubt register: payments not settled between all',
  },
  examples: ['tillgate tx in-doubt', 'tillgate tx in-doubt --retry 632600001008'],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--retry <rrn>', 'send one again that its bank has refused and that is parked')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    if (typeof options.retry === 'string') {
      const path = `/api/in-doubt/${encodeURIComponent(options.retry)}/retry`;
      const { rrn } = await askHost<{ rrn: string }>(cli, options, path, {});
      cli.say(cli.language === 'zh' ? `${rrn} 将重发` : `${rrn} goes out again`);
      return EXIT.ok;
    }
    const doubts = await askHost<readonly InDoubt[]>(cli, options, '/api/in-doubt');
    if (cli.json) cli.out(JSON.stringify(doubts));
    else if (doubts.length === 0)
      cli.say(cli.language === 'zh' ? '无在途交易（正常）' : 'none, as it should be');
    else print(cli, doubts);
    return EXIT.ok;
  },
};

function print(cli: Cli, doubts: readonly InDoubt[]): void {
  const words = ({ zh, en }: { zh: string; en: string }): string => (cli.language === 'zh' ? zh : en);
  printTable(
    cli,
    [
      'RRN',
      'SINCE',
      'TERMINAL',
      'KIND',
      'CARD',
      'AMOUNT',
      'BANK',
      'TERMINAL KNOWS',
      'BANK KNOWS',
      'NEXT',
      'AT',
    ],
    doubts.map((one) => [
      one.rrn,
      new Date(one.since).toISOString().slice(0, 19),
      one.terminalId,
      one.kind,
      one.panMasked ?? '-',
      printAmount(one.amountMinor),
      words(one.bankName),
      words(one.terminalKnows),
      words(one.bankKnows),
      words(one.next),
      one.nextAt === null ? '-' : new Date(one.nextAt).toISOString().slice(11, 19),
    ]),
    [5],
  );
}
