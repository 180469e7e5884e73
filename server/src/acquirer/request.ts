// One request as it grows from station to station: each stage adds what it proved, and a function that needs
// a proof asks for the stage that has it.

import type {
  Envelope,
  MessageKind,
  Profile,
  SettlementComparison,
  SettlementTotals,
} from '@tillgate/pos-protocol';
import type { CheckedCryptogram } from '../issuer/index.js';
import type { AmountMinor } from '../kernel/money.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Pan } from '../kernel/sensitive.js';
import type { Timeline } from '../kernel/timeline.js';
import type { Figures, IssuerRow, LedgerSide, MerchantRow, Reference, TerminalRow } from '../store/index.js';
import type { MessageKeys } from './message-keys.js';

/** A frame body as the link hands it over. */
export interface Arrival {
  readonly body: Uint8Array;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  readonly timeline: Timeline;
  /** Field 41 as the connection's certificate proves it; undefined where none is asked for. */
  readonly certifiedTerminalId: string | undefined;
  /** What the fault laboratory does to this message. */
  readonly labFault?: string | undefined;
}

/** A message that names itself: it can be answered, and has its RRN. */
export interface Request {
  readonly arrival: Arrival;
  readonly timeline: Timeline;
  readonly rrn: string;
  readonly envelope: Envelope;
  /** Of the terminal that field 41 names; the standard one for an unknown terminal. */
  readonly profile: Profile;
  readonly kind: MessageKind | undefined;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly trace: string;
  readonly batch: string;
  /** Local date YYYYMMDD and time hhmmss at the acquirer when it arrived. */
  readonly localDate: string;
  readonly localTime: string;
  readonly receivedAt: number;
  /** MTI up to the byte before field 64; undefined when the message carries no field 64. */
  readonly macInput: Uint8Array | undefined;
}

export interface Identified extends Request {
  readonly terminal: TerminalRow;
  readonly merchant: MerchantRow;
}

export interface Verified extends Identified {
  /** Under which the MAC fits. */
  readonly keys: MessageKeys;
  /** True while these are the newest sign-on's keys, used for the first time. */
  readonly keysArePending: boolean;
}

/** What a card request says, and whose part of it is decided here. */
export interface CardFacts {
  /** `both`: the bank decides here; `acquirer`: behind a link; `issuer`: this is the bank, asked over one. */
  readonly side: LedgerSide;
  /** Made by the host itself, under no keys of a terminal. */
  readonly byHost?: true;
  /** Undefined where the message names the card otherwise: by a payment code, or by its original. */
  readonly pan: Pan | undefined;
  /** First 6 and last 4. */
  readonly panMasked: string | undefined;
  /** Empty for a reversal without a card whose original is not there. */
  readonly panHash: string;
  /** Keyed hash of a payment code (F59 `A3`). */
  readonly codeHash: string | undefined;
  readonly contentHash: string;
  readonly amountMinor: AmountMinor;
  /** Field 48 of a tip: what of the amount is the tip. */
  readonly tipMinor: AmountMinor | undefined;
  readonly entryMode: string;
  /** YYMM, of field 14 or of the track; undefined where neither came. */
  readonly expiryGiven?: string | undefined;
  readonly pinBlock: Uint8Array | undefined;
  /** Of a change of PIN. */
  readonly newPinBlock?: Uint8Array | undefined;
  readonly verifiedOnDevice: boolean;
}

export interface CardRequest extends Verified, CardFacts {}

/** The card's bank, and what it found of the cryptogram, where it checks one. */
export interface Routed {
  readonly issuer: IssuerRow;
  readonly cryptogram?: CheckedCryptogram | undefined;
}

export interface RoutedRequest extends CardRequest, Routed {}

/** What an acquirer asks a bank over their link: its terminal and keys are the acquirer's affair. */
export interface BankRequest extends Request, CardFacts, Routed {
  readonly side: 'issuer';
  readonly merchant: Pick<MerchantRow, 'merchant_id' | 'mcc' | 'fee_basis_points' | 'no_pin_limit_minor'>;
  /** The payment that it follows. */
  readonly original: Reference | undefined;
}

/** What a decision about a card is made over, wherever it came from. */
export type Decidable = RoutedRequest | BankRequest;

export function isFromTerminal<Told extends CardRequest>(request: Told | BankRequest): request is Told {
  return request.side !== 'issuer';
}

/** A station's no: a value, not an error. */
export interface Refusal {
  readonly refused: ReasonId;
  readonly figures: Figures;
}

export function refuse(reason: ReasonId, figures: Figures = {}): Refusal {
  return { refused: reason, figures };
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

/** True for a no that a newer row of the terminal could turn round. */
export function restsOnTerminal(refusal: Refusal): boolean {
  return /^(mac|key|terminal|merchant)\./.test(refusal.refused);
}

const CHANGE_TERMINALS: ReadonlySet<string> = new Set(['sign-on', 'sign-off', 'settlement', 'status-upload']);

/** True when the request, once committed, may leave another terminal row than the one it was read with. */
export function changesTerminal(known: Request & Partial<Verified>): boolean {
  const asked = known.terminal?.centre_request ?? '0';
  return CHANGE_TERMINALS.has(known.kind ?? '') || known.keysArePending === true || asked !== '0';
}

/** What is answered, and what is kept of it: the same for a first answer and for its repetition. */
export interface Outcome {
  readonly rrn: string;
  readonly answerCode: string;
  readonly reason: ReasonId;
  readonly figures: Figures;
  readonly authCode: string | undefined;
  readonly issuerId: string | undefined;
  /** Fields 12 and 13 come from it, so that a repeated answer is the same answer. */
  readonly at: number;
  /** Field 62 of a sign-on's answer: working keys under the terminal's master key. */
  readonly workingKeys: Uint8Array | undefined;
  /** The batch to use, where the message asks for it. */
  readonly batch: string;
  readonly repeated: boolean;
  /** A no that nothing holds another copy of the request to. */
  readonly provisional?: boolean;
  /** Field 48 of a settlement's answer: the host's totals and how the terminal's compare. */
  readonly totals?: { readonly totals: SettlementTotals; readonly comparison: SettlementComparison };
  /** Field 62 of the answer to a download. */
  readonly download?: Uint8Array | undefined;
}
