// Base64 (RFC 4648, both alphabets) of a value in the middle of other bytes: the characters that the value
// alone decides, and the two beside it of which it decides some bits.

import type { Canary } from './canary.js';
import { type Pattern, textPattern } from './pattern.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BITS = 6;

/** `shifts`: how many nibbles of the first group of three bytes stand before the value, 0 to 5. */
export function base64Patterns(
  nibbles: string,
  shifts: readonly number[],
  form: string,
  canary: Canary,
): Pattern[] {
  const bits = Array.from(nibbles, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join(
    '',
  );
  return shifts.flatMap((shift) => {
    const lead = (BITS - ((shift * 4) % BITS)) % BITS;
    const groups = bits.slice(lead).match(/[01]{6}/g) ?? [];
    const rest = bits.slice(lead + groups.length * BITS);
    const edges = {
      before: lead === 0 ? undefined : charactersWith(new RegExp(`${bits.slice(0, lead)}$`)),
      after: rest === '' ? undefined : charactersWith(new RegExp(`^${rest}`)),
    };
    const standard = groups.map((group) => ALPHABET[Number.parseInt(group, 2)]).join('');
    const texts = new Set([standard, standard.replaceAll('+', '-').replaceAll('/', '_')]);
    return [...texts].map((text) => textPattern(text, form, canary, edges));
  });
}

/** The characters, of either alphabet, whose six bits fit. */
function charactersWith(pattern: RegExp): number[] {
  return Array.from(ALPHABET, (character, value) => ({ character, value }))
    .filter(({ value }) => pattern.test(value.toString(2).padStart(BITS, '0')))
    .flatMap(({ character }) => {
      const other = { '+': '-', '/': '_' }[character] ?? character;
      return [character.charCodeAt(0), other.charCodeAt(0)];
    });
}
