// Vector operations of ANSI X9.143 and TR-31 key blocks.

import { createAes } from '../aes.js';
import { bytesToHex } from '../bytes.js';
import { CryptoFault } from '../crypto-fault.js';
import { createTdes } from '../des.js';
import { kcvOfCmac, kcvOfZeros } from '../kcv.js';
import { unwrapKeyBlock, wrapKeyBlock } from '../key-block.js';
import { parseKeyBlockHeader } from '../key-block-header.js';
import type { VectorOperations, VectorResult } from './vector-operation.js';

export const keyBlockOperations: VectorOperations = {
  unwrap: (input) => {
    const { header, key } = unwrapKeyBlock(input.hex('kbpk'), input.text('key_block'));
    return {
      key: bytesToHex(key),
      version: header.version,
      key_usage: header.keyUsage,
      algorithm: header.algorithm,
      mode_of_use: header.modeOfUse,
      key_version: header.keyVersion,
      exportability: header.exportability,
      optional_blocks: header.statedOptionalBlocks,
      header_length: header.headerLength,
      ...checkValue(header.algorithm, key),
    };
  },
  wrap: (input) => {
    const text = input.text('header');
    const header = parseKeyBlockHeader(text);
    if (header.headerLength !== text.length) throw new CryptoFault('TG_KEY_BLOCK');
    return { key_block: wrapKeyBlock(input.hex('kbpk'), header, input.hex('key'), input.hex('padding')) };
  },
  parse_header: (input) => {
    const header = parseKeyBlockHeader(input.text('header'));
    return {
      version: header.version,
      key_usage: header.keyUsage,
      algorithm: header.algorithm,
      mode_of_use: header.modeOfUse,
      key_version: header.keyVersion,
      exportability: header.exportability,
      optional_blocks: header.statedOptionalBlocks,
      header_length: header.headerLength,
    };
  },
};

/** Only symmetric keys have a check value. */
function checkValue(algorithm: string, key: Uint8Array): VectorResult {
  if (algorithm === 'T' || algorithm === 'D') return { kcv: bytesToHex(kcvOfZeros(createTdes(key))) };
  if (algorithm === 'A') return { kcv: bytesToHex(kcvOfCmac(createAes(key))) };
  return {};
}
