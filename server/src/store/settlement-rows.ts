// The rows of a terminal's batch: its settlement, what it uploaded of it, and the signatures of its payments.

import type { AmountMinor } from '../kernel/money.js';

/** Count and sum of one column of a settlement. */
export interface Total {
  readonly count: number;
  readonly amountMinor: AmountMinor;
}

/** Field 48 of a settlement: what was taken and given back, with cards of this country and of others. */
export interface BatchTotals {
  readonly domestic: { readonly debit: Total; readonly credit: Total };
  readonly foreign: { readonly debit: Total; readonly credit: Total };
}

/** One line of what terminal and host do not agree on. */
export interface BatchException {
  /** `missing-at-host`, `missing-at-terminal`, `amount-differs`, `card-differs`, `undone-at-host`. */
  readonly why: string;
  readonly trace: string;
  readonly rrn: string | null;
  readonly kind: string | null;
  readonly panMasked: string | null;
  readonly terminalMinor: AmountMinor | null;
  readonly hostMinor: AmountMinor | null;
}

/** One settled batch of a terminal. */
export interface SettlementRow {
  readonly terminal_id: string;
  readonly batch: string;
  readonly merchant_id: string;
  /** RRN of the settlement that closed the batch. */
  readonly rrn: string;
  readonly settled_at: number;
  readonly host_totals: BatchTotals;
  readonly terminal_totals: BatchTotals;
  /** `settled`: totals compared; `closed`: the terminal said that its upload is complete. */
  readonly state: 'settled' | 'closed';
  readonly outcome: 'equal' | 'unequal';
  readonly closed_at: number | null;
  /** Details that the terminal says it sent; null before the end of the upload. */
  readonly announced_items: number | null;
  readonly exceptions: readonly BatchException[];
}

/** One detail of a batch upload. The card is kept as first 6 and last 4 only. */
export interface BatchItemRow {
  readonly terminal_id: string;
  readonly batch: string;
  /** 60.3 of the upload, or the 60.1 of the message that is repeated in it. */
  readonly list: string;
  readonly trace: string;
  readonly pan_masked: string;
  readonly amount_minor: AmountMinor;
}

/** The holder's signature for one transaction: an image as the terminal sent it, base64. */
export interface SignatureRow {
  readonly rrn: string;
  readonly image: string;
  readonly at: number;
}
