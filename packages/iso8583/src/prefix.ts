// Length prefixes: up to six digits in front of a value, packed, as characters, or a binary number. Done with
// numbers, not text: every message has several.

import type { Prefix } from './spec.js';

/** Bytes that a prefix takes; none for a fixed length. */
export function prefixBytesOf({ digits, encoding }: Prefix): number {
  return encoding === 'bcd' ? (digits + 1) >> 1 : digits;
}

/** The highest length that a prefix can say. */
export function prefixMaximum({ digits, encoding }: Prefix): number {
  return (encoding === 'binary' ? 256 : 10) ** digits - 1;
}

/** The length from `start` to `end`, or -1 when the bytes are no digits. The caller knows that they are there. */
export function readPrefix(bytes: Uint8Array, start: number, end: number, prefix: Prefix): number {
  let length = 0;
  if (prefix.encoding === 'bcd') {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte > 0x99 || (byte & 15) > 9) return -1;
      length = length * 100 + (byte >> 4) * 10 + (byte & 15);
    }
    return length;
  }
  if (prefix.encoding === 'binary') {
    for (let at = start; at < end; at += 1) length = length * 256 + bytes[at]!;
    return length;
  }
  const zero = prefix.encoding === 'ascii' ? 0x30 : 0xf0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < zero || byte > zero + 9) return -1;
    length = length * 10 + byte - zero;
  }
  return length;
}

/** The caller has checked that the length is not above `prefixMaximum`. */
export function writePrefix(length: number, into: Uint8Array, start: number, prefix: Prefix): void {
  let rest = length;
  for (let at = start + prefixBytesOf(prefix) - 1; at >= start; at -= 1) {
    if (prefix.encoding === 'bcd') {
      into[at] = (Math.trunc((rest % 100) / 10) << 4) | (rest % 10);
      rest = Math.trunc(rest / 100);
    } else if (prefix.encoding === 'binary') {
      into[at] = rest % 256;
      rest = Math.trunc(rest / 256);
    } else {
      into[at] = (prefix.encoding === 'ascii' ? 0x30 : 0xf0) + (rest % 10);
      rest = Math.trunc(rest / 10);
    }
  }
}
