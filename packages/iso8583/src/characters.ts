// One character a byte: which characters each kind of ISO 8583 field may hold, and reading and writing them.

import type { Kind } from './spec.js';

const one: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Kind -> character code -> allowed. A space is allowed in `an`: short codes are filled up with spaces. */
const allowed: Readonly<Record<Kind, Uint8Array>> = {
  n: classOf(/[0-9]/),
  an: classOf(/[0-9A-Za-z ]/),
  ans: classOf(/[ -~]/),
  z: classOf(/[0-9A-F]/),
  b: classOf(/[\s\S]/),
};

function classOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from(one, (character) => (pattern.test(character) ? 1 : 0));
}

/** `count` characters from `start`; undefined when one is not of the kind. */
export function readCharacters(
  bytes: Uint8Array,
  start: number,
  count: number,
  kind: Kind,
): string | undefined {
  const fits = allowed[kind];
  let text = '';
  for (let at = start; at < start + count; at += 1) {
    const code = bytes[at]!;
    if (code > 127 || fits[code] === 0) return undefined;
    text += one[code]!;
  }
  return text;
}

/** Offset of the first byte that `readCharacters` refuses. */
export function findBadCharacter(bytes: Uint8Array, start: number, count: number, kind: Kind): number {
  const fits = allowed[kind];
  let at = start;
  while (at < start + count && bytes[at]! < 128 && fits[bytes[at]!] === 1) at += 1;
  return at;
}

/** Writes characters; false when one is not of the kind. */
export function writeCharacters(text: string, into: Uint8Array, start: number, kind: Kind): boolean {
  const fits = allowed[kind];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || fits[code] === 0) return false;
    into[start + at] = code;
  }
  return true;
}
