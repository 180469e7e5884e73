// What a cashier can do with a payment, as one table: what is entered first, what the customer then presents, and
// how the terminal is asked for it.

import {
  type Card,
  type JournalEntry,
  type Outcome,
  type PaymentKind,
  type Terminal,
  transactionRules,
} from '@tillgate/terminal';

/** Asked for one after the other. `confirm` shows the voucher that is meant. */
export type EntryField = 'supervisor' | 'voucher' | 'rrn' | 'date' | 'amount' | 'tip' | 'confirm';

/** What has been entered. Amounts in fen; without one, all of the original. */
export interface EntryValues {
  readonly voucher?: string;
  readonly rrn?: string;
  /** MMDD. */
  readonly date?: string;
  readonly amount?: number | undefined;
  readonly tip?: number | undefined;
}

export interface Entered {
  readonly values: EntryValues;
  readonly supervisorPassword: string;
  readonly card: Card | undefined;
  readonly code: string;
}

export interface TillTask {
  readonly kind: PaymentKind;
  readonly fields: readonly EntryField[];
  readonly presents: 'card' | 'code' | undefined;
  /** Kinds of the vouchers that may be meant. */
  readonly follows: readonly PaymentKind[];
  readonly run: (terminal: Terminal, entered: Entered) => Promise<Outcome>;
}

type Run = TillTask['run'];

const withCard = (kind: PaymentKind, fields: readonly EntryField[], run: Run): TillTask => ({
  ...{ kind, fields, presents: 'card', follows: [], run },
});

const following = (
  kind: PaymentKind,
  follows: readonly PaymentKind[],
  fields: readonly EntryField[],
  run: Run,
): TillTask => ({ kind, fields, presents: undefined, follows, run });

const confirmed = ['voucher', 'confirm'] as const;
const bySupervisor = ['supervisor', ...confirmed] as const;
const paid = ['purchase', 'qr-sale'] as const;
const held = ['pre-authorization'] as const;

function followUp({ values, supervisorPassword }: Entered) {
  const original = { trace: values.voucher ?? '' };
  return { original, amountMinor: values.amount, supervisorPassword };
}

export const tillTasks = {
  sale: withCard('purchase', ['amount'], (terminal, { card, values }) =>
    terminal.sale(card!, values.amount!),
  ),
  balance: withCard('balance', [], (terminal, { card }) => terminal.balance(card!)),
  changePin: withCard('pin-change', [], (terminal, { card }) => terminal.changePin(card!)),
  qrSale: {
    ...{ kind: 'qr-sale', fields: ['amount'], presents: 'code', follows: [] },
    run: (terminal, { code, values }) => terminal.qrSale(code, values.amount!),
  },
  void: following('void', paid, bySupervisor, (terminal, entered) => terminal.void(followUp(entered))),
  refund: withCard('refund', ['supervisor', 'rrn', 'date', 'amount'], (terminal, entered) => {
    const { values, card, supervisorPassword } = entered;
    const { rrn = '', date: mmdd = '0000', amount = 0 } = values;
    return terminal.refund({ card, rrn, mmdd, amountMinor: amount, supervisorPassword });
  }),
  preAuthorize: withCard('pre-authorization', ['amount'], (terminal, { card, values }) =>
    terminal.preAuthorize(card!, values.amount!),
  ),
  voidPreAuthorization: following('pre-authorization-void', held, bySupervisor, (terminal, entered) =>
    terminal.voidPreAuthorization(followUp(entered)),
  ),
  complete: following('completion', held, ['voucher', 'amount'], (terminal, entered) =>
    terminal.complete(followUp(entered)),
  ),
  completeByAdvice: following('completion-advice', held, ['voucher', 'amount'], (terminal, entered) =>
    terminal.completeByAdvice(followUp(entered)),
  ),
  voidCompletion: following('completion-void', ['completion'], bySupervisor, (terminal, entered) =>
    terminal.voidCompletion(followUp(entered)),
  ),
  sellOffline: withCard('offline-sale', ['amount'], (terminal, { card, values }) =>
    terminal.sellOffline(card!, values.amount!),
  ),
  addTip: following('tip', paid, ['voucher', 'tip'], (terminal, { values }) =>
    terminal.addTip(values.voucher ?? '', values.tip!),
  ),
  adjust: following('adjustment', ['offline-sale'], ['voucher', 'amount'], (terminal, { values }) =>
    terminal.adjust(values.voucher ?? '', values.amount!),
  ),
} as const satisfies Readonly<Record<string, TillTask>>;

export type TaskName = keyof typeof tillTasks;

/** Where all of the original is meant when no amount is entered. */
export function mayBeWhole(task: TaskName, field: EntryField): boolean {
  return field === 'amount' && (task === 'complete' || task === 'completeByAdvice');
}

/** Vouchers that the task may mean, the newest first. */
export function vouchersFor(task: TaskName, journal: readonly JournalEntry[]): readonly JournalEntry[] {
  const kinds: readonly PaymentKind[] = tillTasks[task].follows;
  return journal.filter((one) => one.state === 'open' && kinds.includes(one.kind)).toReversed();
}

/** As on the receipt, but not in capitals: only the two letters of a code stay so. */
export function titleOf(kind: PaymentKind): { readonly zh: string; readonly en: string } {
  const { zh, en } = transactionRules[kind].words;
  return { zh, en: (en.slice(0, 1) + en.slice(1).toLowerCase()).replace('Qr', 'QR') };
}
