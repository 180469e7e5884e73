// How `tillgate terminal` says what came of an action: as JSON for scripts, as lines for people, as an exit code.

import type { ClassTotals, SettlementTotals } from '@tillgate/pos-protocol';
import {
  type Outcome,
  receiptLines,
  type SettlementReport,
  type Terminal,
  type TerminalEvent,
  transactionRules,
} from '@tillgate/terminal';
import type { Settlement } from '../http/api.js';
import { printAmount } from '../kernel/money.js';
import { type Cli, EXIT } from './cli.js';
import { askHost, HostFault } from './host-client.js';
import { printTable } from './table.js';

/** Failures that a new sign-on, other keys, the right person or a call to the acquirer may lift. */
const notAllowed: readonly string[] = [
  ...['not-signed-on', 'bad-mac', 'key-check', 'working-keys', 'no-track-key'],
  ...['supervisor-refused', 'first-password', 'not-allowed'],
];

export function exitCodeOf({ result, failure }: Outcome): number {
  if (result === 'approved') return EXIT.ok;
  if (result === 'declined') return EXIT.declined;
  if (result === 'unknown') return EXIT.unknownOutcome;
  if (failure === 'unreachable') return EXIT.unreachable;
  if (failure === 'self-test') return EXIT.checkFailed;
  if (failure === 'original-not-found') return EXIT.notFound;
  return failure !== undefined && notAllowed.includes(failure) ? EXIT.notAllowed : EXIT.failed;
}

export function printOutcome(
  cli: Cli,
  action: string,
  outcome: Outcome,
  hostExceptions: Settlement['exceptions'] | undefined,
): void {
  const { receipt, text, told, failure, kind: _kind, settlement, ...rest } = outcome;
  const lines = receipt && receiptLines(receipt, { copy: 'merchant', reprint: false });
  if (cli.json) {
    const settled = settlement && { ...settlement, hostExceptions: hostExceptions ?? null };
    const slip = receipt && { ...receipt, lines };
    cli.out(
      JSON.stringify({
        ...{ action, ...rest, texts: text, told, reason: failure ?? null, receipt: slip },
        ...(settled && { settlement: settled }),
      }),
    );
    return;
  }
  const words = [outcome.answerCode, text[cli.language], outcome.hostText, outcome.detail];
  cli.out(words.filter((word) => word !== undefined).join('  '));
  if (outcome.result !== 'approved') cli.out(outcome.advice[cli.language]);
  if (outcome.balanceMinor !== undefined) cli.out((outcome.balanceMinor / 100).toFixed(2));
  if (outcome.rrn !== undefined) cli.out(`RRN ${outcome.rrn}`);
  for (const line of lines ?? []) cli.out(line);
  if (settlement) printSettlement(cli, settlement, hostExceptions ?? []);
}

/** The exceptions that the host made of the upload; undefined where it cannot be asked. */
export async function hostExceptionsOf(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  { settlement }: Outcome,
): Promise<Settlement['exceptions'] | undefined> {
  if (settlement === undefined) return undefined;
  try {
    const path = `/api/settlements/${String(options.terminal)}/${settlement.batch}`;
    return (await askHost<Settlement>(cli, options, path)).exceptions;
  } catch (error) {
    if (error instanceof HostFault) return undefined;
    throw error;
  }
}

function printSettlement(cli: Cli, report: SettlementReport, hostExceptions: Settlement['exceptions']): void {
  const inChinese = cli.language === 'zh';
  const word = report.result === 'equal' ? ['对账平', 'equal'] : ['对账不平', 'unequal'];
  cli.out(`${inChinese ? '批次' : 'batch'} ${report.batch}  ${inChinese ? word[0] : word[1]}`);
  printTable(
    cli,
    ['TYPE', 'COUNT', 'AMOUNT'],
    report.byKind.map(({ kind, count, amountMinor }) => [
      ...[transactionRules[kind].words[cli.language], String(count), printAmount(amountMinor)],
    ]),
    [1, 2],
  );
  printTable(
    cli,
    ['SIDE', 'DEBITS', 'AMOUNT', 'CREDITS', 'AMOUNT'],
    [...sideRows('terminal', report.totals), ...sideRows('host', report.hostTotals)],
    [1, 2, 3, 4],
  );
  for (const one of hostExceptions) cli.out(`${one.trace}  ${one.words[cli.language]}`);
}

function sideRows(side: string, totals: SettlementTotals | undefined): string[][] {
  const row = (name: string, { debit, credit }: ClassTotals): string[] => [
    ...[name, String(debit.count), printAmount(debit.amountMinor)],
    ...[String(credit.count), printAmount(credit.amountMinor)],
  ];
  if (totals === undefined) return [];
  const foreign = totals.foreign?.debit.count || totals.foreign?.credit.count ? totals.foreign : undefined;
  return [row(side, totals.domestic), ...(foreign ? [row(`${side}, foreign`, foreign)] : [])];
}

/** What the terminal knows without asking anybody. */
export const localViews = {
  status: (cli: Cli, { status }: Terminal): number => printValue(cli, 'status', { status }),
  journal: (cli: Cli, { journal, totals, totalsByKind }: Terminal): number => {
    if (cli.json) return printValue(cli, 'journal', { journal, totals, totalsByKind });
    printTable(
      cli,
      ['TRACE', 'TYPE', 'CARD', 'AMOUNT', 'RRN', 'AUTH', 'STATE'],
      journal.map((one) => [
        ...[one.trace, transactionRules[one.kind].words[cli.language], one.maskedPan],
        ...[printAmount(one.amountMinor), one.rrn, one.authCode, one.isDelivered ? one.state : 'waiting'],
      ]),
      [3],
    );
    return EXIT.ok;
  },
  last: (cli: Cli, { lastReceipt }: Terminal): number => {
    if (lastReceipt === undefined) return EXIT.notFound;
    const lines = receiptLines(lastReceipt, { copy: 'merchant', reprint: true });
    if (cli.json) return printValue(cli, 'last', { receipt: { ...lastReceipt, lines } });
    for (const line of lines) cli.out(line);
    return EXIT.ok;
  },
} as const;

function printValue(cli: Cli, action: string, value: object): number {
  cli.out(JSON.stringify({ action, ...value }, undefined, cli.json ? undefined : 2));
  return EXIT.ok;
}

export function tell(cli: Cli, event: TerminalEvent): void {
  const say = (zh: string, en: string): void => cli.say(cli.language === 'zh' ? zh : en);
  if (event.type === 'confirm-on-phone') {
    say(
      `${event.hostText ?? '请在手机上确认'}:${event.link}`,
      `confirm on the phone: ${event.link} (${event.hostText})`,
    );
  } else if (event.type === 'centre-request') {
    say(`中心要求:${event.request}`, `the centre asks for: ${event.request}`);
  } else if (event.type === 'incident') {
    const { reversal, advice } = event.incident;
    const trace = reversal?.fields[11] ?? advice?.trace;
    say(`未获确认,已留存待查:凭证号 ${trace}`, `never confirmed, kept on file: trace ${trace}`);
  }
}
