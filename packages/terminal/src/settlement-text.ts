// The settlement as plain text for a printer of 32 columns, in both languages side by side.

import type { ClassTotals, SettlementTotals } from '@tillgate/pos-protocol';
import { amountText, centre, pair, RECEIPT_COLUMNS } from './receipt-text.js';
import type { SettlementReport } from './settlement-progress.js';
import { transactionRules } from './transactions.js';

const rule: string = '-'.repeat(RECEIPT_COLUMNS);

/** Lines of at most 32 columns, without line ends. */
export function settlementLines(report: SettlementReport): string[] {
  const { batch, dateTime, result, byKind, totals, hostTotals, exceptions } = report;
  const isEqual = result === 'equal';
  return [
    centre('结算单 SETTLEMENT'),
    rule,
    ...pair('批次号 BATCH NO', batch),
    ...pair('时间 DATE/TIME', dateTime),
    ...pair('对账 RESULT', isEqual ? '平 EQUAL' : '不平 UNEQUAL'),
    rule,
    ...byKind.flatMap(({ kind, count, amountMinor }) => [
      `${transactionRules[kind].words.zh} ${transactionRules[kind].words.en}`,
      ...countedPair(count, amountMinor),
    ]),
    rule,
    ...sideLines('终端 TERMINAL', totals),
    ...(isEqual || hostTotals === undefined ? [] : sideLines('主机 HOST', hostTotals)),
    ...exceptions.flatMap(({ trace, answerCode }) => pair(`未收 NOT TAKEN ${trace}`, answerCode)),
  ];
}

function sideLines(title: string, { domestic, foreign }: SettlementTotals): string[] {
  return [
    title,
    ...classLines('内卡 DOMESTIC', domestic),
    ...(foreign === undefined ? [] : classLines('外卡 FOREIGN', foreign)),
  ];
}

function classLines(title: string, { debit, credit }: ClassTotals): string[] {
  if (debit.count === 0 && credit.count === 0) return [];
  return [
    title,
    ...pair(`借方 DEBIT ${debit.count}`, amountText({ ...debit, currency: '156' })),
    ...pair(`贷方 CREDIT ${credit.count}`, amountText({ ...credit, currency: '156' })),
  ];
}

function countedPair(count: number, amountMinor: number): string[] {
  return pair(`  ${count}`, amountText({ amountMinor, currency: '156' }));
}
