// The rows of the live list as a value: what the page shows, what waits while somebody reads, and how the two
// come together. Newest first; a payment has one row, and its newest form wins.

import type { TransactionList, TransactionSummary } from '@tillgate/server/api';

export interface LiveRows {
  readonly rows: readonly TransactionSummary[];
  /** Arrived while the list was held, oldest first. */
  readonly waiting: readonly TransactionSummary[];
  /** Cursor of the next older page; null at the end. */
  readonly before: number | null;
  readonly isLoaded: boolean;
}

export const noRows: LiveRows = { rows: [], waiting: [], before: null, isLoaded: false };

export type RowsChange =
  | { readonly type: 'loaded'; readonly list: TransactionList }
  | { readonly type: 'older'; readonly list: TransactionList }
  | { readonly type: 'arrived'; readonly row: TransactionSummary; readonly isHeld: boolean }
  | { readonly type: 'released' };

export function changeRows(state: LiveRows, change: RowsChange): LiveRows {
  switch (change.type) {
    case 'loaded':
      return { rows: change.list.transactions, waiting: [], before: change.list.before, isLoaded: true };
    case 'older':
      return { ...state, rows: merge(state.rows, change.list.transactions), before: change.list.before };
    case 'arrived':
      return change.isHeld
        ? { ...state, waiting: [...state.waiting.filter(({ rrn }) => rrn !== change.row.rrn), change.row] }
        : { ...state, rows: merge([change.row], state.rows) };
    case 'released':
      return state.waiting.length === 0
        ? state
        : { ...state, rows: merge(state.waiting, state.rows), waiting: [] };
  }
}

/** Of two rows with one RRN the first list's stays. */
function merge(
  first: readonly TransactionSummary[],
  second: readonly TransactionSummary[],
): TransactionSummary[] {
  const known = new Set(first.map(({ rrn }) => rrn));
  return [...first, ...second.filter(({ rrn }) => !known.has(rrn))].sort((a, b) => b.sequence - a.sequence);
}

/** Whole numbers that the search box takes, by their length. */
export const SEARCH_LENGTHS: readonly number[] = [4, 6, 8, 12];

/** Does a row that has just arrived belong to the search? The same columns as the host's. */
export function fitsSearch(row: TransactionSummary, search: string): boolean {
  if (search === '') return true;
  if (search.length === 4) return row.panMasked?.endsWith(search) ?? false;
  return [row.rrn, row.trace, row.terminalId].includes(search);
}
