// `tillgate settlement list` and `settlement show TERMINAL BATCH`: what a terminal and the host added up for a
// batch, and each item that they do not agree on.

import type { Command } from 'commander';
import type { Settlement, SettlementSide } from '../http/api.js';
import { printAmount } from '../kernel/money.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTable } from './table.js';

export const settlementListCommand: CliCommand = {
  name: 'settlement list',
  summary: { zh: '最近结算的批次', en: 'the newest settled batches' },
  examples: ['tillgate settlement list', 'tillgate settlement list --terminal 10000001 -o json'],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--terminal <id>', 'of one terminal only')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    const query =
      typeof options.terminal === 'string' ? `?terminal=${encodeURIComponent(options.terminal)}` : '';
    const settlements = await askHost<readonly Settlement[]>(cli, options, `/api/settlements${query}`);
    if (cli.json) cli.out(JSON.stringify(settlements));
    else if (settlements.length === 0) cli.say(cli.language === 'zh' ? '尚无结算' : 'nothing is settled yet');
    else printList(cli, settlements);
    return EXIT.ok;
  },
};

export const settlementShowCommand: CliCommand = {
  name: 'settlement show',
  summary: { zh: '一个批次的两边合计与差异', en: 'both totals of a batch, and what differs' },
  examples: ['tillgate settlement show 10000001 000001', 'tillgate settlement show 10000001 000001 -o json'],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<terminal>', 'terminal, 8 digits')
      .argument('<batch>', 'batch, up to 6 digits')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [terminal = '', batch = ''], options) {
    const path = `/api/settlements/${encodeURIComponent(terminal)}/${encodeURIComponent(batch.padStart(6, '0'))}`;
    const settlement = await askHost<Settlement>(cli, options, path);
    if (cli.json) cli.out(JSON.stringify(settlement));
    else printOne(cli, settlement);
    return EXIT.ok;
  },
};

function printList(cli: Cli, settlements: readonly Settlement[]): void {
  printTable(
    cli,
    ['TERMINAL', 'BATCH', 'TIME', 'OUTCOME', 'STATE', 'DEBIT', 'CREDIT', 'EXCEPTIONS'],
    settlements.map((one) => [
      one.terminalId,
      one.batch,
      new Date(one.settledAt).toISOString().slice(0, 19),
      one.outcome,
      one.state,
      printAmount(one.host.domestic.debit.amountMinor),
      printAmount(one.host.domestic.credit.amountMinor),
      String(one.exceptions.length),
    ]),
    [5, 6, 7],
  );
}

function printOne(cli: Cli, settlement: Settlement): void {
  const { terminalId, batch, outcome, state, rrn } = settlement;
  cli.out(`terminal ${terminalId}  batch ${batch}  ${outcome}  ${state}  settlement ${rrn}`);
  const row = (side: string, { debit, credit }: SettlementSide): string[] => [
    ...[side, String(debit.count), printAmount(debit.amountMinor)],
    ...[String(credit.count), printAmount(credit.amountMinor)],
  ];
  printTable(
    cli,
    ['SIDE', 'DEBITS', 'AMOUNT', 'CREDITS', 'AMOUNT'],
    [row('host', settlement.host.domestic), row('terminal', settlement.terminal.domestic)],
    [1, 2, 3, 4],
  );
  if (settlement.exceptions.length === 0) return;
  const amount = (minor: number | null): string => (minor === null ? '-' : printAmount(minor));
  printTable(
    cli,
    ['TRACE', 'RRN', 'KIND', 'CARD', 'TERMINAL', 'HOST', 'WHY'],
    settlement.exceptions.map((one) => [
      ...[one.trace, one.rrn ?? '-', one.kind ?? '-', one.panMasked ?? '-'],
      ...[amount(one.terminalMinor), amount(one.hostMinor), one.words[cli.language]],
    ]),
    [4, 5],
  );
}
