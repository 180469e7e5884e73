// Key check values: the start of an encryption, or of a CMAC, of one zero block (ANSI X9.24-1 Annex A,
// ANSI X9.143 for AES). Three bytes by custom; a UnionPay sign-on carries four.

import type { BlockCipher } from './block-cipher.js';
import { cmac } from './cmac.js';

/** The first bytes of the encryption of a zero block: TDES, SM4, and AES in older hosts. */
export function kcvOfZeros(cipher: BlockCipher, bytes = 3): Uint8Array {
  const block = new Uint8Array(cipher.blockBytes);
  cipher.encryptBlock(block, 0, block, 0);
  return block.slice(0, bytes);
}

/** The first bytes of the CMAC of a zero block: AES by ANSI X9.143. */
export function kcvOfCmac(cipher: BlockCipher, bytes = 3): Uint8Array {
  return cmac(cipher, new Uint8Array(cipher.blockBytes)).slice(0, bytes);
}
