// I8 and I11: terminal, acquirer and merchant agree to the fen or say where not, and in the end nothing is left open.

import type { CaseFile, Finding, WireEvent } from './case-file.js';
import type { PaymentRow } from './rows.js';

const DEBIT = new Set(['purchase', 'qr-sale', 'completion', 'completion-advice', 'offline-sale']);
const CREDIT = new Set(['void', 'completion-void', 'refund']);

/** I8: a settled batch is what its payments add up to, also afterwards; equal means equal, and unequal says why. */
export function batchesAgree(file: CaseFile): Finding[] {
  const byBatch = new Map<string, PaymentRow[]>();
  for (const { row } of file.payments.values()) {
    const batch = `${row.terminal_id}|${row.batch}`;
    const rows = byBatch.get(batch);
    if (rows === undefined) byBatch.set(batch, [row]);
    else rows.push(row);
  }
  return [...file.settlements].flatMap(([batch, settlement]) => {
    const rows = byBatch.get(batch) ?? [];
    const counted = [totalOf(rows, DEBIT), totalOf(rows, CREDIT)].join(' ');
    const { host_totals: host, terminal_totals: till, outcome, state, exceptions } = settlement;
    const ofHost = [textOf(host.domestic.debit), textOf(host.domestic.credit)].join(' ');
    const ofTill = [textOf(till.domestic.debit), textOf(till.domestic.credit)].join(' ');
    const finding = (detail: string): Finding[] => [{ subject: batch, detail }];
    if (counted !== ofHost) return finding(`settled ${ofHost}, its payments are ${counted}`);
    if ((ofHost === ofTill) !== (outcome === 'equal')) return finding(`${outcome}: ${ofHost} and ${ofTill}`);
    if (outcome === 'unequal' && state === 'closed' && exceptions.length === 0) {
      return finding('unequal, and no item says why');
    }
    return [];
  });
}

/**
 * I8: no terminal has a reason to differ, so it settles equal. But where a message was changed on its way, its refusal
 * may have ended an advice; then the list of exceptions has to say so, which is asked above.
 */
export function tillsSettleEqual(file: CaseFile): Finding[] {
  const changed = changedOnTheWay(file);
  const settledAt = new Map<string, number>();
  return file.tills.flatMap(({ settlement, terminalId, batch, order }) => {
    if (settlement === undefined) return [];
    const since = settledAt.get(terminalId) ?? 0;
    settledAt.set(terminalId, order);
    const isExcused = changed.some(
      (one) => one.terminalId === terminalId && since < one.order && one.order < order,
    );
    if (settlement === 'equal' || isExcused) return [];
    return [{ subject: `${terminalId}|${batch}`, detail: 'the batch settled unequal' }];
  });
}

function changedOnTheWay(file: CaseFile): WireEvent[] {
  const sent = file.sent.host;
  return file.events.filter(
    ({ to, moment, frame }) => to === 'host' && moment === 'arrived' && !sent.has(frame),
  );
}

function totalOf(rows: readonly PaymentRow[], kinds: ReadonlySet<string>): string {
  const counted = rows.filter(
    ({ kind, state, movement }) =>
      kinds.has(kind) && movement !== null && state !== 'reversed' && state !== 'declined',
  );
  const amountMinor = counted.reduce(
    (sum, row) => sum + Number(row.figures.adjustedMinor ?? row.amount_minor),
    0,
  );
  return textOf({ count: counted.length, amountMinor });
}

function textOf({ count, amountMinor }: { readonly count: number; readonly amountMinor: number }): string {
  return `${count} of ${amountMinor}`;
}

/** I8: what merchants are owed and what fees came in is what was taken from payments, to the fen. */
export function merchantsArePaid(file: CaseFile): Finding[] {
  const taken = new Map<string, number>();
  for (const { row } of file.payments.values()) {
    const owner = `payable:${row.merchant_id}`;
    const net = row.captured_minor - row.refunded_minor;
    taken.set(owner, (taken.get(owner) ?? 0) + net);
  }
  const owed = new Map<string, number>();
  for (const { rrn, postings } of file.entrySets) {
    for (const { account, amountMinor } of postings) {
      // A fen that is all fee leaves nothing to owe: its merchant is the payment's.
      const merchant = file.payments.get(rrn ?? '')?.row.merchant_id ?? '';
      const owner = account.startsWith('fee:') ? `payable:${merchant}` : account;
      if (owner.startsWith('payable:')) owed.set(owner, (owed.get(owner) ?? 0) + amountMinor);
    }
  }
  const found: Finding[] = [];
  for (const owner of new Set([...taken.keys(), ...owed.keys()])) {
    const [net, booked] = [taken.get(owner) ?? 0, owed.get(owner) ?? 0];
    if (net !== booked) found.push({ subject: owner, detail: `taken ${net}, owed and fee ${booked}` });
  }
  return found;
}

/** Longest time from the last fault until every till is at rest. */
const REST_MS = 900_000;

/** I11: once the faults are over, every queue empties, and in time. */
export function allComesToRest(file: CaseFile): Finding[] {
  const open = file.atTheEnd.flatMap((till): Finding[] => {
    const left = [
      ...(till.hasPendingReversal ? ['a reversal'] : []),
      ...(till.waitingAdvices > 0 ? [`${till.waitingAdvices} advices`] : []),
      ...(till.settlementIsInterrupted ? ['a settlement'] : []),
      ...(till.vouchers.length > 0 ? [`${till.vouchers.length} vouchers`] : []),
    ];
    return left.length === 0 ? [] : [{ subject: till.terminalId, detail: `${left.join(', ')} left open` }];
  });
  const restMs = file.endedAt - file.calmAt;
  return restMs <= REST_MS ? open : [...open, { subject: 'the world', detail: `at rest after ${restMs} ms` }];
}
