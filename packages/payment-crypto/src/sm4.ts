// SM4 (GB/T 32907-2016): the 128-bit block cipher of Chinese terminals that no longer use TDES. The
// S-box is computed once at load, from an inversion in GF(2^8) between two affine maps.

import type { BlockCipher } from './block-cipher.js';
import { CryptoFault } from './crypto-fault.js';

const SYSTEM_PARAMETER: readonly number[] = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];
const ROUNDS = 32;
const SBOX = new Uint8Array(256);
/** `SPREAD[256 * place + byte]`: S-box and the linear map L, for the byte in place 0 to 3 of a word. */
const SPREAD = new Int32Array(4 * 256);
fillTables();

export class Sm4Cipher implements BlockCipher {
  readonly blockBytes = 16;
  readonly #encryption: Int32Array;
  readonly #decryption: Int32Array;

  /**
   * @param key 16 bytes
   * @throws CryptoFault TG_KEY_LENGTH
   */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
    this.#encryption = expandKey(key);
    this.#decryption = this.#encryption.slice().reverse();
  }

  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#encryption, from, fromOffset, to, toOffset);
  }

  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#decryption, from, fromOffset, to, toOffset);
  }

  destroy(): void {
    this.#encryption.fill(0);
    this.#decryption.fill(0);
  }
}

/** @see Sm4Cipher */
export function createSm4(key: Uint8Array): BlockCipher {
  return new Sm4Cipher(key);
}

function runRounds(
  schedule: Int32Array,
  from: Uint8Array,
  at: number,
  to: Uint8Array,
  toOffset: number,
): void {
  let a = readWord(from, at);
  let b = readWord(from, at + 4);
  let c = readWord(from, at + 8);
  let d = readWord(from, at + 12);
  for (let round = 0; round < ROUNDS; round++) {
    const x = b ^ c ^ d ^ schedule[round]!;
    const next =
      a ^
      SPREAD[x >>> 24]! ^
      SPREAD[256 + ((x >>> 16) & 255)]! ^
      SPREAD[512 + ((x >>> 8) & 255)]! ^
      SPREAD[768 + (x & 255)]!;
    a = b;
    b = c;
    c = d;
    d = next;
  }
  writeWord(to, toOffset, d);
  writeWord(to, toOffset + 4, c);
  writeWord(to, toOffset + 8, b);
  writeWord(to, toOffset + 12, a);
}

/** Key expansion: the same rounds with the linear map L' and constants CK, byte j of word i = 7(4i + j). */
function expandKey(key: Uint8Array): Int32Array {
  const words = SYSTEM_PARAMETER.map((parameter, i) => readWord(key, 4 * i) ^ parameter);
  const schedule = new Int32Array(ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    let constant = 0;
    for (let j = 0; j < 4; j++) constant = (constant << 8) | ((7 * (4 * round + j)) & 255);
    const x = words[1]! ^ words[2]! ^ words[3]! ^ constant;
    const s =
      (SBOX[x >>> 24]! << 24) |
      (SBOX[(x >>> 16) & 255]! << 16) |
      (SBOX[(x >>> 8) & 255]! << 8) |
      SBOX[x & 255]!;
    const next = words.shift()! ^ s ^ rotateLeft(s, 13) ^ rotateLeft(s, 23);
    words.push(next);
    schedule[round] = next;
  }
  words.fill(0);
  return schedule;
}

function fillTables(): void {
  for (let byte = 0; byte < 256; byte++) SBOX[byte] = affine(inverse(affine(byte)));
  for (let byte = 0; byte < 256; byte++) {
    for (let place = 0; place < 4; place++) {
      const s = SBOX[byte]! << (24 - 8 * place);
      SPREAD[256 * place + byte] =
        s ^ rotateLeft(s, 2) ^ rotateLeft(s, 10) ^ rotateLeft(s, 18) ^ rotateLeft(s, 24);
    }
  }
}

/** Bit i of the result is the parity of the argument under the mask A7 rotated left by i; then XOR D3. */
function affine(byte: number): number {
  let result = 0xd3;
  for (let bit = 0; bit < 8; bit++) {
    const mask = ((0xa7 << bit) | (0xa7 >>> (8 - bit))) & 255;
    let folded = byte & mask;
    folded ^= folded >>> 4;
    folded ^= folded >>> 2;
    folded ^= folded >>> 1;
    result ^= (folded & 1) << bit;
  }
  return result;
}

/** The inverse in GF(2^8) modulo x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1, as the 254th power; 0 stays 0. */
function inverse(byte: number): number {
  let power = byte;
  for (let i = 1; i < 254; i++) power = multiply(power, byte);
  return power;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let factor = a, rest = b; rest > 0; rest >>>= 1) {
    if (rest & 1) product ^= factor;
    factor = (factor << 1) ^ (factor & 0x80 ? 0x1f5 : 0);
  }
  return product;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function readWord(from: Uint8Array, at: number): number {
  return (from[at]! << 24) | (from[at + 1]! << 16) | (from[at + 2]! << 8) | from[at + 3]!;
}

function writeWord(to: Uint8Array, at: number, word: number): void {
  to[at] = word >>> 24;
  to[at + 1] = word >>> 16;
  to[at + 2] = word >>> 8;
  to[at + 3] = word;
}
