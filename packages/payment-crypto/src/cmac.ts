// CMAC (NIST SP 800-38B, ISO/IEC 9797-1 algorithm 5) over any block cipher: AES, TDES, SM4.

import type { BlockCipher } from './block-cipher.js';

/** The full CMAC, one block long. */
export function cmac(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  const { blockBytes } = cipher;
  const lastAt = data.length === 0 ? 0 : Math.floor((data.length - 1) / blockBytes) * blockBytes;
  const chain = new Uint8Array(blockBytes);
  for (let at = 0; at < lastAt; at += blockBytes) {
    for (let i = 0; i < blockBytes; i++) chain[i] = chain[i]! ^ data[at + i]!;
    cipher.encryptBlock(chain, 0, chain, 0);
  }
  const subkey = new Uint8Array(blockBytes);
  cipher.encryptBlock(subkey, 0, subkey, 0);
  double(subkey);
  const rest = data.length - lastAt;
  if (rest < blockBytes) double(subkey);
  for (let i = 0; i < blockBytes; i++) {
    const byte = i < rest ? data[lastAt + i]! : i === rest ? 0x80 : 0;
    chain[i] = chain[i]! ^ byte ^ subkey[i]!;
  }
  subkey.fill(0);
  cipher.encryptBlock(chain, 0, chain, 0);
  return chain;
}

/** Doubling in GF(2^64) or GF(2^128) (SP 800-38B, 5.3: R is 1B or 87). */
function double(block: Uint8Array): void {
  const carry = block[0]! >>> 7;
  for (let i = 0; i < block.length; i++) block[i] = (block[i]! << 1) | ((block[i + 1] ?? 0) >>> 7);
  const last = block.length - 1;
  block[last] = block[last]! ^ (carry * (block.length === 8 ? 0x1b : 0x87));
}
