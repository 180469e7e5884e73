// One of several things that bytes may be.

import type { FieldName } from '@tillgate/iso8583';

/** One possibility of a kind, with what speaks for it. */
export interface Ranked {
  readonly id: string;
  readonly name: FieldName;
  /** 0 to 1; those of a list add up to at most 1. */
  readonly confidence: number;
  readonly evidence: readonly FieldName[];
}
