// The door of the EMV package: BER-TLV, the tag dictionary, the cryptogram of field 55, the card's
// list of verification methods, and field 55, TVR and CVM results in words.

export { type ChipDataView, describeChipData, maskChipData } from './chip-data.js';
export { type Cryptogram, cryptogramData, readCryptogram } from './cryptogram.js';
export {
  applyCvmList,
  type CvmList,
  type CvmOutcome,
  type CvmRule,
  type CvmTerminal,
  type CvmTransaction,
  cvmCapabilities,
  readCvmList,
} from './cvm-list.js';
export { type TagEntry, tagEntries, tagEntry } from './tags.js';
export { findTlv, readTlv, type Tlv, type TlvProblem, type TlvReading, writeTlv } from './tlv.js';
export { type CvmResults, describeCvmResults, describeTvr, type Words } from './verification.js';
