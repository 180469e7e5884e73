// DES and TDES (FIPS 46-3, NIST SP 800-67) on single blocks, table driven, with the key schedule kept.
// Single DES is here for MACs that call for it (ISO/IEC 9797-1 algorithm 3) and for legacy terminals.

import type { BlockCipher } from './block-cipher.js';
import { CryptoFault } from './crypto-fault.js';
import { KEY_NIBBLES, SCHEDULE_WORDS, SP } from './des-tables.js';

/** TDES in the encrypt-decrypt-encrypt order; with an 8-byte key it is single DES. */
export class TdesCipher implements BlockCipher {
  readonly blockBytes = 8;
  readonly #encryption: Int32Array;
  /** Made when it is first asked for: many keys only ever encrypt, and in DUKPT each one a few blocks. */
  #decryption: Int32Array | undefined;

  /**
   * @param key 8 (single DES), 16 (K1 K2 K1) or 24 bytes; parity bits are not looked at
   * @throws CryptoFault TG_KEY_LENGTH
   */
  constructor(key: Uint8Array) {
    if (key.length !== 8 && key.length !== 16 && key.length !== 24) throw new CryptoFault('TG_KEY_LENGTH');
    const stages = key.length === 8 ? 1 : 3;
    const schedule = new Int32Array(stages * SCHEDULE_WORDS);
    writeSchedule(key, 0, schedule, 0);
    if (stages === 3) {
      const second = schedule.subarray(SCHEDULE_WORDS, 2 * SCHEDULE_WORDS);
      writeSchedule(key, 8, second, 0);
      reverseRounds(second);
      if (key.length === 16) schedule.copyWithin(2 * SCHEDULE_WORDS, 0, SCHEDULE_WORDS);
      else writeSchedule(key, 16, schedule, 2 * SCHEDULE_WORDS);
    }
    this.#encryption = schedule;
  }

  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#encryption, from, fromOffset, to, toOffset);
  }

  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    this.#decryption ??= reverseRounds(this.#encryption.slice());
    runRounds(this.#decryption, from, fromOffset, to, toOffset);
  }

  destroy(): void {
    this.#encryption.fill(0);
    this.#decryption?.fill(0);
  }
}

/** @see TdesCipher */
export function createTdes(key: Uint8Array): BlockCipher {
  return new TdesCipher(key);
}

/** Writes the schedule of one 8-byte key at `at`: a round key is the OR of what each nibble gives to it. */
function writeSchedule(key: Uint8Array, keyOffset: number, into: Int32Array, at: number): void {
  const rows = new Int32Array(16);
  for (let nibble = 0; nibble < 16; nibble++) {
    const byte = key[keyOffset + (nibble >>> 1)]!;
    const value = (nibble & 1) === 0 ? byte >>> 4 : byte & 15;
    rows[nibble] = (16 * nibble + value) * SCHEDULE_WORDS;
  }
  for (let word = 0; word < SCHEDULE_WORDS; word++) {
    let bits = 0;
    for (let nibble = 0; nibble < 16; nibble++) bits |= KEY_NIBBLES[rows[nibble]! + word]!;
    into[at + word] = bits;
  }
  rows.fill(0);
}

/** DES decrypts with the rounds in reverse order, and TDES with all rounds of all stages. */
function reverseRounds(schedule: Int32Array): Int32Array {
  for (let low = 0, high = schedule.length - 2; low < high; low += 2, high -= 2) {
    for (let word = 0; word < 2; word++) {
      const kept = schedule[low + word]!;
      schedule[low + word] = schedule[high + word]!;
      schedule[high + word] = kept;
    }
  }
  return schedule;
}

/**
 * All stages on one block. The final permutation of a stage and the initial one of the next cancel, so
 * both are done once. IP and its inverse are five exchanges of bit groups between the halves.
 */
function runRounds(
  schedule: Int32Array,
  from: Uint8Array,
  at: number,
  to: Uint8Array,
  toOffset: number,
): void {
  let left = (from[at]! << 24) | (from[at + 1]! << 16) | (from[at + 2]! << 8) | from[at + 3]!;
  let right = (from[at + 4]! << 24) | (from[at + 5]! << 16) | (from[at + 6]! << 8) | from[at + 7]!;
  let t = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  left ^= t << 4;
  right ^= t;
  t = ((left >>> 16) ^ right) & 0x0000ffff;
  left ^= t << 16;
  right ^= t;
  t = ((right >>> 2) ^ left) & 0x33333333;
  right ^= t << 2;
  left ^= t;
  t = ((right >>> 8) ^ left) & 0x00ff00ff;
  right ^= t << 8;
  left ^= t;
  t = ((left >>> 1) ^ right) & 0x55555555;
  left ^= t << 1;
  right ^= t;
  left = (left << 3) | (left >>> 29);
  right = (right << 3) | (right >>> 29);
  for (let stage = 0; stage < schedule.length; stage += SCHEDULE_WORDS) {
    for (let word = stage; word < stage + SCHEDULE_WORDS; word += 4) {
      left ^= roundFunction(right, schedule[word]!, schedule[word + 1]!);
      right ^= roundFunction(left, schedule[word + 2]!, schedule[word + 3]!);
    }
    t = left;
    left = right;
    right = t;
  }
  left = (left >>> 3) | (left << 29);
  right = (right >>> 3) | (right << 29);
  t = ((left >>> 1) ^ right) & 0x55555555;
  left ^= t << 1;
  right ^= t;
  t = ((right >>> 8) ^ left) & 0x00ff00ff;
  right ^= t << 8;
  left ^= t;
  t = ((right >>> 2) ^ left) & 0x33333333;
  right ^= t << 2;
  left ^= t;
  t = ((left >>> 16) ^ right) & 0x0000ffff;
  left ^= t << 16;
  right ^= t;
  t = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  left ^= t << 4;
  right ^= t;
  writeWord(to, toOffset, left);
  writeWord(to, toOffset + 4, right);
}

/** f(R, K) of FIPS 46-3 on a half that is kept rotated left by 3. */
function roundFunction(half: number, oddBoxesKey: number, evenBoxesKey: number): number {
  const odd = ((half >>> 4) | (half << 28)) ^ oddBoxesKey;
  const even = half ^ evenBoxesKey;
  return (
    SP[odd >>> 26]! ^
    SP[64 + (even >>> 26)]! ^
    SP[128 + ((odd >>> 18) & 63)]! ^
    SP[192 + ((even >>> 18) & 63)]! ^
    SP[256 + ((odd >>> 10) & 63)]! ^
    SP[320 + ((even >>> 10) & 63)]! ^
    SP[384 + ((odd >>> 2) & 63)]! ^
    SP[448 + ((even >>> 2) & 63)]!
  );
}

function writeWord(to: Uint8Array, offset: number, word: number): void {
  to[offset] = word >>> 24;
  to[offset + 1] = word >>> 16;
  to[offset + 2] = word >>> 8;
  to[offset + 3] = word;
}
