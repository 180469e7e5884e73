// `tillgate tx list` and `tx show RRN`: what happened, for scripts and for people at a terminal.

import { type Command, InvalidArgumentError } from 'commander';
import type { TransactionList, TransactionView } from '../http/api.js';
import { printAmount } from '../kernel/money.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTimes } from './spent-times.js';
import { printTable } from './table.js';

export const txListCommand: CliCommand = {
  name: 'tx list',
  summary: { zh: '最近的交易', en: 'the newest transactions' },
  examples: ['tillgate tx list --limit 20', 'tillgate tx list --search 0011 -o json'],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--limit <count>', 'how many, 1 to 200', parseCount, 20)
      .option('--search <text>', 'RRN (12), trace (6), terminal (8) or last four digits of a card')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (typeof options.search === 'string') query.set('search', options.search);
    const { transactions } = await askHost<TransactionList>(cli, options, `/api/transactions?${query}`);
    if (cli.json) {
      cli.out(JSON.stringify(transactions));
      return EXIT.ok;
    }
    if (transactions.length === 0) {
      cli.say(
        cli.language === 'zh' ? '没有交易；试试 tillgate terminal sale' : 'none; try: tillgate terminal sale',
      );
      return EXIT.ok;
    }
    printTable(
      cli,
      ['RRN', 'TIME', 'TERMINAL', 'KIND', 'CARD', 'AMOUNT', 'CODE', 'STATE', 'REASON'],
      transactions.map((one) => [
        one.rrn,
        new Date(one.receivedAt).toISOString().slice(0, 19),
        one.terminalId,
        one.kind,
        one.panMasked ?? '-',
        one.amountMinor === 0 ? '-' : printAmount(one.amountMinor),
        one.answerCode,
        one.state,
        one.reason.code,
      ]),
      [5],
    );
    return EXIT.ok;
  },
};

export const txShowCommand: CliCommand = {
  name: 'tx show',
  summary: { zh: '一笔交易的全程', en: 'one transaction, station by station' },
  examples: ['tillgate tx show 632600000001', 'tillgate tx show 632600000001 -o json'],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<rrn>', 'retrieval reference, field 37')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [rrn = ''], options) {
    const view = await askHost<TransactionView>(cli, options, `/api/transactions/${encodeURIComponent(rrn)}`);
    if (cli.json) cli.out(JSON.stringify(view));
    else print(cli, view);
    return EXIT.ok;
  },
};

function print(cli: Cli, view: TransactionView): void {
  const amount = view.amountMinor === 0 ? '' : ` ${printAmount(view.amountMinor)}`;
  cli.out(
    `${view.rrn}  ${view.kind}${amount}  ${view.state}  ${view.answerCode}  ${view.reason[cli.language]}`,
  );
  cli.out(
    `terminal ${view.terminalId}  merchant ${view.merchantId}  trace ${view.trace}  batch ${view.batch}`,
  );
  if (view.panMasked) cli.out(`card ${view.panMasked}`);
  printTable(
    cli,
    ['STATION', 'MICROS', 'WHAT'],
    view.steps.map((step) => [step.station, String(step.micros), step.words[cli.language]]),
    [1],
  );
  if (view.times) printTimes(cli, view.times);
  if (view.postings.length > 0) {
    printTable(
      cli,
      ['ACCOUNT', 'AMOUNT', 'PURPOSE'],
      view.postings.map((posting) => [posting.account, printAmount(posting.amountMinor), posting.purpose]),
      [1],
    );
  }
  for (const { relation, rrn, kind } of view.related) cli.out(`${relation}: ${kind} ${rrn}`);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 200)
    throw new InvalidArgumentError('a count is 1 to 200');
  return count;
}
