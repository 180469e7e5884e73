// Goal: the slip of a settlement fits the paper, and shows the host's side where it differs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeGbk, noTotals } from '@tillgate/pos-protocol';
import type { SettlementReport } from './settlement-progress.js';
import { settlementLines } from './settlement-text.js';

const largest = { amountMinor: 999_999_999_999, count: 999 };
const report: SettlementReport = {
  ...{ batch: '000001', dateTime: '2026-11-22 09:30:15', result: 'unequal', uploaded: 3 },
  totals: { domestic: { debit: largest, credit: largest }, foreign: noTotals },
  hostTotals: { domestic: { debit: { amountMinor: 100, count: 1 }, credit: largest }, foreign: noTotals },
  byKind: [{ kind: 'pre-authorization-void', ...largest }],
  exceptions: [{ trace: '000002', answerCode: '25' }],
};

test('no line is longer than the paper is wide', () => {
  for (const line of settlementLines(report)) assert.ok(encodeGbk(line).length <= 32, line);
});

test("unequal: both sides and what was not taken; equal: the terminal's side alone", () => {
  const lines = settlementLines(report);
  assert.ok(lines.some((line) => /借方 DEBIT 1 +RMB 1\.00/.test(line)));
  assert.ok(lines.some((line) => /未收 NOT TAKEN 000002 +25/.test(line)));
  const equal = settlementLines({ ...report, result: 'equal', exceptions: [] });
  assert.ok(!equal.some((line) => line.includes('HOST')));
});
