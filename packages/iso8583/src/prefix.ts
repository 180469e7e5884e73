// Length prefixes: two or three digits in front of a value, packed or as characters. Done with numbers, not
// text: every message has several.

import type { Prefix } from './spec.js';

/** Bytes that a prefix takes; none for a fixed length. */
export function prefixBytesOf({ digits, encoding }: Prefix): number {
  return encoding === 'bcd' ? (digits + 1) >> 1 : digits;
}

/** The length, or -1 when the bytes are no digits. The caller has checked that they are there. */
export function readPrefix(bytes: Uint8Array, start: number, prefix: Prefix): number {
  const end = start + prefixBytesOf(prefix);
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (prefix.encoding === 'ascii') {
      if (byte < 0x30 || byte > 0x39) return -1;
      length = length * 10 + byte - 0x30;
    } else {
      if (byte > 0x99 || (byte & 15) > 9) return -1;
      length = length * 100 + (byte >> 4) * 10 + (byte & 15);
    }
  }
  return length;
}

export function writePrefix(length: number, into: Uint8Array, start: number, prefix: Prefix): void {
  let rest = length;
  for (let at = start + prefixBytesOf(prefix) - 1; at >= start; at -= 1) {
    if (prefix.encoding === 'ascii') {
      into[at] = 0x30 + (rest % 10);
      rest = Math.trunc(rest / 10);
    } else {
      into[at] = (Math.trunc((rest % 100) / 10) << 4) | (rest % 10);
      rest = Math.trunc(rest / 100);
    }
  }
}
