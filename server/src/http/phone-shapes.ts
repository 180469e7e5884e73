// The shapes of the cardholder's phone page: a part of api.ts. A holder sees what is their own, and cards masked.

import type { Words } from '../kernel/reasons.js';

export interface Holder {
  readonly holderId: string;
  readonly name: Words;
  /** The last four digits. */
  readonly mobileEnd: string;
}

export interface HolderCard {
  readonly cardId: number;
  readonly panMasked: string;
  readonly issuerName: Words;
  readonly product: 'debit' | 'credit';
  readonly status: 'active' | 'inactive' | 'frozen' | 'blocked' | 'lost' | 'stolen';
  readonly availableMinor: number;
  readonly onlinePin: boolean;
  readonly isPinLocked: boolean;
  /** The holder's own limit for payments without a PIN; null: the bank's alone. */
  readonly noPinLimitMinor: number | null;
  readonly bankNoPinLimitMinor: number;
  readonly perTransactionMinor: number;
  readonly dailyMinor: number;
  /** Above it payments are confirmed on the phone; null: never. */
  readonly phoneConfirmAboveMinor: number | null;
  /** Above it they need both, PIN and phone; null: never. */
  readonly pinAndPhoneAboveMinor: number | null;
  /** It pays in these hours only, such as `0800-2200`, local to the till; null: at any hour. */
  readonly payHours: string | null;
  /** Whether its stripe pays. */
  readonly stripeUse: boolean;
  /** Its password of payment; null: none is good. */
  readonly code: HolderCode | null;
}

export interface HolderCode {
  readonly kind: 'once' | 'recurring';
  readonly limitMinor: number | null;
  readonly goodUntil: number;
  /** Where a recurring one has paid first. */
  readonly merchantName: Words | null;
  readonly needsPhone: boolean;
}

export interface PaymentCodeOrder {
  readonly kind: 'once' | 'recurring';
  /** The most that one payment may be; null: what the card allows. */
  readonly limitMinor: number | null;
  readonly minutes: number;
  /** Each payment with it is confirmed on the phone, too. */
  readonly needsPhone: boolean;
}

/** Shown once: afterwards nobody knows it any more. */
export interface IssuedPaymentCode {
  /** Eighteen digits. */
  readonly code: string;
  readonly goodUntil: number;
}

/** What a holder may set; what is left out stays. */
export interface CardSettings {
  readonly status?: 'active' | 'frozen' | 'lost' | 'stolen';
  readonly onlinePin?: boolean;
  readonly noPinLimitMinor?: number | null;
  readonly perTransactionMinor?: number;
  readonly dailyMinor?: number;
  readonly phoneConfirmAboveMinor?: number | null;
  readonly pinAndPhoneAboveMinor?: number | null;
  readonly payHours?: string | null;
  readonly stripeUse?: boolean;
}

/** An occasion to set a PIN: what the phone seals it for, and how its holder proves to be there. Bytes in base64url. */
export interface PinEntryTerms {
  readonly nonce: string;
  readonly at: number;
  /** The card's handle. */
  readonly handle: string;
  /** The bank's: SubjectPublicKeyInfo of a key on P-256. */
  readonly publicKey: string;
  /** SHA-256 of it in hexadecimal, for people to compare. */
  readonly fingerprint: string;
  readonly question: PasskeyQuestion;
}

/** A PIN that only the bank's key opens. Bytes in base64url. */
export interface PinOrder {
  readonly nonce: string;
  readonly ephemeralKey: string;
  readonly sealed: string;
  readonly proof: HolderProof;
}

export interface HolderPayment {
  readonly rrn: string;
  readonly at: number;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly merchantName: Words;
  readonly city: Words;
  readonly panMasked: string;
  readonly text: Words;
  readonly counterfactual: Words | null;
  readonly isDisputed: boolean;
}

/** Why a payment was refused, in the holder's words. */
export interface ExplainedReference {
  readonly rrn: string;
  readonly text: Words;
  readonly next: Words;
}

/** A payment that waits for its holder. */
export interface AwaitingPayment {
  readonly rrn: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly merchantName: Words;
  readonly city: Words;
  readonly terminalId: string;
  readonly panMasked: string;
  readonly isConfirmed: boolean;
  readonly text: Words;
}

export interface PhoneView {
  /** The host's clock: countdowns go by it. */
  readonly now: number;
  readonly holder: Holder;
  readonly passkeys: number;
  readonly awaiting: readonly AwaitingPayment[];
  readonly cards: readonly HolderCard[];
  readonly payments: readonly HolderPayment[];
}

/** What an authenticator is asked; bytes in base64url. */
export interface PasskeyQuestion {
  readonly challenge: string;
  readonly relyingParty: string;
  /** Those that may answer; for a new one, those that are there already. */
  readonly credentialIds: readonly string[];
}

export interface PasskeyAnswer {
  readonly credentialId: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

export interface NewPasskey {
  readonly credentialId: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly publicKey: string;
  readonly label: string;
}

/** A message to a phone of the demo world. */
export interface DemoMessage {
  readonly mobile: string;
  readonly body: string;
  readonly at: number;
}

export type HolderProof = { readonly passkey: PasskeyAnswer } | { readonly code: string };

/** How the holder proves to be there, and to look at the terminal. */
export interface ConfirmationOrder {
  readonly proof: HolderProof;
  readonly seen: { readonly token: string } | { readonly number: string };
}

/** What came of a sign-in, a scan or a confirmation; all but the first are told to the holder with their reason. */
export type PhoneRefusal =
  | 'TG_CODE_WRONG'
  | 'TG_CODE_EXPIRED'
  | 'TG_CODE_GUESSED_OUT'
  | 'TG_CODE_NONE'
  | 'TG_CODES_TOO_MANY'
  | 'TG_PASSKEY_REFUSED'
  | 'TG_NUMBER_WRONG'
  | 'TG_CONFIRMATION_OVER'
  | 'TG_CONFIRMATION_ALREADY'
  | 'TG_SCAN_FOREIGN'
  | 'TG_SCAN_FORGED'
  | 'TG_SCAN_OTHER_CARD'
  | 'TG_SETTING_REFUSED'
  | 'TG_PIN_NOT_ON_PHONE'
  | 'TG_PIN_LOCKED'
  | 'TG_PIN_ENTRY_OVER'
  | 'TG_PIN_ENTRY_BROKEN'
  | 'TG_PIN_SAME_DIGITS'
  | 'TG_PIN_SEQUENCE';
