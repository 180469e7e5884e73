// AES (FIPS 197) with 128, 192 and 256-bit keys on single blocks, table driven, with the key schedule
// kept. Decryption is the equivalent inverse cipher of FIPS 197, 5.3.5.

import { INVERSE_MIX, INVERSE_SBOX, MIX, multiply, SBOX } from './aes-tables.js';
import type { BlockCipher } from './block-cipher.js';
import { CryptoFault } from './crypto-fault.js';

export class AesCipher implements BlockCipher {
  readonly blockBytes = 16;
  readonly #encryption: Direction;
  readonly #decryption: Direction;

  /**
   * @param key 16, 24 or 32 bytes
   * @throws CryptoFault TG_KEY_LENGTH
   */
  constructor(key: Uint8Array) {
    if (key.length !== 16 && key.length !== 24 && key.length !== 32) throw new CryptoFault('TG_KEY_LENGTH');
    const schedule = expandKey(key);
    this.#encryption = { schedule, mix: MIX, sbox: SBOX, secondColumn: 4 };
    this.#decryption = {
      schedule: invertSchedule(schedule),
      mix: INVERSE_MIX,
      sbox: INVERSE_SBOX,
      secondColumn: 12,
    };
  }

  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#encryption, from, fromOffset, to, toOffset);
  }

  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#decryption, from, fromOffset, to, toOffset);
  }

  destroy(): void {
    this.#encryption.schedule.fill(0);
    this.#decryption.schedule.fill(0);
  }
}

/** @see AesCipher */
export function createAes(key: Uint8Array): BlockCipher {
  return new AesCipher(key);
}

/**
 * What tells encryption from decryption. InvShiftRows is ShiftRows with columns 1 and 3 exchanged, so
 * decryption reads, keys and writes the columns in the order 0 3 2 1 and then runs the same code.
 */
interface Direction {
  readonly schedule: Int32Array;
  readonly mix: Int32Array;
  readonly sbox: Uint8Array;
  /** Offset of the column that is handled second; the fourth is at 16 minus this. */
  readonly secondColumn: 4 | 12;
}

function runRounds(
  by: Direction,
  from: Uint8Array,
  fromOffset: number,
  to: Uint8Array,
  toOffset: number,
): void {
  const { schedule, mix, sbox, secondColumn } = by;
  let a = readWord(from, fromOffset) ^ schedule[0]!;
  let b = readWord(from, fromOffset + secondColumn) ^ schedule[1]!;
  let c = readWord(from, fromOffset + 8) ^ schedule[2]!;
  let d = readWord(from, fromOffset + 16 - secondColumn) ^ schedule[3]!;
  const last = schedule.length - 4;
  for (let k = 4; k < last; k += 4) {
    const nextA = mixColumn(mix, a, b, c, d) ^ schedule[k]!;
    const nextB = mixColumn(mix, b, c, d, a) ^ schedule[k + 1]!;
    const nextC = mixColumn(mix, c, d, a, b) ^ schedule[k + 2]!;
    d = mixColumn(mix, d, a, b, c) ^ schedule[k + 3]!;
    a = nextA;
    b = nextB;
    c = nextC;
  }
  writeWord(to, toOffset, substitute(sbox, a, b, c, d) ^ schedule[last]!);
  writeWord(to, toOffset + secondColumn, substitute(sbox, b, c, d, a) ^ schedule[last + 1]!);
  writeWord(to, toOffset + 8, substitute(sbox, c, d, a, b) ^ schedule[last + 2]!);
  writeWord(to, toOffset + 16 - secondColumn, substitute(sbox, d, a, b, c) ^ schedule[last + 3]!);
}

/** SubBytes, ShiftRows and MixColumns of one column: row r comes from the r-th argument. */
function mixColumn(mix: Int32Array, row0: number, row1: number, row2: number, row3: number): number {
  return (
    mix[row0 >>> 24]! ^
    mix[256 + ((row1 >>> 16) & 255)]! ^
    mix[512 + ((row2 >>> 8) & 255)]! ^
    mix[768 + (row3 & 255)]!
  );
}

/** The last round has no MixColumns. */
function substitute(sbox: Uint8Array, row0: number, row1: number, row2: number, row3: number): number {
  return (
    (sbox[row0 >>> 24]! << 24) |
    (sbox[(row1 >>> 16) & 255]! << 16) |
    (sbox[(row2 >>> 8) & 255]! << 8) |
    sbox[row3 & 255]!
  );
}

/** Key expansion (FIPS 197, 5.2). */
function expandKey(key: Uint8Array): Int32Array {
  const keyWords = key.length / 4;
  const schedule = new Int32Array(4 * (keyWords + 7));
  for (let i = 0; i < keyWords; i++) schedule[i] = readWord(key, 4 * i);
  let roundConstant = 1;
  for (let i = keyWords; i < schedule.length; i++) {
    let word = schedule[i - 1]!;
    if (i % keyWords === 0) {
      word = (word << 8) | (word >>> 24);
      word = substitute(SBOX, word, word, word, word) ^ (roundConstant << 24);
      roundConstant = multiply(roundConstant, 2);
    } else if (keyWords === 8 && i % keyWords === 4) {
      word = substitute(SBOX, word, word, word, word);
    }
    schedule[i] = schedule[i - keyWords]! ^ word;
  }
  return schedule;
}

/** Rounds in reverse order, InvMixColumns on the inner ones, columns 1 and 3 exchanged. */
function invertSchedule(schedule: Int32Array): Int32Array {
  const inverse = new Int32Array(schedule.length);
  const last = schedule.length - 4;
  for (let round = 0; round <= last; round += 4) {
    for (let column = 0; column < 4; column++) {
      let word = schedule[last - round + column]!;
      if (round > 0 && round < last) {
        const s = substitute(SBOX, word, word, word, word);
        word = mixColumn(INVERSE_MIX, s, s, s, s);
      }
      inverse[round + ((4 - column) & 3)] = word;
    }
  }
  return inverse;
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
