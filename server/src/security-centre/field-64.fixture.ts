// Field 64 as a terminal makes it, rightly or wrongly: written for the tests of this room from ciphers alone, so that a
// mistake of the host's own MACs cannot hide in both.

import { createAes, createSm4, createTdes } from '@tillgate/payment-crypto';
import type { Profile } from '@tillgate/pos-protocol';

type Encrypt = (block: Uint8Array) => Uint8Array;

export interface MacForm {
  readonly algorithm: Profile['macAlgorithm'];
  readonly encoding: 'hex' | 'raw';
  readonly letterCase: 'upper' | 'lower';
}

export function formOf({ macAlgorithm, macEncoding, macLetterCase }: Profile): MacForm {
  return { algorithm: macAlgorithm, encoding: macEncoding, letterCase: macLetterCase };
}

function encryptor(cipher: {
  encryptBlock(from: Uint8Array, at: number, to: Uint8Array, to0: number): void;
}): Encrypt {
  return (block) => {
    const out = new Uint8Array(block.length);
    cipher.encryptBlock(block, 0, out, 0);
    return out;
  };
}

export function field64(
  key: Uint8Array,
  data: Uint8Array,
  { algorithm, encoding, letterCase }: MacForm,
): Uint8Array {
  const inCase = (hex: string): string => (letterCase === 'upper' ? hex.toUpperCase() : hex.toLowerCase());
  const value = macValue(key, data, algorithm, inCase);
  if (encoding === 'raw') return value.slice(0, 8);
  return Uint8Array.from(Buffer.from(inCase(Buffer.from(value.subarray(0, 4)).toString('hex')), 'ascii'));
}

function macValue(
  key: Uint8Array,
  data: Uint8Array,
  algorithm: MacForm['algorithm'],
  inCase: (hex: string) => string,
): Uint8Array {
  switch (algorithm) {
    case 'cup-ecb': {
      const encrypt = encryptor(createTdes(key));
      const folded = blocksOf(data, 8).reduce(xor);
      const characters = Uint8Array.from(Buffer.from(inCase(Buffer.from(folded).toString('hex')), 'ascii'));
      return encrypt(xor(encrypt(characters.slice(0, 8)), characters.slice(8)));
    }
    case 'x9.9':
      return chained(encryptor(createTdes(key)), blocksOf(data, 8));
    case 'x9.19': {
      const half = encryptor(createTdes(key.slice(0, 8)));
      const blocks = blocksOf(data, 8);
      const before = chained(half, blocks.slice(0, -1));
      return encryptor(createTdes(key))(xor(before, blocks.at(-1)!));
    }
    case 'cmac-aes':
      return cmacOf(encryptor(createAes(key)), data);
    case 'cmac-sm4':
      return cmacOf(encryptor(createSm4(key)), data);
  }
}

function chained(encrypt: Encrypt, blocks: readonly Uint8Array[]): Uint8Array {
  return blocks.reduce((state, block) => encrypt(xor(state, block)), new Uint8Array(8));
}

/** NIST SP 800-38B. */
function cmacOf(encrypt: Encrypt, data: Uint8Array): Uint8Array {
  const first = doubled(encrypt(new Uint8Array(16)));
  const blocks = blocksOf(data, 16);
  const isWhole = data.length > 0 && data.length % 16 === 0;
  const last = blocks.pop()!.slice();
  if (!isWhole) last[data.length % 16] = 0x80;
  const state = blocks.reduce((before, block) => encrypt(xor(before, block)), new Uint8Array(16));
  return encrypt(xor(xor(last, isWhole ? first : doubled(first)), state));
}

function doubled(block: Uint8Array): Uint8Array {
  const out = block.map((byte, at) => ((byte << 1) | ((block[at + 1] ?? 0) >> 7)) & 255);
  if (block[0]! & 0x80) out[15] = out[15]! ^ 0x87;
  return out;
}

function blocksOf(data: Uint8Array, length: number): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += length) {
    const block = new Uint8Array(length);
    block.set(data.subarray(at, at + length));
    blocks.push(block);
  }
  return blocks;
}

function xor(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, at) => byte ^ other[at]!);
}
