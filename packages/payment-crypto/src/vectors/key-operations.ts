// Vector operations on keys and plain block ciphers: FIPS 46-3, FIPS 197, check values, parity,
// components, variants, and the working keys of a UnionPay sign-on.

import { createAes } from '../aes.js';
import { type CipherFactory, decryptEcb, encryptCbc, encryptEcb } from '../block-cipher.js';
import { bytesToHex, equalConstantTime, hexToBytes } from '../bytes.js';
import { CryptoFault } from '../crypto-fault.js';
import { createTdes } from '../des.js';
import { kcvOfCmac, kcvOfZeros } from '../kcv.js';
import { checkImportedTdesKey, checkTdesKey, combineComponents } from '../key-check.js';
import { keyVariant } from '../key-variant.js';
import { adjustParity, hasOddParity } from '../parity.js';
import { sm3 } from '../sm3.js';
import { createSm4 } from '../sm4.js';
import type { VectorInput, VectorOperation, VectorOperations, VectorResult } from './vector-operation.js';

export const keyOperations: VectorOperations = {
  tdes_ecb: ecb(createTdes),
  tdes_cbc: cbc(createTdes),
  aes_ecb: ecb(createAes),
  aes_cbc: cbc(createAes),
  sm4_ecb: ecb(createSm4),
  sm4_cbc: cbc(createSm4),
  sm4_ecb_iterated: (input) => {
    const [cipher, block] = [createSm4(input.hex('key')), input.hex('data')];
    for (let round = input.number('rounds'); round > 0; round--) cipher.encryptBlock(block, 0, block, 0);
    return { cipher: bytesToHex(block) };
  },
  sm3: (input) => ({ hash: bytesToHex(sm3(input.hex('data_hex'))) }),
  kcv_sm4: (input) => ({ kcv: bytesToHex(kcvOfZeros(createSm4(input.hex('key')), 8)) }),
  kcv_tdes: (input) => ({ kcv: bytesToHex(kcvOfZeros(createTdes(input.hex('key')))) }),
  kcv_aes_cmac: (input) => ({ kcv: bytesToHex(kcvOfCmac(createAes(input.hex('key')), 5)) }),
  kcv_aes_legacy_ecb: (input) => ({ kcv: bytesToHex(kcvOfZeros(createAes(input.hex('key')))) }),
  adjust_parity: (input) => {
    const key = input.hex('key');
    return { key: bytesToHex(adjustParity(key)), was_ok: hasOddParity(key) };
  },
  key_variant: (input) => ({ key: bytesToHex(keyVariant(input.hex('key'), input.number('variant'))) }),
  combine_components: (input) => {
    const combined = combineComponents(input.texts('components').map(hexToBytes));
    const key = input.has('parity') && input.text('parity') === 'odd' ? adjustParity(combined) : combined;
    return { key: bytesToHex(key), kcv: bytesToHex(kcvOfZeros(createTdes(key))) };
  },
  import_tdes_key: (input) => checkedKey(input, checkTdesKey),
  import_key_strict_parity: (input) => checkedKey(input, checkImportedTdesKey),
  unionpay_working_key_tdes: workingKey(createTdes),
  unionpay_working_key_sm4: workingKey(createSm4),
};

function ecb(create: CipherFactory): VectorOperation {
  return (input) => ({ cipher: bytesToHex(encryptEcb(create(input.hex('key')), input.hex('data'))) });
}

function cbc(create: CipherFactory): VectorOperation {
  return (input) => ({
    cipher: bytesToHex(encryptCbc(create(input.hex('key')), input.hex('iv'), input.hex('data'))),
  });
}

function checkedKey(input: VectorInput, check: (key: Uint8Array) => void): VectorResult {
  const key = input.hex('key');
  check(key);
  return { key: bytesToHex(key), kcv: bytesToHex(kcvOfZeros(createTdes(key))) };
}

/** A key under the terminal's master key in ECB, and the start of its encryption of zeros. */
function workingKey(create: CipherFactory): VectorOperation {
  return (input) => {
    const key = decryptEcb(create(input.hex('tmk')), input.hex('wrapped'));
    if (!input.has('check_value')) return { key: bytesToHex(key) };
    const stated = input.hex('check_value');
    if (!equalConstantTime(kcvOfZeros(create(key), stated.length), stated)) {
      throw new CryptoFault('TG_KCV_MISMATCH');
    }
    return { key: bytesToHex(key), check_ok: true };
  };
}
