// What may follow what: for each message that changes an earlier payment, which payments it may name, how it
// names them, how often and for how much, and what becomes of the one it names. One table, for the host that
// applies it, the terminal that offers it and the page that prints it (docs/reference/follow-rules.md).

import type { MessageKind } from './message-kinds.js';

/** How the original is found: by F37; by batch and trace in F61; or by the card and F38. */
export type NamedBy = 'reference' | 'voucher' | 'authorization';

/** F4 against the original. `left`: captured, less what was refunded already. */
export type AmountRule =
  | 'equal'
  | 'at-most-left'
  | 'at-most-115-percent'
  | 'original-plus-tip'
  | 'any'
  | 'none';

/** States of a payment that can be followed: money taken, or set aside. */
export type OpenState = 'approved' | 'held';

/** What the original becomes; `kept`: nothing changes, or only its amounts. */
export type FollowedState = 'voided' | 'completed' | 'refunded-when-nothing-is-left' | 'kept';

export interface FollowRule {
  readonly originals: readonly MessageKind[];
  readonly namedBy: NamedBy;
  /** Only while the original is in one of these states. */
  readonly whileState: readonly OpenState[];
  /** Must come from the terminal that made the original; else any terminal of the merchant will do. */
  readonly sameTerminal: boolean;
  /** Only until the original's batch is settled. */
  readonly sameBatch: boolean;
  readonly amount: AmountRule;
  readonly times: 'once' | 'until-nothing-is-left' | 'any';
  readonly original: FollowedState;
}

/** A completion may take this share of the hold, in per cent. */
export const COMPLETION_PERCENT_MAX = 115;
/** A tip may be this share of the purchase, in per cent. */
export const TIP_PERCENT_MAX = 20;

/** Followers of a payment in its own batch at its own terminal, once. */
const atTheTill = { sameTerminal: true, sameBatch: true, times: 'once' } as const;

export type Follower =
  | 'void'
  | 'refund'
  | 'pre-authorization-void'
  | 'completion'
  | 'completion-advice'
  | 'completion-void'
  | 'adjustment'
  | 'tip'
  | 'script-result'
  | 'signature';

export const followRules: Readonly<Record<Follower, FollowRule>> = {
  void: {
    ...{ originals: ['purchase', 'qr-sale'], namedBy: 'reference', whileState: ['approved'], ...atTheTill },
    ...{ amount: 'equal', original: 'voided' },
  },
  refund: {
    originals: ['purchase', 'qr-sale', 'completion', 'completion-advice', 'offline-sale'],
    ...{ namedBy: 'reference', whileState: ['approved'], sameTerminal: false, sameBatch: false },
    ...{ amount: 'at-most-left', times: 'until-nothing-is-left', original: 'refunded-when-nothing-is-left' },
  },
  'pre-authorization-void': {
    ...{ originals: ['pre-authorization'], namedBy: 'authorization', whileState: ['held'] },
    ...{ sameTerminal: false, sameBatch: false, amount: 'equal', times: 'once', original: 'voided' },
  },
  completion: {
    ...{
      originals: ['pre-authorization'],
      namedBy: 'authorization',
      whileState: ['held'],
      sameTerminal: false,
    },
    ...{ sameBatch: false, amount: 'at-most-115-percent', times: 'once', original: 'completed' },
  },
  'completion-advice': {
    ...{
      originals: ['pre-authorization'],
      namedBy: 'authorization',
      whileState: ['held'],
      sameTerminal: false,
    },
    ...{ sameBatch: false, amount: 'at-most-115-percent', times: 'once', original: 'completed' },
  },
  'completion-void': {
    ...{ originals: ['completion'], namedBy: 'voucher', whileState: ['approved'], ...atTheTill },
    ...{ amount: 'equal', original: 'voided' },
  },
  adjustment: {
    ...{ originals: ['offline-sale'], namedBy: 'voucher', whileState: ['approved'], ...atTheTill },
    ...{ amount: 'any', times: 'any', original: 'kept' },
  },
  tip: {
    ...{ originals: ['purchase', 'qr-sale'], namedBy: 'voucher', whileState: ['approved'], ...atTheTill },
    ...{ amount: 'original-plus-tip', original: 'kept' },
  },
  'script-result': {
    ...{ originals: ['purchase', 'balance', 'pre-authorization', 'completion', 'void', 'refund'] },
    ...{ namedBy: 'voucher', whileState: ['approved', 'held'], ...atTheTill, times: 'any' },
    ...{ amount: 'none', original: 'kept' },
  },
  signature: {
    ...{ originals: ['purchase', 'qr-sale', 'pre-authorization', 'completion', 'void', 'refund'] },
    ...{ namedBy: 'reference', whileState: ['approved', 'held'], ...atTheTill, sameBatch: false },
    ...{ amount: 'none', original: 'kept' },
  },
};

export function isFollower(kind: MessageKind | undefined): kind is Follower {
  return kind !== undefined && Object.hasOwn(followRules, kind);
}
