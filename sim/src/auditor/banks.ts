// A bank that decides elsewhere: when all is at rest it has booked what the acquirer has, it was told of everything,
// and no approval stood at the acquirer before it stood at the bank.

import { type Books, type CaseFile, type Finding, keyOfRow } from './case-file.js';
import type { PaymentRow } from './rows.js';

function keyOf(row: PaymentRow): string {
  return `${keyOfRow(row)}|${row.batch}`;
}

/** What a request has taken, as long as it stands. What is held for it is the bank's to know. */
function effectOf({ kind, movement }: PaymentRow): string {
  return `${kind}: taken ${movement!.capturedMinor}`;
}

function standing(file: Books): Map<string, PaymentRow> {
  const rows = [...file.payments.values()].map(({ row }) => row);
  return new Map(
    rows
      .filter((row) => row.side !== 'both' && row.kind !== 'reversal' && row.movement !== null)
      .filter(({ state }) => state !== 'reversed')
      .map((row) => [keyOf(row), row]),
  );
}

/** I8: what stands at the acquirer stands at the bank, and nothing else does; what one owes the other is owed. */
export function banksAgree(file: CaseFile): Finding[] {
  const { bank } = file;
  const [here, there] = [standing(file), standing(bank)];
  const found = [...new Set([...here.keys(), ...there.keys()])].flatMap((subject): Finding[] => {
    const [one, other] = [here.get(subject), there.get(subject)].map((row) =>
      row ? effectOf(row) : 'nothing',
    );
    return one === other ? [] : [{ subject, detail: `acquirer ${one}; bank ${other}` }];
  });
  const owed = sumOf(bank, 'clearing:') + sumOf(file, 'receivable:', bank);
  return owed === 0 ? found : [...found, { subject: 'clearing', detail: `${owed} more at the bank` }];
}

/** @param bank counts only what is owed by banks that have books there */
function sumOf(file: Books, account: string, bank?: Books): number {
  const banks = bank && new Set([...bank.payments.values()].map(({ row }) => `${account}${row.issuer_id}`));
  return file.entrySets
    .flatMap(({ postings }) => postings)
    .filter((one) => one.account.startsWith(account) && (banks === undefined || banks.has(one.account)))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** I4 and I11: the bank was told of everything, nothing had to be parked, and nothing is left in suspense. */
export function banksAreTold(file: CaseFile): Finding[] {
  const open = [...file.forwards.values()]
    .filter(({ state }) => state !== 'confirmed')
    .map(({ rrn, state }) => ({ subject: rrn, detail: `is still ${state} for its bank` }));
  const suspense = sumOf(file, 'suspense:');
  return suspense === 0 ? open : [...open, { subject: 'suspense', detail: `${suspense} left` }];
}

/** What the acquirer decides, and tells the bank of: everything that goes out as an advice. */
const TOLD: ReadonlySet<string> = new Set([
  ...(['refund', 'completion-advice', 'offline-sale', 'adjustment', 'tip'] as const),
]);

/** I1 at the bank: what it was asked and the acquirer approved, it had approved before, and kept. */
export function banksApproveFirst(file: CaseFile): Finding[] {
  const kept = new Map<string, number>();
  for (const { row, approvedOrder } of file.bank.payments.values()) {
    if (row.kind !== 'reversal' && approvedOrder !== undefined) kept.set(keyOf(row), approvedOrder);
  }
  return [...file.payments.values()].flatMap(({ row, approvedOrder }) => {
    const isDecidedHere = row.kind === 'reversal' || TOLD.has(row.kind);
    if (row.side !== 'acquirer' || row.movement === null || isDecidedHere) return [];
    const atBank = kept.get(keyOf(row)) ?? Number.POSITIVE_INFINITY;
    return atBank < (approvedOrder ?? 0)
      ? []
      : [{ subject: row.rrn, detail: `${row.kind} was approved, and its bank had not` }];
  });
}

/** Of each card the bank hears in the order in which it happened. */
export function banksHearInOrder(file: CaseFile): Finding[] {
  const heard = new Map<string, number>();
  for (const { row, order } of file.bank.payments.values()) {
    const name = nameOf(row, row.kind === 'reversal');
    if (!heard.has(name)) heard.set(name, order);
  }
  const last = new Map<number, number>();
  return [...file.forwards.values()].flatMap(({ rrn, card_id, purpose }) => {
    const row = file.payments.get(rrn)?.row;
    const order = row && heard.get(nameOf(row, purpose === 'reversal'));
    if (order === undefined) return [{ subject: rrn, detail: 'never reached its bank' }];
    const before = last.get(card_id) ?? 0;
    last.set(card_id, order);
    return before <= order ? [] : [{ subject: rrn, detail: 'reached its bank before what came before it' }];
  });
}

/** A reversal has the trace of what it undoes, whatever that was. */
function nameOf({ terminal_id, batch, trace }: PaymentRow, isReversal: boolean): string {
  return `${isReversal ? 'reversal' : 'advice'} ${terminal_id}|${batch}|${trace}`;
}
