// SM3 (GB/T 32905-2016), the hash function that goes with SM4.

import { hashBlocks, rotateLeft } from './merkle-damgard.js';

const INITIAL_STATE: readonly number[] = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

/** 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  return hashBlocks(data, INITIAL_STATE, compress);
}

function compress(state: Int32Array, block: Int32Array): void {
  const w = new Int32Array(68);
  w.set(block);
  for (let j = 16; j < 68; j++) {
    const mixed = permute1(w[j - 16]! ^ w[j - 9]! ^ rotateLeft(w[j - 3]!, 15));
    w[j] = mixed ^ rotateLeft(w[j - 13]!, 7) ^ w[j - 6]!;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let j = 0; j < 64; j++) {
    const early = j < 16;
    const constant = rotateLeft(early ? 0x79cc4519 : 0x7a879d8a, j % 32);
    const turned = rotateLeft(a, 12);
    const ss1 = rotateLeft((turned + e + constant) | 0, 7);
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ turned) + (w[j]! ^ w[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + w[j]!) | 0;
    [d, c, b, a] = [c, rotateLeft(b, 9), a, tt1];
    [h, g, f, e] = [g, rotateLeft(f, 19), e, tt2 ^ rotateLeft(tt2, 9) ^ rotateLeft(tt2, 17)];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i]! ^= word;
}

function permute1(word: number): number {
  return word ^ rotateLeft(word, 15) ^ rotateLeft(word, 23);
}
