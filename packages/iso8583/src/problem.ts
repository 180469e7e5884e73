// What can be wrong with a message, as data: where, what was expected, what was there. Texts never hold
// digits of a field's value, since any of them may be card data.

/** One thing wrong with received bytes. */
export interface Problem {
  /** Field number or path such as `55.9F26`, or `mti`, `bitmap`, `message`; a dialect adds its own: `header`. */
  readonly field: string;
  /** Byte offset in the bytes that were given. */
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

/** Fewer bytes than are needed. */
export function shortOf(field: string, offset: number, wanted: number, left: number, what = 'data'): Problem {
  return { field, offset, expected: `${wanted} bytes of ${what}`, got: `${Math.max(0, left)} left` };
}

/** Where the parts of a message lie. A pad nibble shares its byte with the last or first digit of `data`. */
export interface ByteRange {
  readonly field: string;
  readonly part: 'length' | 'data' | 'pad';
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A message that does not fit its spec cannot be packed. Holds no value, only what kind of value it was. */
export class PackFault extends Error {
  readonly code = 'TG_MESSAGE_PACK';
  readonly field: string;
  readonly expected: string;
  readonly got: string;

  constructor(field: string, expected: string, got: string) {
    super(`field ${field}: expected ${expected}, got ${got}`);
    this.name = 'PackFault';
    this.field = field;
    this.expected = expected;
    this.got = got;
  }
}
