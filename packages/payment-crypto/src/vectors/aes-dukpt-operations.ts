// Vector operations of ANSI X9.24-3: everything an AES DUKPT transaction is used for.

import { createAes } from '../aes.js';
import {
  AES_DUKPT_COUNTER_BITS,
  AES_DUKPT_ONES_MAX,
  type AesDukptAlgorithm,
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
  isAesDukptAlgorithm,
  isAesDukptUsage,
} from '../aes-dukpt.js';
import { encryptCbc } from '../block-cipher.js';
import { bytesToHex, hexToBytes } from '../bytes.js';
import { cmac } from '../cmac.js';
import { CryptoFault } from '../crypto-fault.js';
import { nextDukptCounter } from '../dukpt-counter.js';
import { hmacSha256 } from '../hmac.js';
import { padData } from '../mac.js';
import { pinFromText } from '../pin.js';
import { encipherPinBlockFormat4, panFieldFormat4, pinFieldFormat4 } from '../pin-block-format-4.js';
import { caseData } from './tdes-dukpt-operations.js';
import type { VectorInput, VectorOperations, VectorResult } from './vector-operation.js';

/** What the X9.24-3 supplement fills its PIN fields with; a case may give another. */
const SUPPLEMENT_RANDOM = '2F69ADDE2E9E7ACE';

const USAGES: readonly AesDukptUsage[] = [
  'kek',
  'pin',
  'mac-generate',
  'mac-verify',
  'mac-both',
  'data-encrypt',
  'data-decrypt',
  'data-both',
];
const ALGORITHMS: readonly AesDukptAlgorithm[] = ['TDES2', 'TDES3', 'AES128', 'AES192', 'AES256'];

interface Transaction {
  readonly ik: Uint8Array;
  readonly derivationKey: Uint8Array;
  workingKey(usage: AesDukptUsage, algorithm: AesDukptAlgorithm): Uint8Array;
}

export const aesDukptOperations: VectorOperations = {
  initial_key: (input) => ({
    ik: bytesToHex(aesDukptInitialKey(input.hex('bdk'), input.hex('initial_key_id'))),
  }),
  working_key: (input) => {
    const [usage, algorithm] = [input.text('usage').replaceAll('_', '-'), input.text('algorithm')];
    if (!isAesDukptUsage(usage) || !isAesDukptAlgorithm(algorithm))
      throw new TypeError('no such working key');
    return { key: bytesToHex(transactionOf(input).workingKey(usage, algorithm)) };
  },
  transaction: (input) => {
    const transaction = transactionOf(input);
    const algorithm = input.has('pin_key_algorithm') ? input.text('pin_key_algorithm') : 'AES128';
    if (!isAesDukptAlgorithm(algorithm)) throw new TypeError('no such algorithm');
    return {
      ik: bytesToHex(transaction.ik),
      derivation_key: bytesToHex(transaction.derivationKey),
      ...workingKeys(transaction),
      ...pinBlock(transaction, algorithm, input),
      ...inDirection(transaction, algorithm, input, 'request'),
      ...inDirection(transaction, algorithm, input, 'response'),
    };
  },
  next_counter: (input) => {
    const counter = Number.parseInt(bytesToHex(input.hex('counter')), 16);
    const next = nextDukptCounter(counter, AES_DUKPT_COUNTER_BITS, AES_DUKPT_ONES_MAX);
    return { next: next === undefined ? null : next.toString(16).toUpperCase().padStart(8, '0') };
  },
};

function transactionOf(input: VectorInput): Transaction {
  const ksn = input.hex('ksn');
  const ik = aesDukptInitialKey(input.hex('bdk'), ksn.slice(0, 8));
  const derivationKey = aesDukptDerivationKey(ik, ksn);
  return {
    ik,
    derivationKey,
    workingKey: (usage, algorithm) => aesDukptWorkingKey(derivationKey, ksn, usage, algorithm),
  };
}

/** Every working key that is not stronger than the derivation key, by the name it has in a file. */
function workingKeys(transaction: Transaction): VectorResult {
  const keys: Record<string, string> = {};
  for (const usage of USAGES) {
    for (const algorithm of ALGORITHMS) {
      const name = `${usage.replaceAll('-', '_')}_${algorithm}`;
      try {
        keys[name] = bytesToHex(transaction.workingKey(usage, algorithm));
      } catch (error) {
        if (!(error instanceof CryptoFault && error.code === 'TG_KEY_STRENGTH')) throw error;
      }
    }
  }
  return keys;
}

function pinBlock(transaction: Transaction, algorithm: AesDukptAlgorithm, input: VectorInput): VectorResult {
  if (!input.has('pin')) return {};
  const [pin, pan] = [pinFromText(input.text('pin')), input.text('pan')];
  const random = input.has('pin_field_random')
    ? input.hex('pin_field_random')
    : hexToBytes(SUPPLEMENT_RANDOM);
  const cipher = createAes(transaction.workingKey('pin', algorithm));
  return {
    pin_field: bytesToHex(pinFieldFormat4(pin, random)),
    pan_field: bytesToHex(panFieldFormat4(pan)),
    pin_block_iso4_encrypted: bytesToHex(encipherPinBlockFormat4(cipher, pin, pan, random)),
  };
}

function inDirection(
  transaction: Transaction,
  algorithm: AesDukptAlgorithm,
  input: VectorInput,
  direction: 'request' | 'response',
): VectorResult {
  const data = caseData(input);
  if (!data) return {};
  const [macUsage, dataUsage] =
    direction === 'request'
      ? (['mac-generate', 'data-encrypt'] as const)
      : (['mac-verify', 'data-decrypt'] as const);
  const hmacKey = transaction.workingKey(macUsage, 'HMAC128');
  const dataCipher = createAes(transaction.workingKey(dataUsage, algorithm));
  const encrypted = encryptCbc(dataCipher, new Uint8Array(16), padData(data, 1, 16));
  return {
    [`hmac_key_${direction}`]: bytesToHex(hmacKey),
    [`hmac_sha256_${direction}_key128`]: bytesToHex(hmacSha256(hmacKey, data)),
    [`cmac_${direction}`]: bytesToHex(cmac(createAes(transaction.workingKey(macUsage, algorithm)), data)),
    [`data_${direction}_cbc_zero_iv`]: bytesToHex(encrypted),
  };
}
