// F48 of a settlement (0500): what terminal and host count for one batch, domestic and foreign cards apart, and
// in the answer how the two compare. 31 digits a side.

/** What one side of one card class adds up to. */
export interface CountedAmount {
  /** Up to 12 digits. */
  readonly amountMinor: number;
  /** 0 to 999. */
  readonly count: number;
}

/** Debit: purchases, completions, offline sales. Credit: voids and refunds. */
export interface ClassTotals {
  readonly debit: CountedAmount;
  readonly credit: CountedAmount;
}

export interface SettlementTotals {
  readonly domestic: ClassTotals;
  /** Undefined in the variant of 31 digits, which knows one class. */
  readonly foreign: ClassTotals | undefined;
}

/** `unset` is what a request holds. */
export type Comparison = 'unset' | 'equal' | 'unequal' | 'error';

/** Digits 31 and 62. */
export interface SettlementComparison {
  readonly domestic: Comparison;
  readonly foreign: Comparison | undefined;
}

const comparisons: readonly Comparison[] = ['unset', 'equal', 'unequal', 'error'];

export const noTotals: ClassTotals = {
  debit: { amountMinor: 0, count: 0 },
  credit: { amountMinor: 0, count: 0 },
};

/** 62 digits, or 31 without foreign cards. Throws a RangeError for an amount or a count that does not fit. */
export function formatF48Totals(totals: SettlementTotals, comparison?: SettlementComparison): string {
  const { domestic, foreign } = totals;
  const first = sideDigits(domestic, comparison?.domestic ?? 'unset');
  return foreign === undefined ? first : first + sideDigits(foreign, comparison?.foreign ?? 'unset');
}

function sideDigits({ debit, credit }: ClassTotals, comparison: Comparison): string {
  return [...[debit, credit].flatMap(countedDigits), comparisons.indexOf(comparison)].join('');
}

function countedDigits({ amountMinor, count }: CountedAmount): string[] {
  return [exactDigits(amountMinor, 12), exactDigits(count, 3)];
}

/** A whole number with zeros in front. Throws a RangeError for one that has no such form. */
export function exactDigits(value: number, width: number): string {
  const digits = String(value).padStart(width, '0');
  if (!/^[0-9]+$/.test(digits) || digits.length !== width) {
    throw new RangeError(`not a number of up to ${width} digits`);
  }
  return digits;
}

export function parseF48Totals(
  text: string,
): { readonly totals: SettlementTotals; readonly comparison: SettlementComparison } | undefined {
  if (!/^([0-9]{30}[0-3]){1,2}$/.test(text)) return undefined;
  const [first, second] = [text.slice(0, 31), text.slice(31)];
  const hasForeign = second !== '';
  return {
    totals: { domestic: sideOf(first), foreign: hasForeign ? sideOf(second) : undefined },
    comparison: {
      domestic: comparisonOf(first),
      foreign: hasForeign ? comparisonOf(second) : undefined,
    },
  };
}

function sideOf(digits: string): ClassTotals {
  const counted = (at: number): CountedAmount => ({
    amountMinor: Number(digits.slice(at, at + 12)),
    count: Number(digits.slice(at + 12, at + 15)),
  });
  return { debit: counted(0), credit: counted(15) };
}

function comparisonOf(digits: string): Comparison {
  return comparisons[Number(digits[30])]!;
}
