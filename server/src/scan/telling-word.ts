// A PIN of four digits looks like a year, a CVV like a price. They count as found only when a word nearby tells
// what they are: in clear, or in the same hex or base64 as the value.

import type { CanaryKind } from './canary.js';

/** A word this many bytes away still tells, before or behind. */
const REACH = 24;
/** The same reach in UTF-16 or in hex. */
export const WORD_REACH_BYTES: number = 2 * REACH;

/** Chinese in UTF-8 and in GBK, as their bytes look in Latin-1. */
function chinese(...words: ReadonlyArray<readonly [text: string, gbkHex: string]>): string {
  return words
    .flatMap(([text, gbk]) => [Buffer.from(text, 'utf8'), Buffer.from(gbk, 'hex')])
    .map((bytes) => bytes.toString('latin1'))
    .join('|');
}

/** `pin` alone, or as a part of a name: `userPin`, `PIN_BLOCK`; not in `shipping` or `opinion`. */
const PIN_NAME = '(?<![A-Za-z])[Pp]in(?![a-z])|(?<![A-Z])PIN(?![A-Z])|(?<=[a-z])(?:Pin|PIN)(?![a-z])';
const PIN_WORDS = new RegExp(
  `${PIN_NAME}|[Pp]in(?:code|[Bb]lock)|PIN(?:CODE|BLOCK)|[Pp]ass(?:word|wd|code)|PASS(?:WORD|WD|CODE)|` +
    `(?<![A-Za-z])(?:pwd|PWD|Pwd)|${chinese(['密码', 'C3DCC2EB'], ['口令', 'BFDAC1EE'])}`,
);
const CVV_WORDS = new RegExp(
  `(?<![A-Za-z])(?:[i]?cvv|cvc|cvn|csc|cav)(?![A-Za-z])|cvv2|cvc2|cvn2|security.?code|verification.?value|${chinese(
    ['安全码', 'B0B2C8ABC2EB'],
    ['校验码', 'D0A3D1E9C2EB'],
  )}`,
  'i',
);

/** The bytes between a word and packed digits that belong to it: `pin=`, `"pin": "`, zeros. */
const NEARLY_TOUCHING = '[^A-Za-z0-9]{0,6}$';

/** Is there a word for this kind of value in the bytes before or behind it? At most `WORD_REACH_BYTES` of each. */
export function isTold(kind: CanaryKind, before: Buffer, after: Buffer): boolean {
  const words = kind === 'cvv' ? CVV_WORDS : PIN_WORDS;
  return (
    readings(before, -REACH).some((text) => words.test(text)) ||
    readings(after, REACH).some((text) => words.test(text))
  );
}

/** Packed digits are two or three bytes that may be anything: the word must stand right before them. */
export function isToldRightBefore(kind: CanaryKind, before: Buffer): boolean {
  const words = kind === 'cvv' ? CVV_WORDS : PIN_WORDS;
  return new RegExp(`(?:${words.source})${NEARLY_TOUCHING}`, words.flags).test(before.toString('latin1'));
}

/** The surroundings as text, as UTF-16 without its zeros, and decoded from hex and base64 at every alignment. */
function readings(bytes: Buffer, reach: number): string[] {
  const nearest = (text: string): string => (reach < 0 ? text.slice(reach) : text.slice(0, reach));
  const text = bytes.toString('latin1');
  const dense = text.replaceAll('\0', '');
  const hex = /^[0-9A-Fa-f]+/.exec(reach < 0 ? reversed(dense) : dense)?.[0] ?? '';
  const base64 = /^[A-Za-z0-9+/_=-]+/.exec(reach < 0 ? reversed(dense) : dense)?.[0] ?? '';
  const straight = (run: string): string => (reach < 0 ? reversed(run) : run);
  return [
    nearest(dense),
    ...[0, 1].map((skip) => Buffer.from(straight(hex).slice(skip), 'hex').toString('latin1')),
    ...[0, 1, 2, 3].map((skip) => Buffer.from(straight(base64).slice(skip), 'base64').toString('latin1')),
  ];
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
