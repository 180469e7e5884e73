// A key for each transaction: the terminal's next counter, and its PIN key of that transaction (ANSI X9.24-3).
import {
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
  bytesToHex,
  createAes,
  hexToBytes,
  kcvOfCmac,
} from '@tillgate/payment-crypto';

const initialKey = aesDukptInitialKey(
  hexToBytes('FEDCBA9876543210F1F1F1F1F1F1F1F1'),
  hexToBytes('1234567890123456'),
);
const ksn = hexToBytes('123456789012345600000001');
const pinKey = aesDukptWorkingKey(aesDukptDerivationKey(initialKey, ksn), ksn, 'pin', 'AES128');
console.log(`PIN key of transaction 1: check value ${bytesToHex(kcvOfCmac(createAes(pinKey)))}`);
