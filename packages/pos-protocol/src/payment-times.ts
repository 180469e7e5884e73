// How long a terminal took over its last payments, as it tells the host after a self-test: F59 tag `S2`, an extension
// of ours. A payment is named by its batch and trace; what stands there is the terminal's word, without a MAC.

import { formatF59, parseF59 } from './answer-fields.js';

export interface PaymentTimes {
  /** Six digits each. */
  readonly batch: string;
  readonly trace: string;
  /** Milliseconds, 0 to 999999. From the card's presentation to the sending, without the holder's entering a PIN. */
  readonly prepareMs: number;
  /** From the sending to the answer, the way to a connection in it. */
  readonly answerMs: number;
  /** From the answer to the receipt. */
  readonly finishMs: number;
}

/** So many go into one field 59 beside the report. */
export const TOLD_PAYMENTS_MAX = 20;

const TAG = 'S2';
const MS_MAX = 999_999;
/** A dot between figures and a comma between payments: never a row of digits that could be a card number. */
const ENTRY = /^(\d{6})\.(\d{6})\.(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/;

/** F59, of the newest ones; empty for none. */
export function formatF59PaymentTimes(all: readonly PaymentTimes[]): string {
  return all.length === 0 ? '' : formatF59([{ tag: TAG, value: formatPaymentTimes(all) }]);
}

/** The value of the tag alone, as a host keeps it. */
export function formatPaymentTimes(all: readonly PaymentTimes[]): string {
  return all
    .slice(-TOLD_PAYMENTS_MAX)
    .map(({ batch, trace, ...times }) =>
      [batch, trace, ...[times.prepareMs, times.answerMs, times.finishMs].map(bounded)].join('.'),
    )
    .join(',');
}

/** From F59; empty where there is none, or where it is not in this form. */
export function parseF59PaymentTimes(f59: string): readonly PaymentTimes[] {
  return parsePaymentTimes(parseF59(f59)?.find(({ tag }) => tag === TAG)?.value ?? '');
}

/** What `formatPaymentTimes` made. */
export function parsePaymentTimes(value: string): readonly PaymentTimes[] {
  const entries = value.split(',').map((entry) => ENTRY.exec(entry));
  if (entries.length > TOLD_PAYMENTS_MAX || entries.includes(null)) return [];
  return (entries as RegExpExecArray[]).map(([, batch, trace, prepare, answer, finish]) => ({
    ...{ batch: batch!, trace: trace! },
    ...{ prepareMs: Number(prepare), answerMs: Number(answer), finishMs: Number(finish) },
  }));
}

/** A clock that was set in between says nothing sensible; a field must still be well formed. */
function bounded(ms: number): number {
  return Math.min(MS_MAX, Math.max(0, Math.round(ms)));
}
