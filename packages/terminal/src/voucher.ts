// The journal of the batch: one voucher for each finished transaction, with all that later messages need of it
// (void, completion, batch upload), and how vouchers are found and counted.

import type { CardClass, ClassTotals, CountedAmount, SettlementTotals } from '@tillgate/pos-protocol';
import type { Receipt } from './receipt.js';
import { type PaymentKind, transactionRules, type VoucherState } from './transactions.js';

/** What a screen or a printer may know of a voucher. */
export interface JournalEntry {
  readonly kind: PaymentKind;
  readonly batch: string;
  readonly trace: string;
  /** Local date of it, MMDD. */
  readonly mmdd: string;
  /** After adjustment, with the tip. */
  readonly amountMinor: number;
  readonly tipMinor: number;
  readonly maskedPan: string;
  readonly cardClass: CardClass;
  readonly answerCode: string;
  readonly rrn: string;
  readonly authCode: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly at: number;
  readonly state: VoucherState;
  /** False while the host has not answered an advice: sold, but not uploaded. */
  readonly isDelivered: boolean;
  readonly hasSignature: boolean;
  readonly receipt: Receipt;
}

/** As stored. Holds a PAN; never a track, PIN block or payment code (fields 35, 36, 52, 53, 59). */
export interface Voucher extends JournalEntry {
  /** The text fields that its message had, with F2 and F14 from the card. */
  readonly fields: Readonly<Record<number, string>>;
  /** F55 of the request in hexadecimal. */
  readonly chipData: string | undefined;
}

export function journalEntryOf({ fields: _fields, chipData: _chipData, ...entry }: Voucher): JournalEntry {
  return entry;
}

export function changeVoucher(
  journal: readonly Voucher[],
  trace: string,
  change: Partial<Voucher>,
): readonly Voucher[] {
  return journal.map((voucher) => (voucher.trace === trace ? { ...voucher, ...change } : voucher));
}

/** What the batch adds up to, as F48 of its settlement says it (docs/dialect-details.md). */
export function totalsOf(journal: readonly Voucher[]): SettlementTotals {
  return { domestic: classTotals(journal, '00'), foreign: classTotals(journal, '01') };
}

/** What was sold: debit, of domestic and foreign cards. */
export function soldOf(journal: readonly Voucher[]): CountedAmount {
  return counted(journal, 'debit');
}

function classTotals(journal: readonly Voucher[], cardClass: CardClass): ClassTotals {
  const ofClass = journal.filter((voucher) => voucher.cardClass === cardClass);
  return { debit: counted(ofClass, 'debit'), credit: counted(ofClass, 'credit') };
}

function counted(journal: readonly Voucher[], side: 'debit' | 'credit'): CountedAmount {
  const vouchers = journal.filter((voucher) => sideOf(voucher) === side);
  return {
    amountMinor: vouchers.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    count: vouchers.length,
  };
}

/** Undefined for what is not counted: holds, balances, and what the chip itself declined. */
export function sideOf({ kind, answerCode }: JournalEntry): 'debit' | 'credit' | undefined {
  return isDeclinedByChip(answerCode) ? undefined : transactionRules[kind].counts;
}

/** Z1 and Z3: the chip said no without asking anybody. */
export function isDeclinedByChip(answerCode: string): boolean {
  return answerCode.startsWith('Z');
}

/** The newest receipt that there is: of this batch, or of the one before. */
export function lastReceiptOf(state: {
  readonly journal: readonly Voucher[];
  readonly lastReceipt: Receipt | undefined;
}): Receipt | undefined {
  const voucher = state.journal.findLast(({ answerCode }) => !isDeclinedByChip(answerCode));
  return voucher?.receipt ?? state.lastReceipt;
}

/** Count and sum for each kind of transaction, in the order of the table. */
export interface KindTotals extends CountedAmount {
  readonly kind: PaymentKind;
}

/** Tips by what they add; an adjustment shows in the voucher that it changed. */
export function totalsByKind(journal: readonly Voucher[]): readonly KindTotals[] {
  const kinds = Object.keys(transactionRules) as PaymentKind[];
  return kinds.flatMap((kind) => {
    const ofKind = journal.filter((one) => one.kind === kind && !isDeclinedByChip(one.answerCode));
    if (ofKind.length === 0 || kind === 'adjustment') return [];
    const amounts = ofKind.map((one) => (kind === 'tip' ? one.tipMinor : one.amountMinor));
    return [{ kind, count: ofKind.length, amountMinor: amounts.reduce((sum, amount) => sum + amount, 0) }];
  });
}
