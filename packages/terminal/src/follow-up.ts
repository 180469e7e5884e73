// Online transactions that refer to an earlier one: void, pre-authorization void, completion, completion void.
// Which voucher may be taken up by what is the table of transactions.

import {
  COMPLETION_PERCENT_MAX,
  type FollowRule,
  followRules,
  isFollower,
  type OriginalReference,
} from '@tillgate/pos-protocol';
import { Card, type Instrument, ScannedCode } from './card.js';
import type { TerminalCore } from './core.js';
import type { LocalFailure } from './local-failure.js';
import { attempt } from './online-payment.js';
import { failed, type Outcome } from './outcome.js';
import { refusalBefore, refusalOfSupervisor } from './readiness.js';
import { type PaymentKind, transactionRules } from './transactions.js';
import type { Voucher } from './voucher.js';

/**
 * The transaction that another one refers to: a voucher of this batch, or what a slip of another batch or
 * terminal says.
 */
export type Original =
  | { readonly trace: string }
  | {
      readonly authCode: string;
      /** Local date, MMDD. */
      readonly mmdd: string;
      readonly rrn?: string | undefined;
    };

export type FollowUpKind = 'void' | 'pre-authorization-void' | 'completion' | 'completion-void';

export interface FollowUp {
  readonly original: Original;
  /** Undefined: the card of the voucher, whose number the journal has. */
  readonly card?: Card | undefined;
  /** Undefined: all of the original. */
  readonly amountMinor?: number | undefined;
  /** Asked for by all but the completions. */
  readonly supervisorPassword?: string | undefined;
}

export async function followUp(core: TerminalCore, kind: FollowUpKind, request: FollowUp): Promise<Outcome> {
  const refusal =
    (transactionRules[kind].bySupervisor
      ? await refusalOfSupervisor(core, kind, request.supervisorPassword ?? '')
      : undefined) ?? (await refusalBefore(core, kind));
  if (refusal !== undefined) return refusal;
  const resolved = resolve(core, kind, request);
  return typeof resolved === 'string' ? failed(kind, resolved) : attempt(core, { kind, ...resolved });
}

/** What a message needs of its original. */
export interface Resolved {
  readonly instrument: Instrument;
  readonly amountMinor: number;
  readonly original: OriginalReference;
  readonly rrn: string | undefined;
  readonly authCode: string | undefined;
  readonly voucher: Voucher | undefined;
}

/** Everything about the original, or why it cannot be referred to. */
export function resolve(
  core: TerminalCore,
  kind: PaymentKind,
  { original, card, amountMinor }: FollowUp,
): Resolved | LocalFailure {
  if (!('trace' in original)) {
    if (card === undefined) return 'card-needed';
    if (amountMinor === undefined) return 'original-not-found';
    const { mmdd, rrn, authCode } = original;
    const reference = { batch: '000000', trace: '000000', date: mmdd };
    return { instrument: card, amountMinor, original: reference, rrn, authCode, voucher: undefined };
  }
  const voucher = findOpen(core, kind, original.trace);
  if (typeof voucher === 'string') return voucher;
  const instrument = instrumentOf(voucher, card);
  if (typeof instrument === 'string') return instrument;
  const amount = amountMinor ?? voucher.amountMinor;
  const isWithin115 = amount * 100 <= voucher.amountMinor * COMPLETION_PERCENT_MAX;
  if (ruleOf(kind)?.amount === 'at-most-115-percent' && !isWithin115) return 'amount-above-limit';
  const { batch, trace, mmdd, rrn, authCode } = voucher;
  // Within one batch the date says nothing that the batch does not.
  const isOfBatch = ruleOf(kind)?.original === 'voided' && ruleOf(kind)?.sameBatch === true;
  return {
    ...{ instrument, amountMinor: amount, voucher },
    original: isOfBatch ? { batch, trace } : { batch, trace, date: mmdd },
    rrn: rrn || undefined,
    authCode: authCode || undefined,
  };
}

function ruleOf(kind: PaymentKind): FollowRule | undefined {
  return isFollower(kind) ? followRules[kind] : undefined;
}

function findOpen(core: TerminalCore, kind: PaymentKind, trace: string): Voucher | LocalFailure {
  const voucher = core.state.journal.find((one) => one.trace === trace);
  if (voucher === undefined || !ruleOf(kind)?.originals.includes(voucher.kind)) return 'original-not-found';
  // Its own advice, or one that will change it: whatever came now would overtake that.
  const isAwaited = core.state.advices.some((one) => one.trace === trace || one.changes?.trace === trace);
  if (isAwaited) return 'advice-waiting';
  return voucher.state === 'open' ? voucher : 'original-not-open';
}

/** The card that is presented, if it is the right one; else the number that the voucher kept, as keyed. */
export function instrumentOf(
  { fields, receipt }: Voucher,
  card: Card | undefined,
): Instrument | LocalFailure {
  if (receipt.entry === 'scan') return new ScannedCode(undefined);
  const pan = fields[2];
  if (card === undefined) {
    return pan === undefined ? 'card-needed' : new Card({ entry: 'manual', pan, expiry: fields[14] ?? '' });
  }
  return pan === undefined || card.reveal().pan === pan ? card : 'other-card';
}
