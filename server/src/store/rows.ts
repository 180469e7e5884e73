// The rows of the books as the rooms see them: plain, frozen by convention, replaced and never changed.

import type { AmountMinor } from '../kernel/money.js';
import type { PaymentState } from '../kernel/payment-states.js';
import type { CvmPolicy } from './cvm-rules.js';

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
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Check value of the terminal's own key that they were handed out under; older rows have none. */
  readonly ownKeyKcv?: string;
  /** Handed out by a sign-on 001: PIN and MAC key are single DES. */
  readonly singleLength?: true;
}

/** A terminal's own key that was handed over and under which no message has come yet. */
export interface NextOwnKey extends WorkingKey {
  readonly generation: number;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
}

export interface TerminalRow {
  readonly terminal_id: string;
  readonly merchant_id: string;
  /** Name of its profile. */
  readonly profile: string;
  readonly serial_number: string;
  readonly status: 'active' | 'suspended' | 'retired';
  /** False takes answer code 70 away from a terminal whose profile knows it. */
  readonly pin_required_code: boolean;
  readonly batch: number;
  /** Its own key: master key of the working keys, or initial key of AES DUKPT. */
  readonly tmk: string;
  readonly tmk_kcv: string;
  readonly tmk_generation: number;
  readonly tmk_created_at: number;
  readonly tmk_compromised: boolean;
  readonly next_own_key: NextOwnKey | null;
  /** Sets of working keys handed out under it. */
  readonly tmk_uses: number;
  /** Messages under the newest working keys, as far as they were written down. */
  readonly key_uses: number;
  /** Of the newest message under AES DUKPT. */
  readonly ksn_counter: number;
  readonly current_keys: WorkingKeys | null;
  readonly pending_keys: WorkingKeys | null;
  /** The set before them, under which nothing is accepted: it tells why a message was refused. */
  readonly previous_keys: WorkingKeys | null;
  /** The last status upload: device code to true when it works; null before the first. */
  readonly devices: Readonly<Record<string, boolean>> | null;
  /** Digit 6 of the header of its answers: what the terminal is to do next; `0` nothing. */
  readonly centre_request: string;
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
  /** How long a demand for the PIN or the phone stands, from the first request on. */
  readonly step_up_seconds: number;
}

export interface IssuerRow {
  readonly issuer_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly pin_verification: 'visa-pvv' | 'ibm-3624';
  readonly decimalisation_table: string | null;
  readonly zpk_out: string;
  readonly zpk_in: string;
  /** The bank's copy of the zone PIN key before this one, while PIN blocks under it may still come. */
  readonly zpk_in_before: string | null;
  readonly pvk: string;
  /** Master key for application cryptograms; null: this bank checks none. */
  readonly imk_ac: string | null;
  /** Master key of the zone: keys exchanged with the bank travel under it. */
  readonly zone_master: string | null;
  /** How card keys come from it (EMV Book 2, A1.4). */
  readonly unique_key_option: 'A' | 'B';
  /** ISO 3166-1 numeric. */
  readonly country: string;
  /** Its policies in force, by name. */
  readonly cvm_policies: Readonly<Record<string, CvmPolicy>>;
}

export interface BinRow {
  readonly prefix: string;
  readonly issuer_id: string;
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
  readonly side: LedgerSide;
  /** What this request did to the money of its payment; null when it moved none. */
  readonly movement: Movement | null;
  /** Of a payment, not of what follows it: set aside now, taken now, and given back of what was taken. */
  readonly held_minor: AmountMinor;
  readonly captured_minor: AmountMinor;
  readonly refunded_minor: AmountMinor;
}

/**
 * Money moved by one request, in minor units; below zero it goes back. The cardholder pays the sum of held and
 * captured, but for what was overdrawn: that the bank takes over and collects.
 */
export interface Movement {
  readonly heldMinor: AmountMinor;
  readonly capturedMinor: AmountMinor;
  /** The acquirer's part of what was captured. */
  readonly feeMinor: AmountMinor;
  readonly overdrawnMinor: AmountMinor;
}

/** Whose part of the books a request moves: of both where the bank decides here, else of the one that is here. */
export type LedgerSide = 'both' | 'acquirer' | 'issuer';

/** The states and their edges stand in one table (kernel/payment-states.ts). */
export type TransactionState = PaymentState;

/** Names earlier transactions: by RRN, by identity, by voucher, or by the card and the authorization code. */
export type Reference =
  | { readonly rrn: string }
  | { readonly identity: string }
  | { readonly terminalId: string; readonly batch: string; readonly trace: string }
  | { readonly panHash: string; readonly authCode: string };

/** What a bank behind a link is still to be told, until it says that it knows. */
export interface ForwardRow {
  /** Of the request whose effect it tells: an advice, a reversal, or a payment that the bank left unanswered. */
  readonly rrn: string;
  readonly issuer_id: string;
  /** What is told about one card is told in order. */
  readonly card_id: number;
  readonly purpose: 'advice' | 'reversal';
  /** `parked`: refused so often that people must look at it. */
  readonly state: 'waiting' | 'parked' | 'confirmed';
  readonly tries: number;
  /** Of the tries, those that the bank answered with a no. */
  readonly refusals: number;
  /** Milliseconds since 1970 UTC: not to be tried before. */
  readonly next_at: number;
  readonly created_at: number;
  readonly confirmed_at: number | null;
  /** `unreachable`, `no-answer` or the bank's answer code; empty before the first try. */
  readonly last_outcome: string;
}

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
