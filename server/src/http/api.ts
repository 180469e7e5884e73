// The shapes that the HTTP interface answers with: shared with the console, the POS page and the command line
// as types only. Money is in minor units, times in milliseconds since 1970 UTC, cards always masked.

import type { Profile } from '@tillgate/pos-protocol';
import type { SpentTimes } from './diagnosis-shapes.js';

export type * from './card-shapes.js';
export type * from './diagnosis-shapes.js';
export type { AuditHead, AuditPage, AuditProof, LmkComponent, LmkState } from './hsm-api.js';
export type * from './key-shapes.js';
export type * from './lab-shapes.js';
export type * from './phone-shapes.js';
export type * from './policy-shapes.js';
export type * from './suspect-shapes.js';
export type * from './zone-key-shapes.js';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One line of the list, newest first. */
export interface TransactionSummary {
  readonly rrn: string;
  /** Position in the order of arrival: the cursor for older and newer pages. */
  readonly sequence: number;
  readonly kind: string;
  readonly state: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly merchantName: Words;
  readonly trace: string;
  readonly batch: string;
  readonly receivedAt: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly panMasked: string | null;
  readonly entryMode: string;
  readonly answerCode: string;
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string };
}

export interface TransactionList {
  readonly transactions: readonly TransactionSummary[];
  /** Cursor of the next older page; null at the end. */
  readonly before: number | null;
}

export type Lane = 'terminal' | 'acquirer' | 'hsm' | 'switch' | 'issuer' | 'ledger';

export interface Step {
  readonly at: number;
  readonly station: Lane;
  readonly what: string;
  readonly words: Words;
  readonly micros: number;
  /** Which message this step opens, when it has one. */
  readonly message: 'request' | 'answer' | null;
}

export interface MessageField {
  /** `tpdu`, `header`, `mti`, `bitmap` or the field's number. */
  readonly field: string;
  readonly name: Words;
  /** Masked. */
  readonly value: string;
  /** Byte range in the frame body; `data` is where the data begins after its length prefix. */
  readonly start: number;
  readonly data: number;
  readonly end: number;
  readonly sensitive: boolean;
}

/** One message, hex and fields, linked by byte ranges. Bytes of sensitive fields are `**` in the hex. */
export interface MessageView {
  readonly mti: string;
  /** Two characters a byte: hex digits, or `**`. */
  readonly hex: string;
  readonly fields: readonly MessageField[];
}

export interface TransactionView {
  readonly rrn: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly merchantName: Words;
  readonly trace: string;
  readonly batch: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: string;
  readonly answerCode: string;
  readonly authCode: string | null;
  readonly panMasked: string | null;
  readonly issuerName: Words | null;
  readonly entryMode: string;
  readonly receivedAt: number;
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string };
  readonly figures: Readonly<Record<string, string | number | boolean>>;
  readonly steps: readonly Step[];
  /** Null where no steps were kept. */
  readonly times: SpentTimes | null;
  readonly postings: ReadonlyArray<{
    readonly account: string;
    readonly amountMinor: number;
    readonly purpose: string;
    readonly at: number;
  }>;
  readonly related: ReadonlyArray<{
    readonly rrn: string;
    readonly kind: string;
    readonly relation: 'original' | 'reversal' | 'next';
  }>;
  readonly messages: { readonly request: MessageView | null; readonly answer: MessageView | null };
}

/** What one side counted of one class of cards. */
export interface SettlementSide {
  readonly debit: { readonly count: number; readonly amountMinor: number };
  readonly credit: { readonly count: number; readonly amountMinor: number };
}

/** One settled batch of a terminal. */
export interface Settlement {
  readonly terminalId: string;
  readonly batch: string;
  readonly merchantId: string;
  readonly merchantName: Words;
  readonly rrn: string;
  readonly settledAt: number;
  /** `settled`: totals compared; `closed`: the upload is complete. */
  readonly state: 'settled' | 'closed';
  readonly outcome: 'equal' | 'unequal';
  readonly host: { readonly domestic: SettlementSide; readonly foreign: SettlementSide };
  readonly terminal: { readonly domestic: SettlementSide; readonly foreign: SettlementSide };
  readonly closedAt: number | null;
  /** Details that the terminal says it sent, and those that arrived. */
  readonly announcedItems: number | null;
  readonly items: number;
  readonly exceptions: ReadonlyArray<{
    readonly why: string;
    readonly words: Words;
    readonly trace: string;
    readonly rrn: string | null;
    readonly kind: string | null;
    readonly panMasked: string | null;
    readonly terminalMinor: number | null;
    readonly hostMinor: number | null;
  }>;
}

