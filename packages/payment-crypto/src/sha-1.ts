// SHA-1 (FIPS 180-4), for EMV key derivation option B alone: nothing here rests on its strength against
// collisions.

import { hashBlocks, rotateLeft } from './merkle-damgard.js';

const INITIAL_STATE: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/** 20 bytes. */
export function sha1(data: Uint8Array): Uint8Array {
  return hashBlocks(data, INITIAL_STATE, compress);
}

function compress(state: Int32Array, block: Int32Array): void {
  const w = new Int32Array(80);
  w.set(block);
  for (let t = 16; t < 80; t++) w[t] = rotateLeft(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = 0; t < 80; t++) {
    const next = (rotateLeft(a, 5) + roundFunction(t, b, c, d) + e + w[t]!) | 0;
    [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
  }
  for (const [i, word] of [a, b, c, d, e].entries()) state[i]! += word;
}

function roundFunction(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) ^ (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}
