// A card as its bank keeps it, with what its account may still spend: the row that payments are decided under.

import type { AmountMinor } from '../kernel/money.js';

export type PinReference =
  | { readonly method: 'visa-pvv'; readonly pvki: number; readonly pvv: string }
  | { readonly method: 'ibm-3624'; readonly offset: string }
  /** Its bank changed the key that PINs are verified by: a PIN has to be set anew. */
  | { readonly method: 'unset' };

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
  readonly status: 'active' | 'inactive' | 'frozen' | 'blocked' | 'lost' | 'stolen';
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
  /** Keyed hash of the payment code on the holder's phone, and until when it is good; once used it is gone. */
  readonly code_hash: string | null;
  readonly code_until: number;
  /** Good for one payment, or again and again at the merchant of its first. */
  readonly code_kind: 'once' | 'recurring';
  readonly code_limit_minor: AmountMinor | null;
  readonly code_merchant_id: string | null;
  readonly code_used: boolean;
  /** Each payment with it is confirmed on the phone, too. */
  readonly code_needs_phone: boolean;
  /** The highest counter (9F36) of a cryptogram of this card that was right. */
  readonly highest_atc: number;
  /** True while that cryptogram was answered 70 and may come once more with the PIN. */
  readonly atc_open: boolean;
  /** Name of its bank's policy for payments without a PIN. */
  readonly cvm_policy: string;
  /** The holder's own limit for them; null: the bank's alone. */
  readonly no_pin_limit_minor: AmountMinor | null;
  /** Above it the holder confirms on the phone; null: there is none. */
  readonly phone_confirm_above_minor: AmountMinor | null;
  /** Above it both are asked for, the PIN and then the phone; null: there is none. */
  readonly pin_and_phone_above_minor: AmountMinor | null;
  /** The holder's own: `0800-2200`, local to the till; null: at any hour. */
  readonly pay_hours: string | null;
  /** False: its stripe pays nothing, also where a terminal falls back to it. */
  readonly stripe_use: boolean;
  /** True until its first right PIN. */
  readonly is_new: boolean;
  /** Paid without any verification of the holder: since the last right PIN, and on `day`. */
  readonly unverified_minor: AmountMinor;
  readonly unverified_count: number;
  readonly day_unverified_minor: AmountMinor;
  readonly day_unverified_count: number;
  /** Goes up with each right PIN. */
  readonly cvm_epoch: number;
  /** What the cardholder may still spend: the account row's balance, locked together with the card. */
  readonly available_minor: AmountMinor;
}
