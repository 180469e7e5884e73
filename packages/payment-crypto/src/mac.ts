// Message authentication codes over block ciphers: ISO/IEC 9797-1 algorithms 1 (ANSI X9.9) and 3 (ANSI
// X9.19, the retail MAC), their padding methods, and the ECB MAC of UnionPay terminals.

import type { BlockCipher } from './block-cipher.js';
import { asciiToBytes, bytesToHex } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';

/** ISO/IEC 9797-1 clause 6.3: 1 zeros as needed, 2 a one bit and zeros, 3 the bit length in front. */
export type PaddingMethod = 1 | 2 | 3;

/** Whole blocks; empty data pads to one block by methods 1 and 2. */
export function padData(data: Uint8Array, method: PaddingMethod, blockBytes: number): Uint8Array {
  const dataBlocks = Math.max(1, Math.ceil((data.length + (method === 2 ? 1 : 0)) / blockBytes));
  if (method !== 3) {
    const padded = new Uint8Array(dataBlocks * blockBytes);
    padded.set(data);
    if (method === 2) padded[data.length] = 0x80;
    return padded;
  }
  const padded = new Uint8Array((1 + Math.ceil(data.length / blockBytes)) * blockBytes);
  new DataView(padded.buffer).setUint32(blockBytes - 4, 8 * data.length);
  padded.set(data, blockBytes);
  return padded;
}

/** ISO/IEC 9797-1 algorithm 1: the last block of a CBC chain. With one DES key it is ANSI X9.9. */
export function macAlgorithm1(cipher: BlockCipher, data: Uint8Array, method: PaddingMethod): Uint8Array {
  // Zeros up to whole blocks: where there are none to add, the data is as good as a copy of it.
  const isWhole = method === 1 && data.length > 0 && data.length % cipher.blockBytes === 0;
  const padded = isWhole ? data : padData(data, method, cipher.blockBytes);
  const chain = new Uint8Array(cipher.blockBytes);
  for (let at = 0; at < padded.length; at += chain.length) {
    for (let i = 0; i < chain.length; i++) chain[i] = chain[i]! ^ padded[at + i]!;
    cipher.encryptBlock(chain, 0, chain, 0);
  }
  return chain;
}

/**
 * ISO/IEC 9797-1 algorithm 3: the chain under the first cipher, its end decrypted under the second and
 * encrypted under the first. With the two halves of a double-length DES key it is ANSI X9.19.
 */
export function macAlgorithm3(
  first: BlockCipher,
  second: BlockCipher,
  data: Uint8Array,
  method: PaddingMethod,
): Uint8Array {
  const chain = macAlgorithm1(first, data, method);
  second.decryptBlock(chain, 0, chain, 0);
  first.encryptBlock(chain, 0, chain, 0);
  return chain;
}

/**
 * The MAC of UnionPay terminals in mode ECB: XOR of all zero-padded 8-byte blocks, written as 16
 * upper-case hexadecimal characters; the first eight encrypted, XOR the last eight, encrypted again.
 * @param cipher TDES, or DES for a single-length key
 * @param data MTI up to the byte before field 64, without TPDU and header
 * @returns field 64: 8 ASCII characters, upper-case hexadecimal
 * @throws CryptoFault TG_DATA_LENGTH when there is no data
 */
export function unionPayEcbMac(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  return asciiToBytes(bytesToHex(unionPayEcbMacBlock(cipher, data, 'upper').subarray(0, 4)));
}

/** The same up to its last encryption: 8 bytes. Some terminals write the characters in lower case. */
export function unionPayEcbMacBlock(
  cipher: BlockCipher,
  data: Uint8Array,
  letterCase: 'upper' | 'lower',
): Uint8Array {
  if (data.length === 0 || cipher.blockBytes !== 8) throw new CryptoFault('TG_DATA_LENGTH');
  const folded = new Uint8Array(8);
  for (let i = 0; i < data.length; i++) folded[i & 7] = folded[i & 7]! ^ data[i]!;
  const hex = bytesToHex(folded);
  const characters = asciiToBytes(letterCase === 'lower' ? hex.toLowerCase() : hex);
  cipher.encryptBlock(characters, 0, folded, 0);
  for (let i = 0; i < 8; i++) folded[i] = folded[i]! ^ characters[8 + i]!;
  cipher.encryptBlock(folded, 0, folded, 0);
  return folded;
}
