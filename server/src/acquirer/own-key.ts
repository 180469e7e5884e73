// The two keys that a terminal may hold: the one in use, and the one that was handed over after it. Which of them it
// has is seen by its first message under the newer one; until then either serves.

import type { NextOwnKey, TerminalRow } from '../store/index.js';

/**
 * The key under which a sign-on's working keys go.
 * @param held check value that the terminal names; undefined for a terminal that names none
 */
export function ownKeyHeld(
  { tmk, tmk_kcv: kcv, next_own_key: next }: TerminalRow,
  held: string | undefined,
): Pick<NextOwnKey, 'block' | 'kcv'> | undefined {
  if (next && held === next.kcv) return next;
  return held === undefined || held === kcv ? { block: tmk, kcv } : undefined;
}

/** The next key in the place of the one before it, which serves nothing from then on. */
export function withNextOwnKey(
  terminal: TerminalRow,
  { block, kcv, generation, createdAt }: NextOwnKey,
): TerminalRow {
  return {
    ...terminal,
    ...{ tmk: block, tmk_kcv: kcv, tmk_created_at: createdAt, tmk_generation: generation },
    ...{ tmk_uses: 0, ksn_counter: 0, next_own_key: null, version: terminal.version + 1 },
  };
}
