// One keyed block cipher, whoever computes it, and the two modes built on it (ISO/IEC 10116 ECB and CBC).
// The MACs, PIN methods and key blocks of this package are written against this interface only.

import { CryptoFault } from './crypto-fault.js';

/** A block cipher with its key schedule kept. Not for sharing between threads. */
export interface BlockCipher {
  /** 8 for DES and TDES, 16 for AES and SM4. */
  readonly blockBytes: number;
  /** Encrypts one block. Source and target may be the same place. */
  encryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void;
  /** Decrypts one block. Source and target may be the same place. */
  decryptBlock(from: Uint8Array, fromOffset: number, to: Uint8Array, toOffset: number): void;
  /** Wipes the key schedule; the cipher must not be used afterwards. */
  destroy(): void;
}

/** Makes a cipher from a clear key; which one it is, is the choice of back end. */
export type CipherFactory = (key: Uint8Array) => BlockCipher;

/** @throws CryptoFault TG_DATA_LENGTH when the data is not whole blocks (so for all four below) */
export function encryptEcb(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  const out = wholeBlocks(cipher, data);
  for (let at = 0; at < data.length; at += cipher.blockBytes) cipher.encryptBlock(data, at, out, at);
  return out;
}

export function decryptEcb(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  const out = wholeBlocks(cipher, data);
  for (let at = 0; at < data.length; at += cipher.blockBytes) cipher.decryptBlock(data, at, out, at);
  return out;
}

export function encryptCbc(cipher: BlockCipher, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const out = wholeBlocks(cipher, data, iv);
  const chain = new Uint8Array(iv);
  for (let at = 0; at < data.length; at += chain.length) {
    for (let i = 0; i < chain.length; i++) chain[i] = chain[i]! ^ data[at + i]!;
    cipher.encryptBlock(chain, 0, chain, 0);
    out.set(chain, at);
  }
  return out;
}

export function decryptCbc(cipher: BlockCipher, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const out = wholeBlocks(cipher, data, iv);
  for (let at = 0; at < data.length; at += cipher.blockBytes) {
    cipher.decryptBlock(data, at, out, at);
    for (let i = 0; i < cipher.blockBytes; i++) {
      out[at + i] = out[at + i]! ^ (at === 0 ? iv[i]! : data[at - cipher.blockBytes + i]!);
    }
  }
  return out;
}

function wholeBlocks(cipher: BlockCipher, data: Uint8Array, iv?: Uint8Array): Uint8Array {
  const fits = data.length % cipher.blockBytes === 0 && (!iv || iv.length === cipher.blockBytes);
  if (!fits) throw new CryptoFault('TG_DATA_LENGTH');
  return new Uint8Array(data.length);
}
