// @tillgate/payment-crypto: the cryptography of card payments on byte arrays, with no I/O, clock or
// randomness of its own. The README tells what it is not.

export { checkPan } from './account-number.js';
export { AesCipher, createAes } from './aes.js';
export {
  type BlockCipher,
  type CipherFactory,
  decryptCbc,
  decryptEcb,
  encryptCbc,
  encryptEcb,
} from './block-cipher.js';
export { asciiToBytes, bytesToHex, concatBytes, equalConstantTime, hexToBytes, xorInto } from './bytes.js';
export { cmac } from './cmac.js';
export { CryptoFault, type CryptoFaultCode } from './crypto-fault.js';
export { createTdes, TdesCipher } from './des.js';
export {
  checkDecimalisationTable,
  type Ibm3624Method,
  ibm3624NaturalPin,
  ibm3624Offset,
  ibm3624Pin,
  ibm3624ValidationData,
  verifyIbm3624Pin,
} from './ibm-3624.js';
export { kcvOfCmac, kcvOfZeros } from './kcv.js';
export { keyBlockPaddingBytes, type UnwrappedKeyBlock, unwrapKeyBlock, wrapKeyBlock } from './key-block.js';
export {
  type KeyBlockHeader,
  type KeyBlockVersion,
  type OptionalBlock,
  type ParsedHeader,
  parseKeyBlockHeader,
} from './key-block-header.js';
export { checkImportedTdesKey, checkTdesKey, combineComponents } from './key-check.js';
export { keyVariant } from './key-variant.js';
export { macAlgorithm1, macAlgorithm3, type PaddingMethod, padData, unionPayEcbMac } from './mac.js';
export { adjustParity, hasOddParity } from './parity.js';
export { checkPin, LONGEST_PIN, pinFromText, SHORTEST_PIN } from './pin.js';
export {
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat2,
  decodePinBlockFormat3,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat2,
  encodePinBlockFormat3,
} from './pin-block.js';
export { verifyVisaPvv, visaPvv } from './pvv.js';
