// Vector operations of PIN translation by the rules of PCI PIN requirement 3-3. The result is deciphered
// again, since most formats are filled at random.

import { createAes } from '../aes.js';
import {
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
  isAesDukptAlgorithm,
} from '../aes-dukpt.js';
import { bytesToHex } from '../bytes.js';
import { CryptoFault } from '../crypto-fault.js';
import { createTdes } from '../des.js';
import {
  decipherPinBlock,
  PIN_BLOCK_RANDOM_BYTES,
  type PinBlockEnd,
  type TranslatablePinFormat,
  translatePinBlock,
} from '../pin-translate.js';
import { tdesDukptInitialKey, tdesDukptTransactionKey, tdesDukptWorkingKey } from '../tdes-dukpt.js';
import { pinText } from './pin-block-operations.js';
import type { VectorInput, VectorOperations, VectorResult } from './vector-operation.js';

export const pinTranslateOperations: VectorOperations = {
  translate: (input) => translate(input, input.hex('in_key')),
  translate_dukpt: (input) => translate(input, dukptPinKey(input)),
};

function translate(input: VectorInput, inKey: Uint8Array): VectorResult {
  const [pan, outPan] = [input.text('pan'), input.text(input.has('out_pan') ? 'out_pan' : 'pan')];
  const from = pinBlockEnd(formatOf(input, 'in_format'), inKey, pan);
  const to = pinBlockEnd(formatOf(input, 'out_format'), input.hex('out_key'), outPan);
  const random = Uint8Array.from({ length: PIN_BLOCK_RANDOM_BYTES }, (_, i) => 37 * i);
  const block = translatePinBlock(from, to, input.hex('in_block'), random);
  const deterministic = to.format === '0';
  return {
    pin: pinText(decipherPinBlock(to, block)),
    deterministic,
    ...(deterministic ? { out_block: bytesToHex(block) } : {}),
  };
}

function pinBlockEnd(format: TranslatablePinFormat, key: Uint8Array, pan: string): PinBlockEnd {
  return { format, cipher: format === '4' ? createAes(key) : createTdes(key), pan };
}

function formatOf(input: VectorInput, field: 'in_format' | 'out_format'): TranslatablePinFormat {
  const format = input.text(field);
  if (format !== '0' && format !== '1' && format !== '3' && format !== '4') {
    throw new CryptoFault('TG_PIN_FORMAT_RULE');
  }
  return format;
}

/** A KSN of 10 bytes is TDES DUKPT, one of 12 is AES DUKPT. */
function dukptPinKey(input: VectorInput): Uint8Array {
  const [bdk, ksn] = [input.hex('bdk'), input.hex('ksn')];
  if (ksn.length !== 12) {
    return tdesDukptWorkingKey(tdesDukptTransactionKey(tdesDukptInitialKey(bdk, ksn), ksn), 'pin');
  }
  const algorithm = input.has('pin_key_algorithm') ? input.text('pin_key_algorithm') : 'AES128';
  if (!isAesDukptAlgorithm(algorithm)) throw new TypeError(`no such algorithm: ${algorithm}`);
  const derivationKey = aesDukptDerivationKey(aesDukptInitialKey(bdk, ksn.slice(0, 8)), ksn);
  return aesDukptWorkingKey(derivationKey, ksn, 'pin', algorithm);
}
