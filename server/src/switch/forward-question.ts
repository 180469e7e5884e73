// A forward as it goes out: the question that an acquirer asks a bank about something that has happened already.

import { type MessageKind, messageKinds } from '@tillgate/pos-protocol';
import { Pan } from '../kernel/sensitive.js';
import type { StoredForward } from '../store/index.js';
import type { BankQuestion } from './bank-question.js';

/** @param pan opened for this one message */
export function forwardQuestion({ forward, row, original, mcc }: StoredForward, pan: string): BankQuestion {
  // A reversal names what it undoes by everything that the original had.
  const isReversal = forward.purpose === 'reversal';
  const about = isReversal && row.kind === 'reversal' && original ? original : row;
  const entry = messageKinds[about.kind as MessageKind];
  const named = isReversal ? undefined : original;
  return {
    mti: `${isReversal ? '040' : '022'}${forward.tries > 0 ? '1' : '0'}`,
    ...{ processingCode: entry.processingCode ?? '', condition: entry.condition ?? '' },
    type: entry.types?.[0] ?? '',
    ...{ rrn: forward.rrn, terminalId: about.terminal_id, merchantId: about.merchant_id },
    ...{ batch: about.batch, trace: about.trace, mcc, localDate: about.business_date, localTime: '' },
    ...{ at: about.received_at, pan: Pan.parse(pan), amountMinor: about.amount_minor },
    tipMinor: typeof row.figures.tipMinor === 'number' ? row.figures.tipMinor : undefined,
    entryMode: `${about.entry_mode.slice(0, 2)}2`,
    ...{ noPinLimitMinor: 0, verifiedOnDevice: false },
    original: named && { terminalId: named.terminal_id, batch: named.batch, trace: named.trace },
    ...{ resumes: undefined, pinBlock: undefined, chipData: undefined },
  };
}
