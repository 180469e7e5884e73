// The key version number of a key block (ANSI X9.143): which generation of a key is in it, so that no earlier one can
// be put in its place unseen. `00` says that the key is not counted: keys of one sign-on or one message.

import { assert } from '../kernel/fault.js';

export const NOT_COUNTED = '00';

/** Two characters hold 1,295 generations to the base of 36. */
const GENERATIONS_MAX = 36 ** 2 - 1;

/** @param generation 1 and up; undefined for a key that is not counted */
export function keyVersionOf(generation: number | undefined): string {
  if (generation === undefined) return NOT_COUNTED;
  assert(
    Number.isInteger(generation) && generation >= 1 && generation <= GENERATIONS_MAX,
    'a generation fits into the version number of a key block',
  );
  return generation.toString(36).toUpperCase().padStart(2, '0');
}
