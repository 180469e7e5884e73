// Vector operations of ANSI X9.24-1: everything a TDES DUKPT transaction key is used for.

import { encryptCbc } from '../block-cipher.js';
import { asciiToBytes, bytesToHex } from '../bytes.js';
import { cmac } from '../cmac.js';
import { createTdes } from '../des.js';
import { nextDukptCounter } from '../dukpt-counter.js';
import { macAlgorithm3, padData } from '../mac.js';
import { pinFromText } from '../pin.js';
import { encodePinBlockFormat0 } from '../pin-block.js';
import {
  TDES_DUKPT_COUNTER_BITS,
  TDES_DUKPT_ONES_MAX,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
} from '../tdes-dukpt.js';
import type { VectorInput, VectorOperations, VectorResult } from './vector-operation.js';

export const tdesDukptOperations: VectorOperations = {
  initial_key: (input) => ({ ik: bytesToHex(tdesDukptInitialKey(input.hex('bdk'), input.hex('ksn'))) }),
  transaction: (input) => {
    const ksn = input.hex('ksn');
    const ik = tdesDukptInitialKey(input.hex('bdk'), ksn);
    const key = tdesDukptTransactionKey(ik, ksn);
    return {
      ik: bytesToHex(ik),
      transaction_key: bytesToHex(key),
      pin_key: bytesToHex(tdesDukptWorkingKey(key, 'pin')),
      ...pinBlock(key, input),
      ...inDirection(key, input, 'request'),
      ...inDirection(key, input, 'response'),
    };
  },
  next_counter: (input) => {
    const counter = Number.parseInt(bytesToHex(input.hex('counter')), 16);
    const next = nextDukptCounter(counter, TDES_DUKPT_COUNTER_BITS, TDES_DUKPT_ONES_MAX);
    return { next: next === undefined ? null : next.toString(16).toUpperCase().padStart(6, '0') };
  },
};

/** The data of a case, given in hexadecimal or as text. */
export function caseData(input: VectorInput): Uint8Array | undefined {
  if (input.has('data_hex')) return input.hex('data_hex');
  return input.has('data_ascii') ? asciiToBytes(input.text('data_ascii')) : undefined;
}

function pinBlock(key: Uint8Array, input: VectorInput): VectorResult {
  if (!input.has('pin')) return {};
  const block = encodePinBlockFormat0(pinFromText(input.text('pin')), input.text('pan'));
  createTdes(tdesDukptWorkingKey(key, 'pin')).encryptBlock(block, 0, block, 0);
  return { pin_block_encrypted: bytesToHex(block) };
}

function inDirection(key: Uint8Array, input: VectorInput, direction: 'request' | 'response'): VectorResult {
  const macKey = tdesDukptWorkingKey(key, `mac-${direction}`);
  const dataKey = tdesDukptWorkingKey(key, `data-${direction}`);
  const keys = {
    [`mac_${direction}_key`]: bytesToHex(macKey),
    [`data_${direction}_key`]: bytesToHex(dataKey),
  };
  const data = caseData(input);
  if (!data) return keys;
  const mac = macAlgorithm3(createTdes(macKey.slice(0, 8)), createTdes(macKey.slice(8)), data, 1);
  const padded = padData(data, 1, 8);
  return {
    ...keys,
    [`mac_${direction}_x919_4`]: bytesToHex(mac.slice(0, 4)),
    [`mac_${direction}_x919_8`]: bytesToHex(mac),
    [`cmac_${direction}`]: bytesToHex(cmac(createTdes(macKey), data)),
    [`data_${direction}_cbc`]: bytesToHex(encryptCbc(createTdes(dataKey), new Uint8Array(8), padded)),
  };
}
