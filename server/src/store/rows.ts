// The rows of the books as the rooms see them: plain, frozen by convention, replaced and never changed.

import type { AmountMinor } from '../kernel/money.js';

/** One of a terminal's working keys: a key block under the LMK. */
export interface WorkingKey {
  readonly block: string;
  readonly kcv: string;
}

/** What one sign-on handed out. */
export interface WorkingKeys {
  readonly pinKey: WorkingKey;
  readonly macKey: WorkingKey;
  readonly trackKey: WorkingKey | null;
  /** YYYYMMDD: a sign-on is good for its local date. */
  readonly date: string;
  readonly operator: string;
}

export interface TerminalRow {
  readonly terminal_id: string;
  readonly merchant_id: string;
  readonly profile: string;
  readonly serial_number: string;
  readonly status: 'active' | 'suspended' | 'retired';
  readonly pin_required_code: boolean;
  readonly batch: number;
  readonly tmk: string;
  readonly tmk_kcv: string;
  readonly current_keys: WorkingKeys | null;
  readonly pending_keys: WorkingKeys | null;
  /** Goes up with every change: a cached copy of another version is stale. */
  readonly version: number;
}

export interface MerchantRow {
  readonly merchant_id: string;
  readonly mcc: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly city_zh: string;
  readonly city_en: string;
  readonly fee_basis_points: number;
  readonly no_pin_limit_minor: AmountMinor;
}

export type PinReference =
  | { readonly method: 'visa-pvv'; readonly pvki: number; readonly pvv: string }
  | { readonly method: 'ibm-3624'; readonly offset: string };

export interface IssuerRow {
  readonly issuer_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly pin_verification: 'visa-pvv' | 'ibm-3624';
  readonly decimalisation_table: string | null;
  readonly zpk_out: string;
  readonly zpk_in: string;
  readonly pvk: string;
}

export interface BinRow {
  readonly prefix: string;
  readonly issuer_id: string;
}

export interface CardRow {
  readonly card_id: number;
  readonly issuer_id: string;
  readonly account_id: string;
  readonly pan_hash: string;
  readonly pan_first6: string;
  readonly pan_last4: string;
  readonly pan_length: number;
  readonly expiry: string;
  readonly sequence: string;
  readonly product: 'debit' | 'credit';
  readonly status: 'active' | 'inactive' | 'frozen' | 'lost' | 'stolen';
  readonly online_pin: boolean;
  readonly signature_instead_of_pin: boolean;
  readonly pin_reference: PinReference;
  readonly pin_tries: number;
  readonly per_transaction_minor: AmountMinor;
  readonly daily_minor: AmountMinor;
  readonly daily_count: number;
  readonly day: string;
  readonly day_spent_minor: AmountMinor;
  readonly day_count: number;
  /** What the cardholder may still spend: the account row's balance, locked together with the card. */
  readonly available_minor: AmountMinor;
}

/** The figures a decision was made of, kept so that every demand and decline can be explained later. */
export type Figures = Readonly<Record<string, string | number | boolean>>;

export interface TransactionRow {
  readonly rrn: string;
  readonly identity: string | null;
  readonly kind: string;
  readonly state: TransactionState;
  readonly terminal_id: string;
  readonly merchant_id: string;
  readonly batch: string;
  readonly trace: string;
  readonly business_date: string;
  readonly received_at: number;
  readonly amount_minor: AmountMinor;
  readonly currency: string;
  readonly card_id: number | null;
  readonly issuer_id: string | null;
  readonly pan_masked: string | null;
  readonly pan_last4: string | null;
  readonly entry_mode: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  readonly auth_code: string | null;
  readonly content_hash: string | null;
  readonly original_rrn: string | null;
}

/** `done`: an answered request without money, such as a sign-on. */
export type TransactionState = 'approved' | 'declined' | 'reversed' | 'pending' | 'done';

export interface Tombstone {
  readonly identity: string;
  readonly rrn: string;
}

export interface Posting {
  readonly account: string;
  readonly amountMinor: AmountMinor;
}

/** A balanced set of postings: its amounts add up to zero. */
export interface EntrySet {
  /** The payment it is about; null for the balances that a world begins with. */
  readonly rrn: string | null;
  /** The request that made it: the payment itself, or its reversal. */
  readonly causedBy: string | null;
  readonly purpose: string;
  readonly currency: string;
  readonly postings: readonly Posting[];
  readonly at: number;
}
