// The receipt of a payment, as data: everything that a slip must show, nothing that it may not.

import type { Message } from '@tillgate/iso8583';
import { parseF44 } from '@tillgate/pos-protocol';
import type { Card, Entry } from './card.js';
import type { LocalTime } from './local-time.js';
import type { TerminalSettings } from './settings.js';

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
  readonly entry: Entry;
  readonly type: { readonly zh: string; readonly en: string };
  readonly batch: string;
  /** The voucher number: the trace. */
  readonly trace: string;
  readonly authCode: string;
  readonly rrn: string;
  /** Local, `YYYY-MM-DD hh:mm:ss`. */
  readonly dateTime: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly holderCheck: HolderCheck;
}

export function receiptOf(
  settings: TerminalSettings,
  card: Card,
  answer: Message,
  payment: {
    readonly amountMinor: number;
    readonly withPin: boolean;
    readonly localTime: LocalTime;
    readonly batch: string;
    readonly trace: string;
  },
): Receipt {
  const { amountMinor, withPin, localTime, batch, trace } = payment;
  const { issuer, acquirer } = parseF44(answer.text(44) ?? '');
  const { merchantName, merchantId, terminalId, operatorId, acquirerName, currency } = settings;
  return {
    ...{ merchantName, merchantId, terminalId, operatorId, acquirerName },
    ...{ acquirerId: acquirer, issuerId: issuer, maskedPan: card.maskedPan, entry: card.entry },
    ...{ type: { zh: '消费', en: 'SALE' }, batch, trace, currency, amountMinor },
    ...{ authCode: answer.text(38) ?? '', rrn: answer.text(37) ?? '', dateTime: dateTime(localTime) },
    holderCheck: withPin ? 'pin' : card.entry === 'contactless' ? 'none' : 'signature',
  };
}

function dateTime({ date, hhmmss }: LocalTime): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(date)!;
  const [, hours, minutes, seconds] = /^(\d\d)(\d\d)(\d\d)$/.exec(hhmmss)!;
  return `${year}-${month}-${day} ${hours}:${minutes}:${seconds}`;
}
