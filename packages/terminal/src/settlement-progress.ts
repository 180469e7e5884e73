// How far a settlement has come, and what is left to say about it afterwards: what is stored, and the table of
// its steps. A power cut at any point goes on from what is stored.

import type { SettlementComparison, SettlementTotals } from '@tillgate/pos-protocol';
import type { KindTotals } from './voucher.js';

export type SettlementStep =
  | 'totals'
  | 'offline-stripe'
  | 'offline-chip'
  | 'online-details'
  | 'told'
  | 'chip-approved'
  | 'chip-declined'
  | 'end'
  | 'close'
  | 'sign-off';

/** What comes after a step, when the host counts the same and when it does not. */
export const stepAfter: Readonly<
  Record<
    Exclude<SettlementStep, 'sign-off'>,
    { readonly equal: SettlementStep; readonly unequal: SettlementStep }
  >
> = {
  totals: { equal: 'chip-approved', unequal: 'offline-stripe' },
  'offline-stripe': both('offline-chip'),
  'offline-chip': both('online-details'),
  'online-details': both('told'),
  told: both('chip-approved'),
  'chip-approved': both('chip-declined'),
  'chip-declined': both('end'),
  end: both('close'),
  close: both('sign-off'),
};

function both(step: SettlementStep): { readonly equal: SettlementStep; readonly unequal: SettlementStep } {
  return { equal: step, unequal: step };
}

/** An item of the upload that the host did not take. */
export interface SettlementException {
  readonly trace: string;
  readonly answerCode: string;
}

export interface SettlementProgress {
  /** The batch that is settled. */
  readonly batch: string;
  readonly step: SettlementStep;
  /** Items of this step that the host has answered. */
  readonly done: number;
  /** Items of all the steps before. */
  readonly uploaded: number;
  /** F11 of the message under way, once it has one: it is sent again under the same. */
  readonly trace: string | undefined;
  readonly totals: SettlementTotals;
  /** What the host counts; undefined before its answer. */
  readonly hostTotals: SettlementTotals | undefined;
  readonly comparison: SettlementComparison | undefined;
  readonly exceptions: readonly SettlementException[];
}

export interface SettlementReport {
  readonly batch: string;
  /** Local, `YYYY-MM-DD hh:mm:ss`. */
  readonly dateTime: string;
  readonly result: 'equal' | 'unequal';
  readonly totals: SettlementTotals;
  readonly hostTotals: SettlementTotals | undefined;
  readonly byKind: readonly KindTotals[];
  /** Items that went up one by one. */
  readonly uploaded: number;
  readonly exceptions: readonly SettlementException[];
}

/** Both classes must be equal; an error of the host's counts as unequal. */
export function isBalanced({ comparison }: Pick<SettlementProgress, 'comparison'>): boolean {
  return (
    comparison !== undefined &&
    comparison.domestic === 'equal' &&
    (comparison.foreign === undefined || comparison.foreign === 'equal')
  );
}
