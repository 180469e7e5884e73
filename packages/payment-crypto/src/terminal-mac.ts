// The MACs that terminals put into field 64: the ECB MAC of UnionPay, ANSI X9.9, ANSI X9.19 (ISO/IEC 9797-1
// algorithms 1 and 3, padding method 1) and CMAC, each written as eight hexadecimal characters or raw bytes.

import type { BlockCipher } from './block-cipher.js';
import { asciiToBytes, bytesToHex } from './bytes.js';
import { cmac } from './cmac.js';
import { CryptoFault } from './crypto-fault.js';
import { macAlgorithm1, unionPayEcbMacBlock } from './mac.js';

/** With X9.9, a double-length key makes the chain one of TDES (ISO 16609). */
export type TerminalMacAlgorithm = 'cup-ecb' | 'x9.9' | 'x9.19' | 'cmac-aes' | 'cmac-sm4';

export interface TerminalMacMethod {
  readonly algorithm: TerminalMacAlgorithm;
  readonly encoding: 'hex' | 'raw';
  /** Of the characters of field 64, and with cup-ecb of those inside the computation. */
  readonly letterCase: 'upper' | 'lower';
}

/** One MAC key ready for work. */
export interface TerminalMacKey {
  /** Under the whole key: DES or TDES, AES or SM4 as the algorithm has it. */
  readonly whole: BlockCipher;
  /** Single DES under the first eight bytes: for X9.19 only. */
  readonly firstHalf: BlockCipher | undefined;
}

const FIELD_BYTES = 8;

/**
 * Field 64: 8 bytes.
 * @param data MTI up to the byte before field 64, without TPDU and header
 * @throws CryptoFault TG_DATA_LENGTH when there is no data, TG_KEY_LENGTH when the key is not the algorithm's
 */
export function terminalMac(key: TerminalMacKey, data: Uint8Array, method: TerminalMacMethod): Uint8Array {
  const value = macBlock(key, data, method);
  if (method.encoding === 'raw') return value.slice(0, FIELD_BYTES);
  return asciiToBytes(inCase(bytesToHex(value.subarray(0, FIELD_BYTES / 2)), method.letterCase));
}

function macBlock(key: TerminalMacKey, data: Uint8Array, method: TerminalMacMethod): Uint8Array {
  if (data.length === 0) throw new CryptoFault('TG_DATA_LENGTH');
  const isCmac = method.algorithm.startsWith('cmac');
  if (key.whole.blockBytes !== (isCmac ? 16 : 8)) throw new CryptoFault('TG_KEY_LENGTH');
  switch (method.algorithm) {
    case 'cup-ecb':
      return unionPayEcbMacBlock(key.whole, data, method.letterCase);
    case 'x9.9':
      return macAlgorithm1(key.whole, data, 1);
    case 'x9.19':
      return retailMac(key, data);
    default:
      return cmac(key.whole, data);
  }
}

/** The chain's end E1(x) becomes E1(D2(E1(x))): the whole key's encryption of x. */
function retailMac({ whole, firstHalf }: TerminalMacKey, data: Uint8Array): Uint8Array {
  if (!firstHalf) throw new CryptoFault('TG_KEY_LENGTH');
  const chain = macAlgorithm1(firstHalf, data, 1);
  firstHalf.decryptBlock(chain, 0, chain, 0);
  whole.encryptBlock(chain, 0, chain, 0);
  return chain;
}

function inCase(hex: string, letterCase: 'upper' | 'lower'): string {
  return letterCase === 'lower' ? hex.toLowerCase() : hex;
}
