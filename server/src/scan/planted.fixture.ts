// Secrets of every kind, and writers for every form in which they may be kept. They are the tests' own and know
// nothing of the scan's patterns.

import assert from 'node:assert/strict';
import { Canary } from './canary.js';

export const SECRETS = {
  PAN: ['pan', '6299990000001000011'],
  'PAN of 16': ['pan', '6299990001000032'],
  track: ['track', '6299990000001000011=30122200000000000'],
  'track 1': ['track', 'B6299990001000032^ZHANG/SAN^30122200000000000'],
  'PIN of 4': ['pin', '1357'],
  'PIN of 6': ['pin', '246810'],
  'PIN of 12': ['pin', '135792468013'],
  CVV: ['cvv', '927'],
  'PIN block': ['pin-block', '7F2C19D04EAB6358'],
  key: ['key', '61F13B4AC45B4FEC31268054DA08645D'],
  'AES key': ['key', 'C3FF20A1007E2D3A5C2F5F3A4BFB2E1A90D4E7A6B85C0D2B5C1122338899AABB'],
} as const;
export type Name = keyof typeof SECRETS;
export const names: readonly Name[] = Object.keys(SECRETS) as Name[];
const digitNames = names.filter((name) => !['track 1', 'PIN block', 'key', 'AES key'].includes(name));
const binaryNames: Name[] = ['PIN block', 'key', 'AES key'];
export const longNames = names.filter((name) => !['PIN of 4', 'PIN of 6', 'CVV'].includes(name));

export function canaryOf(name: Name): Canary {
  const [kind, value] = SECRETS[name];
  return Canary.parse(kind, value, name) ?? assert.fail(name);
}

export const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const each = (bytes: Uint8Array, write: (byte: number) => string): string =>
  Array.from(bytes, write).join('');
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');
/** Packed digits: the separator of a track is D; `fill` takes the nibbles that are left over. */
const pack = (value: string, before: string, fill: string): Buffer => {
  const nibbles = before + value.replace('=', 'D');
  return Buffer.from(nibbles + fill.slice(0, nibbles.length % 2), 'hex');
};
const swap = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => (byte >> 4) | ((byte & 15) << 4)));

type Writer = (value: string) => Buffer;
const inText: Record<string, Writer> = {
  plain: latin,
  'lower case': (value) => latin(value.startsWith('B') ? value : value.toLowerCase()),
  'UTF-16 LE': (value) => Buffer.from(value, 'utf16le'),
  'UTF-16 BE': (value) => Buffer.from(value, 'utf16le').swap16(),
  'base64 at 0': (value) => latin(latin(value).toString('base64')),
  'base64 at 1': (value) => latin(latin(`:${value};`).toString('base64')),
  'base64 at 2': (value) => latin(latin(`::${value};`).toString('base64')),
  'base64url in the middle': (value) =>
    latin(latin(`{"pin":"cvv":"${value}","x":"~~~"}`).toString('base64url')),
  hex: (value) => latin(latin(value).toString('hex')),
  'hex, upper': (value) => latin(latin(value).toString('hex').toUpperCase()),
  'hex dump': (value) => latin(each(latin(value), (byte) => `${hexOf(byte)} `)),
  'URL-encoded': (value) => latin(encodeURIComponent(value)),
  'URL-encoded whole': (value) => latin(each(latin(value), (byte) => `%${hexOf(byte)}`)),
  'JSON string': (value) => latin(JSON.stringify(value)),
  'JSON-escaped': (value) => latin(each(latin(value), (byte) => `\\u00${hexOf(byte)}`)),
  'JSON-escaped, upper': (value) => latin(each(latin(value), (byte) => `\\u00${hexOf(byte).toUpperCase()}`)),
  ...Object.fromEntries(
    [' ', '-', '.', ':', '/', '\n', '\r\n'].map((separator) => [
      `split by ${JSON.stringify(separator)}`,
      (value: string) => latin([...value].join(separator)),
    ]),
  ),
};
const inGroups: Record<string, Writer> = Object.fromEntries(
  [' ', '-', '.', ':', '/', '\n', ' - '].map((separator) => [
    `groups of four, ${JSON.stringify(separator)}`,
    (value: string) => latin((value.match(/.{1,4}/g) ?? []).join(separator)),
  ]),
);
const packedDigits: Record<string, Writer> = {
  BCD: (value) => pack(value, '', 'F'),
  'BCD, zero behind': (value) => pack(value, '', '0'),
  'BCD from mid-byte': (value) => pack(value, '7', 'F'),
  'reversed nibbles': (value) => swap(pack(value, '', 'F')),
  'reversed nibbles from mid-byte': (value) => swap(pack(value, '7', 'F')),
};
const packedLong: Record<string, Writer> = {
  ...packedDigits,
  'BCD in base64 at 0': (value) => latin(pack(value, '', 'F').toString('base64')),
  'BCD in base64 at 1': (value) =>
    latin(Buffer.concat([latin('x'), pack(value, '', 'F')]).toString('base64')),
  'BCD in base64 at 2': (value) =>
    latin(Buffer.concat([latin('xy'), pack(value, '7', 'F')]).toString('base64')),
  'BCD, URL-encoded': (value) => latin(each(pack(value, '', 'F'), (byte) => `%${hexOf(byte).toUpperCase()}`)),
  'BCD in a form': (value) =>
    latin(new URLSearchParams({ x: pack(value, '', '0').toString('latin1') }).toString().slice(2)),
  'BCD in JSON': (value) =>
    Buffer.from(JSON.stringify({ x: pack(value, '', 'F').toString('latin1') }), 'utf8'),
  'reversed nibbles in hex': (value) => latin(swap(pack(value, '', 'F')).toString('hex')),
};

export const cases: Array<[form: string, writer: Writer, names: readonly Name[]]> = [
  ...Object.entries(inText).map((entry): [string, Writer, readonly Name[]] => [...entry, names]),
  ...Object.entries(inGroups).map((entry): [string, Writer, Name[]] => [...entry, longNames]),
  ...Object.entries(packedDigits).map((entry): [string, Writer, Name[]] => [...entry, digitNames]),
  ...Object.entries(packedLong)
    // A form writes bytes above 0x7F as UTF-8: that is text, and not this value any more.
    .filter(([form]) => form !== 'BCD in a form')
    .map((entry): [string, Writer, Name[]] => [
      ...entry,
      [...digitNames.filter((name) => longNames.includes(name)), ...binaryNames],
    ]),
];

/** Beside a word that tells what it is; in UTF-16 when the value is. */
export function planted(name: Name, form: string, value: Buffer): Buffer {
  const word = `${name === 'CVV' ? 'cvv' : 'pin'}=`;
  const wide = form === 'UTF-16 LE' ? 'utf16le' : 'latin1';
  const isBig = form === 'UTF-16 BE';
  const front = isBig ? Buffer.from(word, 'utf16le').swap16() : Buffer.from(word, wide);
  return Buffer.concat([latin('some words and 4711 '), front, value, latin('; and more')]);
}
