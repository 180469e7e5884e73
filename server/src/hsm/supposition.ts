// What may have happened at a terminal whose MAC or PIN block does not fit: which key it took for the right one, and
// what it did with it. The room tries suppositions and tells which fit; keys and PINs stay inside.

import type { PinBlockFormat } from './command-rules.js';
import type { MacMethod } from './mac-method.js';
import type { KeyBlock } from './stored-key.js';

/** What a terminal may have made of the key that it was given. */
export const TAKEN_KEYS = [
  'whole',
  'first-half',
  'second-half',
  /** Second half in front of the first. */
  'halves-swapped',
  /** Eight zero bytes behind a single-length key, as the slot of field 62 carries it. */
  'zero-filled',
  /** The whole slot decrypted under the terminal's own key (`under`), the zero bytes with it. */
  'slot-decrypted',
  /** Still encrypted under the terminal's own key (`under`), as field 62 carried it. */
  'as-handed-out',
  /** Keys of one message (ANSI X9.24-3), by `ksn`. */
  'message-mac',
  'message-answer-mac',
  'message-pin',
  /** No key at all: in clear. */
  'none',
] as const;
export type TakenKey = (typeof TAKEN_KEYS)[number];

export interface KeySupposition {
  /** Which of the command's keys. */
  readonly key: number;
  readonly taken: TakenKey;
  /** With `as-handed-out` and `slot-decrypted`: which of the command's keys it travelled under. */
  readonly under?: number | undefined;
  /** With the keys of a message: 12 bytes. */
  readonly ksn?: Uint8Array | undefined;
}

export interface MacSupposition extends KeySupposition {
  /** Which of the command's inputs was MACed. */
  readonly input: number;
  readonly method: MacMethod;
}

/** Blocks of ISO 9564-1, and the UnionPay block of sixteen bytes. */
export const SUPPOSED_FORMATS = ['0', '1', '2', '3', '4', 'unionpay'] as const satisfies readonly (
  | PinBlockFormat
  | 'unionpay'
)[];
export type SupposedFormat = (typeof SUPPOSED_FORMATS)[number];

export interface PinSupposition extends KeySupposition {
  /** Which of the command's PANs. */
  readonly pan: number;
  readonly format: SupposedFormat;
  readonly cipher: 'tdes' | 'sm4' | 'aes';
}

/** Which suppositions make exactly this field 64: their places in the list. */
export interface MacMatch {
  /** The first is the one that should fit: its defects are counted. */
  readonly keys: readonly KeyBlock[];
  readonly inputs: readonly Uint8Array[];
  /** Field 64: 8 bytes. */
  readonly mac: Uint8Array;
  readonly suppositions: readonly MacSupposition[];
}

/** Which suppositions make a well-formed PIN of this block; the first is the one that should have. */
export interface PinBlockMatch {
  readonly keys: readonly KeyBlock[];
  readonly pans: readonly string[];
  readonly pinBlock: Uint8Array;
  readonly suppositions: readonly PinSupposition[];
}
