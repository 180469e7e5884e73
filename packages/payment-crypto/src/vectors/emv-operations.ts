// Vector operations of EMV keys and cryptograms.

import { bytesToHex } from '../bytes.js';
import { createTdes } from '../des.js';
import { arpcMethod1, arpcMethod2, emvMac, verifyCryptogram } from '../emv-cryptogram.js';
import {
  atcDiversifier,
  emv2000SessionKey,
  emvSessionKey,
  emvUniqueKey,
  mastercardSessionKey,
  visaScriptSessionKey,
} from '../emv-keys.js';
import { kcvOfZeros } from '../kcv.js';
import type { PaddingMethod } from '../mac.js';
import type { VectorInput, VectorOperations } from './vector-operation.js';

export const emvOperations: VectorOperations = {
  udk: (input) => {
    const key = uniqueKeyOf(input, 'option');
    return { udk: bytesToHex(key), kcv2: bytesToHex(kcvOfZeros(createTdes(key), 2)) };
  },
  common_session_key: (input) => ({
    sk: bytesToHex(emvSessionKey(input.hex('mk'), input.hex('diversifier'))),
  }),
  mastercard_session_key: (input) => ({
    sk: bytesToHex(mastercardSessionKey(input.hex('mk'), input.hex('atc'), input.hex('un'))),
  }),
  visa_sm_session_key: (input) => ({
    sk: bytesToHex(visaScriptSessionKey(input.hex('mk'), input.hex('atc'))),
  }),
  emv2000_tree_session_key: (input) => {
    const [high, low] = input.hex('atc');
    const atc = ((high ?? 0) << 8) | (low ?? 0);
    const [height, branch] = [input.number('height'), input.number('branch')];
    return { sk: bytesToHex(emv2000SessionKey(input.hex('mk'), atc, height, branch, input.hex('iv'))) };
  },
  application_cryptogram: (input) => ({
    ac: bytesToHex(emvMac(input.hex('sk'), input.hex('data_hex'), paddingOf(input))),
  }),
  verify_application_cryptogram: (input) => ({
    match: verifyCryptogram(input.hex('sk'), input.hex('data_hex'), paddingOf(input), input.hex('ac')),
  }),
  arpc1: (input) => ({
    arpc: bytesToHex(arpcMethod1(input.hex('key'), input.hex('arqc'), input.hex('arc'))),
  }),
  arpc2: (input) => {
    const [csu, proprietary] = [input.hex('csu'), input.hex('proprietary')];
    return { arpc: bytesToHex(arpcMethod2(input.hex('sk'), input.hex('arqc'), csu, proprietary)) };
  },
  arqc_full: (input) => {
    const sk = sessionKeyOf(input, uniqueKeyOf(input, 'option'));
    const arqc = emvMac(sk, input.hex('data_hex'), paddingOf(input));
    return { sk: bytesToHex(sk), arqc: bytesToHex(arqc) };
  },
};

/** The card's key from `imk`, `pan` and `psn`; the option is in a field of another name by operation. */
export function uniqueKeyOf(input: VectorInput, optionField: 'option' | 'derivation'): Uint8Array {
  const option = input.text(optionField);
  if (option !== 'A' && option !== 'B') throw new TypeError('the derivation option is A or B');
  return emvUniqueKey(input.hex('imk'), input.text('pan'), input.text('psn'), option);
}

function sessionKeyOf(input: VectorInput, uniqueKey: Uint8Array): Uint8Array {
  const method = input.text('session');
  if (method.startsWith('none')) return uniqueKey;
  if (method === 'EMV common') return emvSessionKey(uniqueKey, atcDiversifier(input.hex('atc')));
  if (method === 'Mastercard SKD') return mastercardSessionKey(uniqueKey, input.hex('atc'), input.hex('un'));
  throw new TypeError(`session key method not known: ${method}`);
}

function paddingOf(input: VectorInput): PaddingMethod {
  const padding = input.text('padding');
  if (padding === 'zero') return 1;
  if (padding === 'emv_80') return 2;
  throw new TypeError(`padding not known: ${padding}`);
}
