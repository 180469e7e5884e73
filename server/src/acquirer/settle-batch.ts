// Settlement: the terminal's totals of a batch against the host's, counted under the lock of the terminal. It
// closes the batch: what comes later belongs to the next one. Settling one batch twice compares with the same
// figures and changes nothing (protocol section 8).

import { type Comparison, noTotals, parseF48Totals, type SettlementTotals } from '@tillgate/pos-protocol';
import type { BatchTotals, Draft, SettlementRow, TransactionRow, Unit } from '../store/index.js';
import { formatBatch, isBatchBehind, nextBatch } from './batch-number.js';
import { record } from './record.js';
import { type Identified, type Outcome, type Refusal, refuse } from './request.js';
import { STALE } from './stale.js';

const DEBIT: ReadonlySet<string> = new Set([
  'purchase',
  'qr-sale',
  'completion',
  'completion-advice',
  'offline-sale',
]);
const CREDIT: ReadonlySet<string> = new Set(['void', 'completion-void', 'refund']);

/** Does a row count in a settlement, and on which side? What was reversed, and the adjustments themselves, do not. */
export function sideOf(row: TransactionRow): 'debit' | 'credit' | undefined {
  if (row.state === 'reversed' || row.state === 'declined' || row.movement === null) return undefined;
  if (DEBIT.has(row.kind)) return 'debit';
  return CREDIT.has(row.kind) ? 'credit' : undefined;
}

/** With its tip or adjustment. */
export function settledMinor(row: TransactionRow): number {
  return Number(row.figures.adjustedMinor ?? row.amount_minor);
}

/** All cards of the demo's banks are domestic; a bank abroad would count on the other side. */
function countBatch(rows: readonly TransactionRow[]): BatchTotals {
  const total = (side: 'debit' | 'credit') => {
    const counted = rows.filter((row) => sideOf(row) === side);
    return { count: counted.length, amountMinor: counted.reduce((sum, row) => sum + settledMinor(row), 0) };
  };
  return { domestic: { debit: total('debit'), credit: total('credit') }, foreign: noTotals };
}

export function settlementUnit(request: Identified): Unit<Outcome | typeof STALE> | Refusal {
  const claimed = parseF48Totals(request.envelope.message.text(48) ?? '');
  if (!claimed) return refuse('message.format', { field: '48', offset: 0 });
  return {
    load: { terminalId: request.terminalId, panHash: undefined, identities: [], batch: request.batch },
    decide: (draft) => settle(draft, request, claimed.totals),
  };
}

function settle(draft: Draft, request: Identified, claimed: SettlementTotals): Outcome | typeof STALE {
  const { terminalId, batch } = request;
  const terminal = draft.terminal(terminalId);
  if (!terminal) return STALE;
  const earlier = draft.settlement(terminalId, batch);
  const host = earlier?.host_totals ?? countBatch(draft.batch(terminalId, batch));
  const comparison = compare(claimed, host);
  const equal = comparison.domestic === 'equal' && comparison.foreign !== 'unequal';
  const settlement: SettlementRow = {
    ...{ terminal_id: terminalId, batch, merchant_id: request.merchantId, rrn: request.rrn },
    ...{ settled_at: request.receivedAt, state: 'settled', closed_at: null, announced_items: null },
    ...earlier,
    host_totals: host,
    terminal_totals: { domestic: claimed.domestic, foreign: claimed.foreign ?? noTotals },
    outcome: equal ? 'equal' : 'unequal',
    exceptions: earlier?.exceptions ?? [],
  };
  // The upload that ended stands: only its own batch end may change it.
  if (earlier?.state !== 'closed') draft.putSettlement(settlement);
  const next = nextBatch(Number.parseInt(batch, 10));
  if (isBatchBehind(formatBatch(terminal.batch), next)) {
    draft.putTerminal({ ...terminal, batch: next, version: terminal.version + 1 });
  }
  const figures = {
    batch,
    ...{ debitMinor: host.domestic.debit.amountMinor, debitCount: host.domestic.debit.count },
    ...{ creditMinor: host.domestic.credit.amountMinor, creditCount: host.domestic.credit.count },
  };
  const outcome = record(draft, request, {
    state: 'done',
    reason: equal ? 'settlement.equal' : 'settlement.unequal',
    figures,
    ...(earlier && { originalRrn: earlier.rrn }),
  });
  return { ...outcome, totals: { totals: withClasses(claimed, host), comparison } };
}

function compare(claimed: SettlementTotals, host: BatchTotals) {
  const equal = (one: object, other: object): Comparison =>
    JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)) ? 'equal' : 'unequal';
  return {
    domestic: equal(claimed.domestic, host.domestic),
    foreign: claimed.foreign && equal(claimed.foreign, host.foreign),
  };
}

/** Debit amount, debit count, credit amount, credit count. */
function sorted({ debit, credit }: Partial<BatchTotals['domestic']>): readonly unknown[] {
  return [debit?.amountMinor, debit?.count, credit?.amountMinor, credit?.count];
}

/** The host's totals in the form that the terminal asked in: with foreign cards, or without. */
function withClasses(claimed: SettlementTotals, host: BatchTotals): SettlementTotals {
  return { domestic: host.domestic, foreign: claimed.foreign && host.foreign };
}
