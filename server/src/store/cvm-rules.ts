// A bank's rules for payments without a PIN, as data: one published version of them belongs to each card.

import type { AmountMinor } from '../kernel/money.js';

export interface CvmRules {
  /** A contactless payment above it needs the PIN; the merchant's own limit may be lower. */
  readonly perPaymentMinor: AmountMinor;
  /** All that may be paid without verification since the last right PIN. */
  readonly sincePin: CvmAllowance;
  /** All that may be paid without verification on one day. */
  readonly perDay: CvmAllowance;
  /** A holder verified on the device pays up to it without a PIN; null: any amount. */
  readonly onDeviceMinor: AmountMinor | null;
  /** The stripe of a chip card, read because the chip failed. */
  readonly fallback: 'pin' | 'refuse';
  /** A card that has not seen its first PIN yet. */
  readonly newCard: 'pin' | 'as-others';
  /** A card used outside the bank's country. */
  readonly abroad: 'pin' | 'as-at-home';
  /** A credit card made for it signs instead of a PIN when it is inserted or swiped. */
  readonly signature: 'allowed' | 'refused';
  /** Whether holders may set their PIN on the phone, and unlock it by that. */
  readonly pinOnPhone: 'refused' | 'set' | 'set-and-unlock';
  /** A contactless payment that it fits needs the PIN, whatever else allows it without; null: there is none. */
  readonly risk: CvmRiskRule | null;
}

/**
 * Hours are `hhmm`, local to the till: from the first on, up to and without the second; over midnight where that comes
 * before it, and all day where they are the same.
 */
export interface CvmRiskRule {
  readonly from: string;
  readonly until: string;
  readonly aboveMinor: AmountMinor;
  /** Merchant category codes (ISO 18245); none: at every merchant. */
  readonly categories: readonly string[];
}

export interface CvmAllowance {
  readonly amountMinor: AmountMinor;
  readonly count: number;
}

/** A policy in force. */
export interface CvmPolicy {
  readonly name: string;
  /** 0: built in. */
  readonly version: number;
  readonly rules: CvmRules;
}
