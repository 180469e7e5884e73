// The rows of the books as their records on the disk spell them: only what the auditor asks for.

export interface PaymentRow {
  readonly rrn: string;
  readonly kind: string;
  readonly state: string;
  readonly terminal_id: string;
  readonly merchant_id: string;
  readonly batch: string;
  readonly trace: string;
  readonly amount_minor: number;
  readonly card_id: number | null;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly auth_code: string | null;
  readonly original_rrn: string | null;
  /** Whose part is booked here: `both`, or that of the `acquirer` or of the `issuer` alone. */
  readonly side: string;
  readonly issuer_id: string | null;
  readonly movement: {
    readonly heldMinor: number;
    readonly capturedMinor: number;
    readonly feeMinor: number;
    readonly overdrawnMinor: number;
  } | null;
  readonly held_minor: number;
  readonly captured_minor: number;
  readonly refunded_minor: number;
}

export interface TerminalRow {
  readonly terminal_id: string;
  readonly profile: string;
}

export interface CardRow {
  readonly card_id: number;
  readonly pin_tries: number;
  readonly daily_minor: number;
  readonly daily_count: number;
  readonly day_spent_minor: number;
  readonly day_count: number;
  readonly available_minor: number;
}

export interface EntrySet {
  readonly rrn: string | null;
  readonly causedBy: string | null;
  readonly currency: string;
  readonly postings: ReadonlyArray<{ readonly account: string; readonly amountMinor: number }>;
}

interface ClassTotals {
  readonly debit: { readonly count: number; readonly amountMinor: number };
  readonly credit: { readonly count: number; readonly amountMinor: number };
}

export interface SettlementRow {
  readonly terminal_id: string;
  readonly batch: string;
  readonly state: string;
  readonly outcome: string;
  readonly host_totals: { readonly domestic: ClassTotals };
  readonly terminal_totals: { readonly domestic: ClassTotals };
  readonly exceptions: readonly unknown[];
}

/** What a bank elsewhere is still to be told, or was. */
export interface ForwardRow {
  readonly rrn: string;
  readonly card_id: number;
  /** `reversal`, or the advice that the request is. */
  readonly purpose: string;
  readonly state: string;
}

/** What one step of the store changed. */
export interface StepRows {
  readonly terminals: readonly TerminalRow[];
  readonly cards: readonly CardRow[];
  readonly newTransactions: readonly PaymentRow[];
  readonly changedTransactions: readonly PaymentRow[];
  readonly entrySets: readonly EntrySet[];
  readonly settlements: readonly SettlementRow[];
  readonly forwards: readonly ForwardRow[];
}
