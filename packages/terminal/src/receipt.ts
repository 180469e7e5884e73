// The receipt of a payment, as data: everything that a slip must show, nothing that it may not.

import type { Message } from '@tillgate/iso8583';
import { parseF44 } from '@tillgate/pos-protocol';
import type { Instrument, ReceiptEntry } from './card.js';
import { dateTimeText, type LocalTime } from './local-time.js';
import type { TerminalSettings } from './settings.js';
import { type PaymentKind, transactionRules } from './transactions.js';

/** How the holder agreed: a PIN, a signature, or neither below the limit. */
export type HolderCheck = 'pin' | 'signature' | 'none';

export interface Receipt {
  readonly merchantName: { readonly zh: string; readonly en: string };
  readonly merchantId: string;
  readonly terminalId: string;
  readonly operatorId: string;
  readonly acquirerName: { readonly zh: string; readonly en: string };
  /** From F44; empty when the host did not say. */
  readonly acquirerId: string;
  readonly issuerId: string;
  /** First six and last four digits. */
  readonly maskedPan: string;
  readonly entry: ReceiptEntry;
  readonly type: { readonly zh: string; readonly en: string };
  readonly batch: string;
  /** The voucher number: the trace. */
  readonly trace: string;
  readonly authCode: string;
  readonly rrn: string;
  /** Local, `YYYY-MM-DD hh:mm:ss`. */
  readonly dateTime: string;
  readonly currency: string;
  /** With the tip. */
  readonly amountMinor: number;
  readonly tipMinor?: number;
  /** What the transaction refers to: voucher, RRN or authorization code, as the cashier gave it. */
  readonly original?: string;
  readonly holderCheck: HolderCheck;
}

/** `answer` is undefined for a sale that the host has not seen yet. */
export function receiptOf(
  settings: TerminalSettings,
  instrument: Instrument,
  answer: Message | undefined,
  payment: {
    readonly kind: PaymentKind;
    readonly amountMinor: number;
    readonly tipMinor?: number | undefined;
    readonly original?: string | undefined;
    readonly withPin: boolean;
    readonly localTime: LocalTime;
    readonly batch: string;
    readonly trace: string;
  },
): Receipt {
  const { kind, amountMinor, tipMinor, original, withPin, localTime, batch, trace } = payment;
  const { issuer, acquirer } = parseF44(answer?.text(44) ?? '');
  const { entry, maskedPan } = instrument;
  const holderPresent = entry !== 'contactless' && entry !== 'scan';
  const { merchantName, merchantId, terminalId, operatorId, acquirerName, currency } = settings;
  return {
    ...{ merchantName, merchantId, terminalId, operatorId, acquirerName },
    ...{ acquirerId: acquirer, issuerId: issuer, maskedPan, entry },
    ...{ type: transactionRules[kind].words, batch, trace, currency, amountMinor },
    ...{ authCode: answer?.text(38) ?? '', rrn: answer?.text(37) ?? '', dateTime: dateTimeText(localTime) },
    ...(tipMinor !== undefined && { tipMinor }),
    ...(original !== undefined && { original }),
    holderCheck: withPin ? 'pin' : holderPresent ? 'signature' : 'none',
  };
}
