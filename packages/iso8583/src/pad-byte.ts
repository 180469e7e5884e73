// Which byte holds the pad nibble of an odd number of BCD digits.

import type { PartSpec } from './spec.js';
import type { Value } from './value-codec.js';

/** Offset of that byte in data from `start` to `end`; undefined when there is no pad. */
export function padByteOf(spec: PartSpec, value: Value, start: number, end: number): number | undefined {
  if (spec.encoding !== 'bcd' || value.length === 0) return undefined;
  const sign = spec.kind === 'x+n' ? 1 : 0;
  if ((value.length - sign) % 2 === 0) return undefined;
  return spec.padNibble === 'before' ? start + sign : end - 1;
}
