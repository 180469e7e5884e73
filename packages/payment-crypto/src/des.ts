// DES and TDES (FIPS 46-3, NIST SP 800-67) on single blocks, table driven, with the key schedule kept.
// Single DES is here for MACs that call for it (ISO/IEC 9797-1 algorithm 3) and for legacy terminals.

import type { BlockCipher } from './block-cipher.js';
import { CryptoFault } from './crypto-fault.js';
import { KEY_NIBBLES, SCHEDULE_WORDS, SP } from './des-tables.js';

/** TDES in the encrypt-decrypt-encrypt order; with an 8-byte key it is single DES. */
export class TdesCipher implements BlockCipher {
  readonly blockBytes = 8;
  /** Words of every round in the order of encryption; decryption takes them from the end. */
  readonly #schedule: Int32Array;

  /**
   * @param key 8 (single DES), 16 (K1 K2 K1) or 24 bytes; parity bits are not looked at
   * @throws CryptoFault TG_KEY_LENGTH
   */
  constructor(key: Uint8Array) {
    if (key.length !== 8 && key.length !== 16 && key.length !== 24) throw new CryptoFault('TG_KEY_LENGTH');
    const schedule = new Int32Array(key.length === 8 ? SCHEDULE_WORDS : 3 * SCHEDULE_WORDS);
    writeSchedule(key, 0, schedule, 0, 0);
    if (key.length > 8) {
      // The middle stage decrypts: its rounds, pairs of words, stand in reverse.
      writeSchedule(key, 8, schedule, SCHEDULE_WORDS, SCHEDULE_WORDS - 2);
      if (key.length === 24) writeSchedule(key, 16, schedule, 2 * SCHEDULE_WORDS, 0);
      else for (let w = 0; w < SCHEDULE_WORDS; w++) schedule[2 * SCHEDULE_WORDS + w] = schedule[w]!;
    }
    this.#schedule = schedule;
  }

  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#schedule, 0, 2, from, fromOffset, to, toOffset);
  }

  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void {
    runRounds(this.#schedule, this.#schedule.length - 2, -2, from, fromOffset, to, toOffset);
  }

  destroy(): void {
    this.#schedule.fill(0);
  }
}

/** @see TdesCipher */
export function createTdes(key: Uint8Array): BlockCipher {
  return new TdesCipher(key);
}

/**
 * Writes the schedule of one 8-byte key at `at`: each word is the OR of what the key's 16 nibbles give to it. Written
 * out, since in DUKPT a key is made for every few blocks.
 */
function writeSchedule(
  key: Uint8Array,
  keyOffset: number,
  into: Int32Array,
  at: number,
  mirror: number,
): void {
  const b0 = key[keyOffset + 0]!;
  const b1 = key[keyOffset + 1]!;
  const b2 = key[keyOffset + 2]!;
  const b3 = key[keyOffset + 3]!;
  const b4 = key[keyOffset + 4]!;
  const b5 = key[keyOffset + 5]!;
  const b6 = key[keyOffset + 6]!;
  const b7 = key[keyOffset + 7]!;
  for (let w = 0; w < SCHEDULE_WORDS; w++) {
    into[at + (w ^ mirror)] =
      KEY_NIBBLES[(b0 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[512 + (b0 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[1024 + (b1 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[1536 + (b1 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[2048 + (b2 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[2560 + (b2 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[3072 + (b3 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[3584 + (b3 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[4096 + (b4 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[4608 + (b4 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[5120 + (b5 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[5632 + (b5 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[6144 + (b6 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[6656 + (b6 & 15) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[7168 + (b7 >>> 4) * SCHEDULE_WORDS + w]! |
      KEY_NIBBLES[7680 + (b7 & 15) * SCHEDULE_WORDS + w]!;
  }
}

/**
 * All stages on one block. The final permutation of a stage and the initial one of the next cancel, so
 * both are done once. IP and its inverse are five exchanges of bit groups between the halves.
 */
function runRounds(
  schedule: Int32Array,
  first: number,
  step: 2 | -2,
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
  let word = first;
  for (let stage = 0; stage < schedule.length; stage += SCHEDULE_WORDS) {
    for (let pair = 0; pair < 8; pair++) {
      left ^= roundFunction(right, schedule[word]!, schedule[word + 1]!);
      word += step;
      right ^= roundFunction(left, schedule[word]!, schedule[word + 1]!);
      word += step;
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