/** A payment of which somebody does not know yet what the others know. */
export interface InDoubt {
  /** Of the request whose effect is on its way: the payment itself, or its reversal. */
  readonly rrn: string;
  readonly paymentRrn: string;
  readonly paymentState: string;
  readonly kind: string;
  readonly terminalId: string;
  readonly merchantName: Words;
  readonly bankName: Words;
  readonly panMasked: string | null;
  readonly amountMinor: number;
  /** Milliseconds since 1970 UTC; so is `nextAt`, null where no try is planned. */
  readonly since: number;
  /** `asking`: the bank has not answered; `telling`: it is being told; `parked`: it refused too often. */
  readonly stage: 'asking' | 'telling' | 'parked';
  readonly terminalKnows: Words;
  readonly bankKnows: Words;
  readonly next: Words;
  readonly nextAt: number | null;
  readonly tries: number;
  readonly lastOutcome: string;
}

export interface Explanation {
  readonly rrn: string;
  readonly audience: 'cashier' | 'merchant' | 'cardholder' | 'engineer';
  readonly lang: 'zh' | 'en';
  readonly answerCode: string;
  readonly cause: { readonly id: string; readonly confidence: number; readonly evidence: readonly string[] };
  readonly text: string;
  readonly next: readonly string[];
  /** What would have made the difference; null where no figure decides. */
  readonly counterfactual: string | null;
  /** For an engineer; null where no steps were kept. */
  readonly times?: SpentTimes | null;
}

/** What the training terminal may tell its cashier: no cause by its name, and no evidence. */
export interface TillExplanation extends Pick<Explanation, 'rrn' | 'text' | 'next'> {
  /** The next step begins with a sign-on. */
  readonly signOnHelps: boolean;
  /** Null where the host did not refuse it. */
  readonly toHolder: string | null;
}

/** An entry of the registry of reasons: in braces stand figures of a transaction. */
export interface Cause {
  readonly id: string;
  readonly answerCode: string;
  readonly cashier: Words;
  readonly cardholder: Words;
  readonly engineer: Words;
  readonly next: { readonly cashier: Words; readonly cardholder: Words; readonly engineer: Words };
}

export interface BooksProof {
  readonly entries: number;
  readonly accounts: number;
  readonly violations: ReadonlyArray<{
    readonly rule: string;
    readonly subject: string;
    readonly detail: string;
  }>;
}

export interface TerminalCertificate {
  /** Lower-case hex. */
  readonly serial: string;
  readonly terminalId: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly revokedAt: number | null;
}

export interface IssuedCertificate extends TerminalCertificate {
  readonly certificatePem: string;
  /** What the terminal is to trust. */
  readonly authorityPem: string;
}

/** Who is signed in. */
export interface Me {
  readonly name: string;
  readonly role: 'administrator' | 'engineer' | 'analyst';
  readonly mustChangePassword: boolean;
}

/** The error answer of every route: a stable code and a sentence that may be shown. */
export interface ApiError {
  readonly error: { readonly code: string; readonly zh: string; readonly en: string };
}

/** Only in the demo world: a card of it as a chip, powered up once. */
export interface PresentedChip {
  /** The next transaction counter. */
  readonly atc: number;
  /** Of the card's bank: a clear double-length TDES key in hex. */
  readonly masterKey: string;
  readonly option: 'A' | 'B';
  readonly version: 'unionpay-01' | 'visa-18';
}

/** Only in the demo world: what the training terminal in the browser needs. */
export interface DemoWorld {
  readonly acquirer: { readonly id: string; readonly name: Words };
  readonly terminals: ReadonlyArray<{
    readonly terminalId: string;
    readonly merchantId: string;
    readonly merchantName: Words;
    readonly city: Words;
    /** The dialect that the host expects of it. */
    readonly profile: Profile;
    readonly serialNumber: string;
    readonly status: string;
    readonly pinRequiredCode: boolean;
    readonly noPinLimitMinor: number;
    /** Clear demo master key, hex: made up, printed in this repository, good for nothing else. */
    readonly tmk: string;
  }>;
  readonly cards: ReadonlyArray<{
    readonly name: string;
    readonly pan: string;
    readonly expiry: string;
    readonly serviceCode: string;
    readonly sequence: string;
    readonly product: 'debit' | 'credit';
    readonly issuerName: Words;
    readonly pin: string;
    readonly note: Words | null;
  }>;
  readonly operators: ReadonlyArray<{
    readonly id: string;
    readonly role: string;
    readonly firstPassword: string;
  }>;
}
