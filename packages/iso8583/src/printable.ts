// A value as one line of text that is safe to print.

import { toHex } from './nibbles.js';
import type { PartSpec } from './spec.js';
import type { Value } from './value-codec.js';

/** Digits or characters as they are; bytes as the spec shows them, else as hexadecimal. */
export function printable(spec: PartSpec | undefined, value: Value): string {
  const shown = typeof value === 'string' ? value : (spec?.show?.(value) ?? toHex(value));
  // Bytes from outside may hold control characters that would steer a terminal or forge a log line.
  return shown.replace(/\p{Cc}/gu, '·');
}
