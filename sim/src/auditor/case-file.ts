// The evidence, read once and put in order for the questions of the invariants: frames parsed, disk replayed.

import type { DiskRecord, Evidence, WireRecord } from './evidence.js';
import { type ReadFrame, readFrame } from './read-frame.js';
import type { EntrySet, ForwardRow, PaymentRow, SettlementRow, StepRows } from './rows.js';

export interface WireEvent extends WireRecord {
  /** Undefined for damaged bytes. */
  readonly read: ReadFrame | undefined;
  /** Of the request or of the request that it answers: terminal, trace and MTI class. */
  readonly key: string;
}

export interface Step extends DiskRecord {
  readonly rows: StepRows;
}

export interface KeptPayment {
  /** As it is at the end. */
  readonly row: PaymentRow;
  /** When it became durable. */
  readonly order: number;
  /** When it first said yes. */
  readonly approvedOrder: number | undefined;
  /** When it was first reversed. */
  readonly reversedOrder: number | undefined;
}

/** What a disk holds, replayed. */
export interface Books {
  readonly steps: readonly Step[];
  /** Those that have keys for each message. */
  readonly dukptTerminals: ReadonlySet<string>;
  /** By RRN, in the order of their steps. */
  readonly payments: ReadonlyMap<string, KeptPayment>;
  readonly entrySets: readonly EntrySet[];
  /** By terminal and batch, as they are at the end. */
  readonly settlements: ReadonlyMap<string, SettlementRow>;
  /** By RRN, in the order in which they came up, as they are at the end. */
  readonly forwards: ReadonlyMap<string, ForwardRow>;
}

export interface CaseFile extends Evidence, Books {
  readonly events: readonly WireEvent[];
  /** Every frame that was written towards each end. */
  readonly sent: Readonly<Record<WireRecord['to'], ReadonlySet<Uint8Array>>>;
  /** Of the bank that decides elsewhere. */
  readonly bank: Books;
}

export function openCase(evidence: Evidence): CaseFile {
  const books = replay(evidence.disk);
  const parsed = new Map<Uint8Array, ReadFrame | undefined>();
  const events = evidence.wire.map((record): WireEvent => {
    const { frame } = record;
    if (!parsed.has(frame)) parsed.set(frame, readFrame(frame, books.dukptTerminals.has(record.terminalId)));
    const read = parsed.get(frame);
    return { ...record, read, key: read ? keyOf(record.terminalId, read) : '' };
  });
  const sent = { host: framesSent(evidence, 'host'), till: framesSent(evidence, 'till') };
  return { ...evidence, events, sent, ...books, bank: replay(evidence.bankDisk) };
}

/** The same case over the books of the bank that decides elsewhere. */
export function caseOfBank(file: CaseFile): CaseFile {
  return { ...file, ...file.bank };
}

function replay(disk: readonly DiskRecord[]): Books {
  const steps = disk.map((record): Step => ({ ...record, rows: JSON.parse(record.text) }));
  const payments = new Map<string, KeptPayment>();
  const settlements = new Map<string, SettlementRow>();
  const forwards = new Map<string, ForwardRow>();
  for (const { rows, order } of steps) {
    for (const row of rows.newTransactions) {
      // What is there stays: the store adds a reference number once.
      if (!payments.has(row.rrn)) payments.set(row.rrn, kept(row, order, undefined));
    }
    for (const row of rows.changedTransactions)
      payments.set(row.rrn, kept(row, order, payments.get(row.rrn)));
    for (const row of rows.settlements) settlements.set(`${row.terminal_id}|${row.batch}`, row);
    for (const row of rows.forwards) forwards.set(row.rrn, row);
  }
  const entrySets = steps.flatMap(({ rows }) => rows.entrySets);
  const dukptTerminals = new Set(
    steps
      .flatMap(({ rows }) => rows.terminals)
      .filter(({ profile }) => profile === 'aes-dukpt')
      .map(({ terminal_id }) => terminal_id),
  );
  return { dukptTerminals, steps, payments, entrySets, settlements, forwards };
}

function kept(row: PaymentRow, order: number, before: KeptPayment | undefined): KeptPayment {
  return {
    row,
    order: before?.order ?? order,
    approvedOrder: before?.approvedOrder ?? (isApproval(row.answer_code) ? order : undefined),
    reversedOrder: before?.reversedOrder ?? (row.state === 'reversed' ? order : undefined),
  };
}

function framesSent({ wire }: Evidence, to: WireRecord['to']): ReadonlySet<Uint8Array> {
  return new Set(
    wire.filter((record) => record.to === to && record.moment === 'sent').map(({ frame }) => frame),
  );
}

/** Terminal, trace and MTI class: what ties an answer to its request, and both to their row. */
function keyOf(terminalId: string, { mti, fields }: ReadFrame): string {
  return requestKey(terminalId, fields.get(11) ?? '', mti.charAt(1));
}

function requestKey(terminalId: string, trace: string, mtiClass: string): string {
  return `${terminalId}|${trace}|${mtiClass}`;
}

/** Answer codes that say yes (answer code table of the dialect, classes A and P). */
const APPROVALS = new Set(['00', '10', '11', 'A2', 'A4', 'A5', 'A6']);

export function isApproval(code: string | undefined): boolean {
  return code !== undefined && APPROVALS.has(code);
}

/** Kinds whose request has a reversal (protocol section 3). */
const REVERSIBLE: ReadonlySet<string> = new Set([
  ...(['purchase', 'qr-sale', 'void', 'pre-authorization', 'pre-authorization-void'] as const),
  ...(['completion', 'completion-void'] as const),
]);

export function isReversible(kind: string): boolean {
  return REVERSIBLE.has(kind);
}

const CLASS_1: ReadonlySet<string> = new Set(['pre-authorization', 'pre-authorization-void']);

/** The key of the request that a row of a payment keeps. */
export function keyOfRow({ terminal_id, trace, kind }: PaymentRow): string {
  return requestKey(terminal_id, trace, CLASS_1.has(kind) ? '1' : '2');
}

/** What an invariant found. */
export interface Finding {
  /** Terminal, reference number, account: what it is about. */
  readonly subject: string;
  readonly detail: string;
}

export type Invariant = (file: CaseFile) => Finding[];
