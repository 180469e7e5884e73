// Length prefixes: two or three digits in front of a value, packed or as characters.

import { readCharacters, writeCharacters } from './characters.js';
import { readNibbles, writeNibbles } from './nibbles.js';
import type { Prefix } from './spec.js';

/** The length, or -1 when the bytes are no digits. The caller has checked that they are there. */
export function readPrefix(bytes: Uint8Array, start: number, prefix: Prefix): number {
  if (prefix.encoding === 'bcd' && prefix.digits === 2) {
    const byte = bytes[start]!;
    const [high, low] = [byte >> 4, byte & 15];
    return high > 9 || low > 9 ? -1 : high * 10 + low;
  }
  const text =
    prefix.encoding === 'bcd'
      ? readNibbles(bytes, start, 4, 'decimal', 'before')
      : readCharacters(bytes, start, prefix.digits, 'n');
  return text === undefined ? -1 : Number(text);
}

export function writePrefix(length: number, into: Uint8Array, start: number, prefix: Prefix): void {
  const text = String(length).padStart(prefix.digits, '0');
  if (prefix.encoding === 'bcd') writeNibbles(text, into, start, 'decimal', 'before');
  else writeCharacters(text, into, start, 'n');
}
