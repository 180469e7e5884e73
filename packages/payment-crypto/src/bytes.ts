// Byte arrays as every file here needs them: hexadecimal text at the border, XOR, and a comparison
// whose time does not depend on where two values differ.

import { CryptoFault } from './crypto-fault.js';

const HEX_DIGITS = '0123456789ABCDEF';

/** Bytes of hexadecimal text in either case. @throws CryptoFault TG_NOT_HEX */
export function hexToBytes(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) throw new CryptoFault('TG_NOT_HEX');
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Upper-case hexadecimal text, two digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX_DIGITS[byte >>> 4]! + HEX_DIGITS[byte & 15]!;
  return hex;
}

/** Bytes of a text that is 7-bit by its own rules (headers, digits). Other characters keep their low byte. */
export function asciiToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** `into[i] ^= from[i]` for the length of `from`. */
export function xorInto(into: Uint8Array, from: Uint8Array): void {
  for (let i = 0; i < from.length; i++) into[i] = into[i]! ^ from[i]!;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * True when both have the same bytes. Every byte is looked at, so the time tells only the length; what a
 * just-in-time compiler makes of that is beyond this package (see README, Limits).
 */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}
