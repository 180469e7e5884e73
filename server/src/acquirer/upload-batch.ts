// Batch upload: the terminal's own list of a batch whose totals differed. Each part may come again after a power
// cut: an item is kept once. At the end the two lists are compared and what differs is kept with its reason.

import { parseF48Details, parseF48ItemCount, parseF60, parseF61 } from '@tillgate/pos-protocol';
import { parseAmountMinor } from '../kernel/money.js';
import { Pan } from '../kernel/sensitive.js';
import type {
  BatchException,
  BatchItemRow,
  Draft,
  SettlementRow,
  TransactionRow,
  Unit,
} from '../store/index.js';
import { record } from './record.js';
import { type Identified, isRefusal, type Outcome, type Refusal, refuse } from './request.js';
import { settledMinor, sideOf } from './settle-batch.js';

/** 60.3 of the last message of an upload: 202 after unequal totals, 207 after equal ones. */
const ENDS: ReadonlySet<string> = new Set(['202', '207']);
const ADJUSTED = 'adjusted';
/** 60.3 of lists of chip payments that were uploaded before in full: evidence, not counted money. */
const CHIP_LISTS: ReadonlySet<string> = new Set(['203', '204', '205', '206']);

export function batchUploadUnit(request: Identified): Unit<Outcome> | Refusal {
  const list = parseF60(request.envelope.message.text(60) ?? '')?.networkCode ?? '';
  const load = { terminalId: request.terminalId, panHash: undefined, identities: [], batch: request.batch };
  if (ENDS.has(list)) {
    const announced = parseF48ItemCount(request.envelope.message.text(48) ?? '');
    if (announced === undefined) return refuse('message.format', { field: '48', offset: 0 });
    return { load, decide: (draft) => endUpload(draft, request, announced) };
  }
  const items = readItems(request, list);
  if (isRefusal(items)) return items;
  return { load, decide: (draft) => keepItems(draft, request, items) };
}

/** Eight details in field 48, or one item in the fields of its own message. */
function readItems(request: Identified, list: string): readonly BatchItemRow[] | Refusal {
  const { message } = request.envelope;
  const place = { terminal_id: request.terminalId, batch: request.batch };
  const details = message.text(48);
  if (details === undefined) {
    const amount = parseAmountMinor(message.text(4) ?? '');
    if (amount === undefined) return refuse('message.format', { field: '4', offset: 0 });
    const item = { ...place, pan_masked: maskedPan(message.text(2)), amount_minor: amount };
    // An adjustment names the sale that it changes; its amount is the new one.
    const adjusted = message.text(3) === '000000' ? parseF61(message.text(61) ?? '') : undefined;
    return [
      adjusted ? { ...item, list: ADJUSTED, trace: adjusted.trace } : { ...item, list, trace: request.trace },
    ];
  }
  const parsed = parseF48Details(details);
  if (!parsed) return refuse('message.format', { field: '48', offset: 0 });
  return parsed.map(({ trace, pan, amountMinor }) => ({
    ...{ ...place, list, trace, pan_masked: maskedPan(pan), amount_minor: amountMinor },
  }));
}

function maskedPan(digits: string | undefined): string {
  return Pan.parse(digits ?? '')?.masked ?? '';
}

function keepItems(draft: Draft, request: Identified, items: readonly BatchItemRow[]): Outcome {
  const settlement = draft.settlement(request.terminalId, request.batch);
  if (!settlement) return outOfTurn(draft, request);
  for (const item of items) draft.addBatchItem(item);
  const figures = { batch: request.batch, items: items.length };
  return record(draft, request, { state: 'done', reason: 'done', figures, originalRrn: settlement.rrn });
}

function endUpload(draft: Draft, request: Identified, announced: number): Outcome {
  const { terminalId, batch } = request;
  const settlement = draft.settlement(terminalId, batch);
  if (!settlement) return outOfTurn(draft, request);
  const items = draft.batchItems(terminalId, batch);
  const exceptions =
    settlement.outcome === 'equal' ? [] : exceptionsOf(items, draft.batch(terminalId, batch));
  const closed: SettlementRow = {
    ...settlement,
    ...{ state: 'closed', closed_at: request.receivedAt, announced_items: announced, exceptions },
  };
  if (settlement.state !== 'closed') draft.putSettlement(closed);
  const kept = settlement.state === 'closed' ? settlement : closed;
  return record(draft, request, {
    state: 'done',
    reason: announced === items.length ? 'done' : 'upload.count-differs',
    figures: { batch, announced, items: items.length, exceptions: kept.exceptions.length },
    originalRrn: settlement.rrn,
  });
}

/** Details of a batch that was not settled: the terminal is ahead of itself. */
function outOfTurn(draft: Draft, request: Identified): Outcome {
  const figures = { batch: request.batch };
  return record(draft, request, { state: 'declined', reason: 'upload.not-settled', figures });
}

/** What the two lists do not agree on, in the order of the traces. */
function exceptionsOf(
  items: readonly BatchItemRow[],
  rows: readonly TransactionRow[],
): readonly BatchException[] {
  const counted = items.filter(({ list }) => !CHIP_LISTS.has(list));
  // An adjustment stands in the place of what it changed.
  const inOrder = counted.sort(
    (one, other) => Number(one.list === ADJUSTED) - Number(other.list === ADJUSTED),
  );
  const told = new Map(inOrder.map((item) => [item.trace, item]));
  const ours = new Map(rows.filter((row) => row.movement !== null).map((row) => [row.trace, row]));
  const traces = [...new Set([...told.keys(), ...ours.keys()])].sort();
  return traces.flatMap((trace) => {
    const [item, row] = [told.get(trace), ours.get(trace)];
    const why = difference(item, row);
    if (why === undefined) return [];
    return {
      ...{ why, trace, rrn: row?.rrn ?? null, kind: row?.kind ?? null },
      panMasked: row?.pan_masked ?? item?.pan_masked ?? null,
      terminalMinor: item?.amount_minor ?? null,
      hostMinor: row && sideOf(row) ? settledMinor(row) : null,
    };
  });
}

function difference(item: BatchItemRow | undefined, row: TransactionRow | undefined): string | undefined {
  const counted = row !== undefined && sideOf(row) !== undefined;
  if (!item) return counted ? 'missing-at-terminal' : undefined;
  if (!row) return 'missing-at-host';
  if (!counted) return 'undone-at-host';
  if (item.amount_minor !== settledMinor(row)) return 'amount-differs';
  const sameCard = item.pan_masked === '' || row.pan_masked === null || item.pan_masked === row.pan_masked;
  return sameCard ? undefined : 'card-differs';
}
