// Vector operations of ISO/IEC 9797-1, NIST SP 800-38B and the UnionPay terminal MAC.

import { createAes } from '../aes.js';
import type { CipherFactory } from '../block-cipher.js';
import { bytesToHex } from '../bytes.js';
import { cmac } from '../cmac.js';
import { CryptoFault } from '../crypto-fault.js';
import { createTdes } from '../des.js';
import { hmacSha256 } from '../hmac.js';
import { macAlgorithm1, macAlgorithm3, type PaddingMethod, padData, unionPayEcbMac } from '../mac.js';
import { createSm4 } from '../sm4.js';
import type { VectorInput, VectorOperation, VectorOperations } from './vector-operation.js';

export const macOperations: VectorOperations = {
  iso9797_1_alg1_tdes: algorithm1(createTdes),
  iso9797_1_alg1_aes: algorithm1(createAes),
  iso9797_1_alg3: (input) => {
    const [first, second] = [createTdes(input.hex('key1')), createTdes(input.hex('key2'))];
    return { mac: bytesToHex(macAlgorithm3(first, second, input.hex('data_hex'), method(input))) };
  },
  x919_retail_mac: (input) => {
    const key = input.hex('key');
    if (key.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
    const [left, right] = [createTdes(key.slice(0, 8)), createTdes(key.slice(8))];
    return { mac: bytesToHex(macAlgorithm3(left, right, input.hex('data_hex'), method(input))) };
  },
  cmac_aes: cmacOf(createAes),
  cmac_tdes: cmacOf(createTdes),
  cmac_sm4: cmacOf(createSm4),
  hmac_sha256: (input) => ({ mac: bytesToHex(hmacSha256(input.hex('key'), input.hex('data_hex'))) }),
  unionpay_ecb_mac_tdes: (input) => {
    const mac = unionPayEcbMac(createTdes(input.hex('mak')), input.hex('mab_hex'));
    return { mac_field64_ascii: String.fromCharCode(...mac), mac_field64_hex: bytesToHex(mac) };
  },
  pad1: padded(1),
  pad2: padded(2),
  pad3: padded(3),
};

function algorithm1(create: CipherFactory): VectorOperation {
  return (input) => ({
    mac: bytesToHex(macAlgorithm1(create(input.hex('key')), input.hex('data_hex'), method(input))),
  });
}

function cmacOf(create: CipherFactory): VectorOperation {
  return (input) => ({ mac: bytesToHex(cmac(create(input.hex('key')), input.hex('data_hex'))) });
}

function padded(by: PaddingMethod): VectorOperation {
  return (input) => ({ padded: bytesToHex(padData(input.hex('data_hex'), by, input.number('block'))) });
}

function method(input: VectorInput): PaddingMethod {
  const number = input.number('padding');
  if (number !== 1 && number !== 2 && number !== 3) throw new TypeError('padding is 1, 2 or 3');
  return number;
}
