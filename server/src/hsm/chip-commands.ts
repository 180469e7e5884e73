// The chip card commands of the HSM: is this cryptogram the card's, and the issuer's proof in return
// (EMV Book 2, 8). The card's key is derived for each call and wiped; only the master key's schedule stays.

import {
  applicationCryptogram,
  emvUniqueKeyUnder,
  equalConstantTime,
  issuerAuthenticationData,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { ChipCryptogram } from './card-shapes.js';
import type { CommandRequest } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';

export function verifyArqc(keys: OpenedKeys, request: CommandRequest<'verifyArqc'>): boolean {
  return withUniqueKey(keys, 'verifyArqc.imk', request, (uniqueKey) => isRight(uniqueKey, request));
}

/** Who has no right cryptogram gets no answer to it: otherwise this would encrypt whatever is asked. */
export function makeArpc(keys: OpenedKeys, request: CommandRequest<'makeArpc'>): Uint8Array {
  const { version, atc, cryptogram: arqc, arc, approved, method, csu } = request;
  return withUniqueKey(keys, 'makeArpc.imk', request, (uniqueKey) => {
    if (!isRight(uniqueKey, request)) throw new Fault('TG_HSM_CRYPTOGRAM', 'the cryptogram is not right');
    return issuerAuthenticationData(version, uniqueKey, { atc, arqc, arc, approved, method, csu });
  });
}

function isRight(uniqueKey: Uint8Array, { version, atc, data, cryptogram }: ChipCryptogram): boolean {
  return equalConstantTime(applicationCryptogram(version, uniqueKey, atc, data), cryptogram);
}

function withUniqueKey<T>(
  keys: OpenedKeys,
  slot: 'verifyArqc.imk' | 'makeArpc.imk',
  { imk, option, pan, sequence }: ChipCryptogram,
  use: (uniqueKey: Uint8Array) => T,
): T {
  const uniqueKey = emvUniqueKeyUnder(keys.cipherFor(slot, '-', imk), pan, sequence, option);
  try {
    return use(uniqueKey);
  } finally {
    uniqueKey.fill(0);
  }
}
