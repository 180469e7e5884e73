// A second implementation of what this package is built on, over node:crypto alone: block ciphers by OpenSSL, and
// CMAC as SP 800-38B writes it, with big integers. Shares no code with the package.

import { createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto';

/** Rounds of every comparison. */
export const ROUNDS = 150;

/** Single and double keys as the three that OpenSSL 3 takes without its legacy provider. */
const tripled = (key: Buffer): Buffer => Buffer.concat([key, key, key]).subarray(0, 24);

export const des = {
  encrypt: (key: Buffer, data: Buffer): Buffer =>
    createCipheriv('des-ede3', tripled(key), null).setAutoPadding(false).update(data),
  decrypt: (key: Buffer, data: Buffer): Buffer =>
    createDecipheriv('des-ede3', tripled(key), null).setAutoPadding(false).update(data),
  cbc: (key: Buffer, data: Buffer, iv: Buffer = Buffer.alloc(8)): Buffer =>
    createCipheriv('des-ede3-cbc', tripled(key), iv).setAutoPadding(false).update(data),
};

export const aes = {
  encrypt: (key: Buffer, data: Buffer): Buffer =>
    createCipheriv(`aes-${8 * key.length}-ecb`, key, null)
      .setAutoPadding(false)
      .update(data),
  cbc: (key: Buffer, data: Buffer, iv: Buffer = Buffer.alloc(16)): Buffer =>
    createCipheriv(`aes-${8 * key.length}-cbc`, key, iv)
      .setAutoPadding(false)
      .update(data),
};

export function cmacOf(cipher: typeof aes | typeof des, key: Buffer, data: Buffer): Buffer {
  const blockBytes = cipher === aes ? 16 : 8;
  const bits = BigInt(8 * blockBytes);
  const mask = (1n << bits) - 1n;
  const twice = (value: bigint): bigint =>
    ((value << 1n) & mask) ^ (value >> (bits - 1n) ? (blockBytes === 16 ? 0x87n : 0x1bn) : 0n);
  const zero = cipher.encrypt(key, Buffer.alloc(blockBytes)).toString('hex');
  const k1 = twice(BigInt(`0x${zero}`));
  const isWhole = data.length > 0 && data.length % blockBytes === 0;
  const padded = isWhole
    ? Buffer.from(data)
    : Buffer.concat([
        data,
        Buffer.of(0x80),
        Buffer.alloc((2 * blockBytes - 1 - (data.length % blockBytes)) % blockBytes),
      ]);
  const subkey = Buffer.from((isWhole ? k1 : twice(k1)).toString(16).padStart(2 * blockBytes, '0'), 'hex');
  const last = padded.length - blockBytes;
  for (let i = 0; i < blockBytes; i++) padded[last + i] = padded[last + i]! ^ subkey[i]!;
  return cipher.cbc(key, padded).subarray(-blockBytes);
}

export const xor = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, at) => byte ^ other[at]!));

export const digits = (length: number): string =>
  Array.from({ length }, () => String(randomInt(10))).join('');

/** Decimalisation: the digits of a value first, then its letters less ten. */
export function decimalised(hex: string, length: number): string {
  const letters = [...hex.toLowerCase()]
    .filter((one) => one > '9')
    .map((one) => String(Number.parseInt(one, 16) - 10));
  return ([...hex].filter((one) => one <= '9').join('') + letters.join('')).slice(0, length);
}

/** With odd parity, as the package answers derived keys. */
export function withParity(key: Buffer): Buffer {
  return Buffer.from(
    key.map((byte) => {
      const ones = byte.toString(2).replaceAll('0', '').length;
      return ones % 2 === 1 ? byte : byte ^ 1;
    }),
  );
}

export { randomBytes, randomInt };

export const u8 = (buffer: Buffer): Uint8Array => new Uint8Array(buffer);
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
