// One character a byte: which characters each kind of ISO 8583 field may hold, and reading and writing them in
// ASCII and in the two EBCDIC code pages that mainframes of the field use.

import type { Kind } from './spec.js';

export type CharacterSet = 'ascii' | 'ebcdic' | 'ebcdic-1047';

/** EBCDIC bytes of the characters from space to tilde, code page 037. */
const CODE_PAGE_037 =
  '405A7F7B5B6C507D4D5D5C4E6B604B61F0F1F2F3F4F5F6F7F8F97A5E4C7E6E6F7CC1C2C3C4C5C6C7C8C9D1D2D3D4D5D6' +
  'D7D8D9E2E3E4E5E6E7E8E9BAE0BBB06D79818283848586878889919293949596979899A2A3A4A5A6A7A8A9C04FD0A1';

/** Where code page 1047 differs within these characters: square brackets and the circumflex. */
const CODE_PAGE_1047: ReadonlyMap<string, number> = new Map([
  ['[', 0xad],
  [']', 0xbd],
  ['^', 0x5f],
]);

const patterns: Readonly<Record<Kind, RegExp>> = {
  n: /[0-9]/,
  a: /[A-Za-z ]/,
  s: /[ -/:-@[-`{-~]/,
  // A space is allowed beside letters: short codes are filled up with spaces.
  an: /[0-9A-Za-z ]/,
  as: /[ -/:-~]/,
  ns: /[ -@[-`{-~]/,
  ans: /[ -~]/,
  // ISO/IEC 7813 separates with `=`; packed tracks and their readers write `D`.
  z: /[0-9A-F=]/,
  b: /[ -~]/,
  'x+n': /[0-9CD]/,
};

/**
 * One kind in one character set: byte to character, empty when refused, and to its code, 0 then; character code
 * to byte, 0 when refused.
 */
export interface CharacterTable {
  readonly characters: readonly string[];
  readonly codes: Uint8Array;
  readonly bytes: Uint8Array;
}

const tables: Map<string, CharacterTable> = new Map();

export function characterTable(kind: Kind, set: CharacterSet): CharacterTable {
  const key = `${kind} ${set}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = makeTable(kind, set);
    tables.set(key, table);
  }
  return table;
}

function makeTable(kind: Kind, set: CharacterSet): CharacterTable {
  const characters = new Array<string>(256).fill('');
  const codes = new Uint8Array(256);
  const bytes = new Uint8Array(128);
  for (let code = 0x20; code < 0x7f; code += 1) {
    const character = String.fromCharCode(code);
    if (!patterns[kind].test(character)) continue;
    const byte = byteOf(character, set);
    characters[byte] = character;
    codes[byte] = code;
    bytes[code] = byte;
  }
  return { characters, codes, bytes };
}

function byteOf(character: string, set: CharacterSet): number {
  const code = character.charCodeAt(0);
  if (set === 'ascii') return code;
  const at = (code - 0x20) * 2;
  const byte = Number.parseInt(CODE_PAGE_037.slice(at, at + 2), 16);
  return set === 'ebcdic' ? byte : (CODE_PAGE_1047.get(character) ?? byte);
}

/** `count` characters from `start`; undefined when one is not of the kind. */
export function readCharacters(
  bytes: Uint8Array,
  start: number,
  count: number,
  { codes }: CharacterTable,
): string | undefined {
  const end = start + count;
  let at = start;
  let text = '';
  // Eight characters at a time, then those that are left at once: fewer and flatter strings than one by one.
  for (; end - at >= 8; at += 8) {
    const eight = eightAt(bytes, at, codes);
    if (eight === undefined) return undefined;
    text += eight;
  }
  if (end - at >= 4) {
    const four = fourAt(bytes, at, codes);
    if (four === undefined) return undefined;
    text += four;
    at += 4;
  }
  switch (end - at) {
    case 0:
      return text;
    case 1: {
      const a = codes[bytes[at]!]!;
      return a === 0 ? undefined : text + String.fromCharCode(a);
    }
    case 2: {
      const [a, b] = [codes[bytes[at]!]!, codes[bytes[at + 1]!]!];
      return a === 0 || b === 0 ? undefined : text + String.fromCharCode(a, b);
    }
    default: {
      const [a, b, c] = [codes[bytes[at]!]!, codes[bytes[at + 1]!]!, codes[bytes[at + 2]!]!];
      return a === 0 || b === 0 || c === 0 ? undefined : text + String.fromCharCode(a, b, c);
    }
  }
}

function fourAt(bytes: Uint8Array, at: number, codes: Uint8Array): string | undefined {
  const a = codes[bytes[at]!]!;
  const b = codes[bytes[at + 1]!]!;
  const c = codes[bytes[at + 2]!]!;
  const d = codes[bytes[at + 3]!]!;
  return a === 0 || b === 0 || c === 0 || d === 0 ? undefined : String.fromCharCode(a, b, c, d);
}

function eightAt(bytes: Uint8Array, at: number, codes: Uint8Array): string | undefined {
  const a = codes[bytes[at]!]!;
  const b = codes[bytes[at + 1]!]!;
  const c = codes[bytes[at + 2]!]!;
  const d = codes[bytes[at + 3]!]!;
  const e = codes[bytes[at + 4]!]!;
  const f = codes[bytes[at + 5]!]!;
  const g = codes[bytes[at + 6]!]!;
  const h = codes[bytes[at + 7]!]!;
  const isWhole = a !== 0 && b !== 0 && c !== 0 && d !== 0 && e !== 0 && f !== 0 && g !== 0 && h !== 0;
  return isWhole ? String.fromCharCode(a, b, c, d, e, f, g, h) : undefined;
}

/** Offset of the first byte that `readCharacters` refuses. */
export function findBadCharacter(
  bytes: Uint8Array,
  start: number,
  count: number,
  { characters }: CharacterTable,
): number {
  let at = start;
  while (at < start + count && characters[bytes[at]!] !== '') at += 1;
  return at;
}

/** Writes characters; false when one is not of the kind. */
export function writeCharacters(
  text: string,
  into: Uint8Array,
  start: number,
  { bytes }: CharacterTable,
): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return false;
    const byte = bytes[code]!;
    if (byte === 0) return false;
    into[start + at] = byte;
  }
  return true;
}
