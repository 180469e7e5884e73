// How `tillgate terminal self-test` says what was found: the terminal's own checks, and beside them what the host of
// this data directory holds, where it can be asked.

import type { SelfTest } from '@tillgate/terminal';
import type { TerminalDiagnosis } from '../http/api.js';
import type { Cli } from './cli.js';
import { askHost, HostFault } from './host-client.js';
import { printTable } from './table.js';

const VERDICTS = {
  good: { zh: '正常', en: 'good' },
  bad: { zh: '异常', en: 'BAD' },
  unknown: { zh: '未知', en: 'not known' },
} as const;

const PAYMENTS_SHOWN = 5;
const MEDIAN = { zh: '中位', en: 'median' } as const;

/** Undefined where the host is elsewhere, or was not told. */
export async function diagnosisOf(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  { wasTold }: SelfTest,
): Promise<TerminalDiagnosis | undefined> {
  if (!wasTold) return undefined;
  try {
    const path = `/api/terminals/${encodeURIComponent(String(options.terminal))}/diagnosis`;
    return await askHost<TerminalDiagnosis>(cli, options, path);
  } catch (error) {
    if (error instanceof HostFault) return undefined;
    throw error;
  }
}

export function printSelfTest(cli: Cli, found: SelfTest, host: TerminalDiagnosis | undefined): void {
  if (cli.json) {
    cli.out(JSON.stringify({ action: 'self-test', ...found, host: host ?? null }));
    return;
  }
  const { language } = cli;
  printTable(
    cli,
    ['CHECK', 'VERDICT', 'SEEN', 'NEXT'],
    found.checks.map(({ name, verdict, seen, next }) => [
      ...[name[language], VERDICTS[verdict][language], seen, next?.[language] ?? ''],
    ]),
  );
  if (!host) {
    cli.say(language === 'zh' ? '没有主机一侧可比' : 'there is no host here to compare with');
    return;
  }
  printTable(
    cli,
    ['', 'TERMINAL', 'HOST', '', 'NEXT'],
    host.sides.map(({ name, terminal, host: ours, verdict, says, next }) => [
      ...[name[language], terminal ?? '-', ours ?? '-', verdict],
      [says?.[language], next?.[language]].filter((words) => words !== undefined).join('; '),
    ]),
  );
  printTable(
    cli,
    ['HOP', 'MS'],
    host.trip.map(({ name, ms }) => [name[language], ms === null ? '-' : String(ms)]),
    [1],
  );
  const ms = (value: number | null): string => (value === null ? '-' : String(value));
  printTable(
    cli,
    ['PAYMENT', 'TERMINAL MS', 'NETWORK MS', 'HOST MS'],
    [...host.payments.slice(0, PAYMENTS_SHOWN), { rrn: MEDIAN[language], ...host.typical }].map((one) => [
      ...[one.rrn, ms(one.terminalMs), ms(one.networkMs), ms(one.hostMs)],
    ]),
    [1, 2, 3],
  );
  for (const { rrn, answerCode, cause, words } of host.refused.slice(0, 3)) {
    cli.out(`${rrn}  ${answerCode}  ${cause}  ${words[language]}`);
  }
}
