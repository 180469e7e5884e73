// A key in a key block of version D, and what happens when one character of it changes (ANSI X9.143).
import {
  CryptoFault,
  hexToBytes,
  keyBlockPaddingBytes,
  unwrapKeyBlock,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';

const protectionKey = hexToBytes('00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF');
const pinKey = hexToBytes('0123456789ABCDEFFEDCBA9876543210');
const header = {
  ...({ version: 'D', keyUsage: 'P0', algorithm: 'T', modeOfUse: 'E' } as const),
  ...({ keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const),
};
const padding = new Uint8Array(keyBlockPaddingBytes('D', pinKey.length)); // random bytes in earnest
const block = wrapKeyBlock(protectionKey, header, pinKey, padding);
console.log(unwrapKeyBlock(protectionKey, block).header.keyUsage);
try {
  unwrapKeyBlock(protectionKey, block.replace('P0TE', 'P0TB'));
} catch (error) {
  console.log(error instanceof CryptoFault ? error.code : error);
}
