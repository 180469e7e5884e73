// Every form in which a canary may have been kept, as patterns: text and its encodings, packed digits or raw
// bytes and theirs. A key, a PAN and a track 2 are all strings of nibbles, and that is what they share here.

import { base64Patterns } from './base64-forms.js';
import type { Canary } from './canary.js';
import { bytesPattern, type Pattern, textPattern } from './pattern.js';

export function formsOf(canary: Canary): Pattern[] {
  const patterns = textsOf(canary).flatMap((text) => textForms(text, canary));
  if (!canary.isTrack1) patterns.push(...packedForms(nibblesOf(canary), canary));
  const known = new Set<string>();
  return patterns.filter((pattern) => {
    if (pattern.bytes.length === 0) return false;
    const { view, bytes, before, after } = pattern;
    const identity = `${view} ${Buffer.from(bytes).toString('hex')} ${before} ${after}`;
    return !known.has(identity) && known.add(identity);
  });
}

/** The ways to write it. Track 2 has `=` on the stripe and `D` where its digits were packed (ISO/IEC 7813). */
function textsOf(canary: Canary): string[] {
  const value = canary.reveal();
  if (canary.kind === 'key' || canary.kind === 'pin-block') return [value, value.toLowerCase()];
  if (canary.kind !== 'track' || canary.isTrack1) return [value];
  return [value, value.replace('=', 'D'), value.replace('=', 'd')];
}

/** One hexadecimal digit a nibble; the separator of track 2 is D. */
function nibblesOf(canary: Canary): string {
  return canary.reveal().replace('=', 'D');
}

function isBinary(canary: Canary): boolean {
  return canary.kind === 'key' || canary.kind === 'pin-block';
}

function textForms(text: string, canary: Canary): Pattern[] {
  const bytes = Buffer.from(text, 'utf8');
  const hex = bytes.toString('hex');
  const isDigits = /^[0-9]+$/.test(text);
  return [
    textPattern(text, isBinary(canary) ? 'hex' : 'ASCII', canary, {
      digit: isDigits ? /[0-9]/ : undefined,
    }),
    ...bothCases(hex).map((form) =>
      textPattern(form, 'hex of ASCII', canary, { digit: isDigits ? /3[0-9]/ : undefined }),
    ),
    ...base64Patterns(hex, [0, 2, 4], 'base64', canary),
    ...escapedForms(bytes, canary),
  ];
}

function packedForms(nibbles: string, canary: Canary): Pattern[] {
  const name = isBinary(canary) ? 'raw bytes' : 'BCD';
  const raw = [false, true].flatMap((swapped) =>
    [0, 1].map((shift) =>
      packed(nibbles, shift, swapped, swapped ? `${name}, reversed nibbles` : name, canary),
    ),
  );
  // Two bytes in an encoding look like any word: too little to tell.
  if (canary.isShort) return raw;
  return [
    ...raw,
    ...base64Patterns(nibbles, [0, 1, 2, 3, 4, 5], `base64 of ${name}`, canary),
    ...wholeBytes(nibbles).flatMap((hex) => [
      ...bothCases(swapNibbles(hex)).map((form) => textPattern(form, 'hex, reversed nibbles', canary)),
      ...escapedForms(Buffer.from(hex, 'hex'), canary),
    ]),
  ];
}

/** The bytes that the nibbles fill, and what they leave in the two bytes beside. `shift`: starts in mid-byte. */
function packed(nibbles: string, shift: number, swapped: boolean, form: string, canary: Canary): Pattern {
  const whole = nibbles.length - ((nibbles.length - shift) % 2);
  const hex = nibbles.slice(shift, whole);
  const first = shift === 1 ? withNibble(nibbles[0]!, swapped ? 'high' : 'low') : undefined;
  const last = whole < nibbles.length ? withNibble(nibbles.at(-1)!, swapped ? 'low' : 'high') : undefined;
  const bytes = Uint8Array.from(Buffer.from(swapped ? swapNibbles(hex) : hex, 'hex'));
  return bytesPattern(bytes, form, canary, { before: first, after: last });
}

function withNibble(digit: string, half: 'high' | 'low'): number[] {
  const value = Number.parseInt(digit, 16);
  return Array.from({ length: 16 }, (_, other) =>
    half === 'high' ? value * 16 + other : other * 16 + value,
  );
}

/** An odd number of digits is filled up with F or 0 behind, or 0 before. */
function wholeBytes(nibbles: string): string[] {
  return nibbles.length % 2 === 0 ? [nibbles] : [`${nibbles}F`, `${nibbles}0`, `0${nibbles}`];
}

function swapNibbles(hex: string): string {
  return hex.replace(/(.)(.)/g, '$2$1');
}

function bothCases(hex: string): string[] {
  return [hex.toLowerCase(), hex.toUpperCase()];
}

const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/** RFC 3986 and RFC 8259: each byte escaped, or only those that must be. */
function escapedForms(bytes: Uint8Array, canary: Canary): Pattern[] {
  const write = (prefix: string, upper: boolean, sparing: boolean): string =>
    Array.from(bytes, (byte) => {
      const character = String.fromCharCode(byte);
      if (sparing && UNRESERVED.test(character)) return character;
      const hex = byte.toString(16).padStart(2, '0');
      return prefix + (upper ? hex.toUpperCase() : hex);
    }).join('');
  const forms = [false, true].flatMap((upper) =>
    [false, true].flatMap((sparing) => [
      textPattern(write('%', upper, sparing), 'URL-encoded', canary),
      textPattern(write('\\u00', upper, sparing), 'JSON-escaped', canary),
    ]),
  );
  const asText = Buffer.from(bytes).toString('latin1');
  return [...forms, textPattern(JSON.stringify(asText).slice(1, -1), 'JSON-escaped', canary)];
}
