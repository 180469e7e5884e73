// @tillgate/payment-crypto: the cryptography of card payments on byte arrays, with no I/O, clock or
// randomness of its own. The README tells what it is not.

export { checkPan } from './account-number.js';
export { AesCipher, createAes } from './aes.js';
export {
  AES_DUKPT_COUNTER_BITS,
  AES_DUKPT_ONES_MAX,
  type AesDukptAlgorithm,
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
} from './aes-dukpt.js';
export {
  type BlockCipher,
  type CipherFactory,
  decryptCbc,
  decryptEcb,
  encryptCbc,
  encryptEcb,
} from './block-cipher.js';
export { asciiToBytes, bytesToHex, concatBytes, equalConstantTime, hexToBytes, xorInto } from './bytes.js';
export {
  type CardVerificationData,
  CVV2_SERVICE_CODE,
  cardVerificationValue,
  cardVerificationValueUnder,
  cavvVersion0,
  ICVV_SERVICE_CODE,
} from './card-verification.js';
export { cmac } from './cmac.js';
export { CryptoFault, type CryptoFaultCode } from './crypto-fault.js';
export { createTdes, TdesCipher } from './des.js';
export { nextDukptCounter } from './dukpt-counter.js';
export {
  arpcMethod1,
  arpcMethod2,
  cvc3,
  dynamicCvv,
  emvMac,
  verifyCryptogram,
} from './emv-cryptogram.js';
export {
  applicationCryptogram,
  CRYPTOGRAM_VERSIONS,
  type CryptogramVersion,
  cryptogramSessionKey,
  issuerAuthenticationData,
} from './emv-cryptogram-version.js';
export {
  atcDiversifier,
  emv2000SessionKey,
  emvSessionKey,
  emvUniqueKey,
  emvUniqueKeyUnder,
  mastercardSessionKey,
  type UniqueKeyOption,
  unionPaySessionKey,
  visaScriptSessionKey,
} from './emv-keys.js';
export {
  encryptScriptData,
  pinChangeCommand,
  type ScriptSession,
  scriptMac,
  visaPinBlock,
} from './emv-script.js';
export { hmacSha1, hmacSha256, hmacSm3 } from './hmac.js';
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
export { checkImportedTdesKey, checkTdesKey, combineComponents, splitIntoComponents } from './key-check.js';
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
export {
  decipherPinBlockFormat4,
  encipherPinBlockFormat4,
  panFieldFormat4,
  pinFieldFormat4,
  pinOfFieldFormat4,
} from './pin-block-format-4.js';
export { decodePinBlockUnionPaySm4, encodePinBlockUnionPaySm4 } from './pin-block-unionpay.js';
export {
  decipherPinBlock,
  PIN_BLOCK_RANDOM_BYTES,
  type PinBlockEnd,
  type TranslatablePinFormat,
  translatePinBlock,
} from './pin-translate.js';
export { verifyVisaPvv, verifyVisaPvvOfEachFour, visaPvv, visaPvvOfEachFour } from './pvv.js';
export { sha1 } from './sha-1.js';
export { sha256 } from './sha-256.js';
export { sm3 } from './sm3.js';
export { createSm4, Sm4Cipher } from './sm4.js';
export {
  TDES_DUKPT_COUNTER_BITS,
  TDES_DUKPT_ONES_MAX,
  TdesDukptChain,
  type TdesDukptUsage,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
} from './tdes-dukpt.js';
export {
  type TerminalMacAlgorithm,
  type TerminalMacKey,
  type TerminalMacMethod,
  terminalMac,
} from './terminal-mac.js';
