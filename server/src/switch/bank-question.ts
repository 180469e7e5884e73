// What the acquirer and a bank behind a link say to each other, whatever the bytes: a question about a card, and the
// bank's answer to it.

import type { AmountMinor } from '../kernel/money.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Pan } from '../kernel/sensitive.js';
import type { Figures } from '../store/index.js';

/** Names a payment the way its receipt does. */
export interface Voucher {
  readonly terminalId: string;
  readonly batch: string;
  readonly trace: string;
}

export interface BankQuestion extends Voucher {
  /** Version and class of ISO 8583; the last digit is 1 in a repetition. */
  readonly mti: string;
  readonly processingCode: string;
  readonly condition: string;
  /** 60.1 of the dialect: together with the two above it says which kind of payment it is. */
  readonly type: string;
  /** Field 37: names the question. */
  readonly rrn: string;
  readonly merchantId: string;
  readonly mcc: string;
  /** YYYYMMDD at the acquirer: the day that the payment counts for. */
  readonly localDate: string;
  /** hhmmss there; empty where what is told has happened. */
  readonly localTime: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Undefined where the question names the card by its original only. */
  readonly pan: Pan | undefined;
  readonly amountMinor: AmountMinor;
  readonly tipMinor: AmountMinor | undefined;
  readonly entryMode: string;
  readonly noPinLimitMinor: AmountMinor;
  readonly verifiedOnDevice: boolean;
  /** The payment that it follows. */
  readonly original: Voucher | undefined;
  /** A payment answered 70 that it comes back from: batch and trace. */
  readonly resumes: string | undefined;
  /** Under the zone key shared with the bank; never kept. */
  readonly pinBlock: Uint8Array | undefined;
  /** Field 55 as the card gave it. */
  readonly chipData: Uint8Array | undefined;
}

/** What became of a question. */
export type BankAnswer =
  | {
      readonly outcome: 'answered';
      readonly approved: boolean;
      readonly answerCode: string;
      readonly reason: ReasonId;
      readonly figures: Figures;
      readonly authCode: string | undefined;
    }
  /** Not a byte of it left. */
  | { readonly outcome: 'unreachable' }
  /** It may have arrived. */
  | { readonly outcome: 'no-answer'; readonly limitMs: number };
