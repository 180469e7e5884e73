// The keys that a terminal may have taken for the right one, as a table of what it holds: its sets of working keys,
// its own key, and those of terminals it may have been mixed up with.

import type { TerminalRow, WorkingKeys } from '../store/index.js';

/** A terminal as far as its keys may be tried. */
export type KeyHolder = Pick<
  TerminalRow,
  'terminal_id' | 'tmk' | 'tmk_kcv' | 'next_own_key' | 'current_keys' | 'pending_keys' | 'previous_keys'
>;

/** At the most so many other terminals are tried. */
export const NEIGHBOURS_MAX = 16;

export interface KeySet {
  readonly age: 'pending' | 'current' | 'previous';
  readonly keys: WorkingKeys;
}

/** Newest first. */
export function keySetsOf(terminal: KeyHolder): readonly KeySet[] {
  const sets = [
    { age: 'pending', keys: terminal.pending_keys },
    { age: 'current', keys: terminal.current_keys },
    { age: 'previous', keys: terminal.previous_keys },
  ] as const;
  return sets.flatMap(({ age, keys }) => (keys ? [{ age, keys }] : []));
}

/** A terminal's own key, the next one first: master key, or initial key of AES DUKPT. */
export function ownKeysOf({ tmk, next_own_key: next }: KeyHolder): readonly string[] {
  return [...(next ? [next.block] : []), ...(tmk === '' ? [] : [tmk])];
}

/** As evidence. @param at milliseconds since 1970 UTC */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}
