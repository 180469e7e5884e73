// The command that changes a PIN: the old one verified and the new one made a reference of in a single call, so that
// no caller can set a PIN without the one before it. Clear PINs are wiped here (PCI PIN 3-3, ISO 9564-1).

import {
  type BlockCipher,
  checkPan,
  decipherPinBlock,
  equalConstantTime,
  ibm3624Offset,
  ibm3624ValidationData,
  visaPvvOfEachFour,
} from '@tillgate/payment-crypto';
import type { CommandAnswer, CommandRequest, PinReference } from './hsm.js';
import { type PinChange, weaknessOf } from './pin-change.js';
import { fits, oneAnswerForDefects, type PinRoom, translatable } from './pin-commands.js';

export function changePin(
  { keys, limits }: PinRoom,
  request: CommandRequest<'changePin'>,
): CommandAnswer<'changePin'> {
  const { zpk, pvk, oldPinBlock, newPinBlock, pan, reference, format = '0' } = request;
  const zone = keys.cipherFor('changePin.zpk', format, zpk);
  const verification = keys.cipherFor('changePin.pvk', reference.method, pvk);
  checkPan(pan);
  limits.checkKey(zpk);
  limits.checkPan(pan);
  const changed = oneAnswerForDefects(() => {
    const end = { format: translatable(format), cipher: zone, pan };
    const oldPin = decipherPinBlock(end, oldPinBlock);
    try {
      const newPin = decipherPinBlock(end, newPinBlock);
      try {
        if (!fits(verification, oldPin, pan, reference)) return refused('mismatch');
        return renewed(verification, oldPin, newPin, pan, reference);
      } finally {
        newPin.fill(0);
      }
    } finally {
      oldPin.fill(0);
    }
  });
  if (changed === 'undecodable') limits.countDefect(zpk);
  if (changed === 'undecodable' || changed.result === 'mismatch') limits.countWrong(pan);
  else limits.forgetPan(pan);
  return changed === 'undecodable' ? refused(changed) : changed;
}

/** Only once the old PIN is right: what a new one is refused for says something of it. */
function renewed(
  pvk: BlockCipher,
  oldPin: Uint8Array,
  newPin: Uint8Array,
  pan: string,
  reference: PinReference,
): PinChange {
  if (oldPin.length === newPin.length && equalConstantTime(oldPin, newPin)) return refused('unchanged');
  const weakness = weaknessOf(newPin);
  return weakness
    ? refused(weakness)
    : { result: 'changed', value: referenceOf(pvk, newPin, pan, reference) };
}

/** The PVV or offset of a clear PIN, by the method and under the key index of the reference before it. */
export function referenceOf(pvk: BlockCipher, pin: Uint8Array, pan: string, reference: PinReference): string {
  if (reference.method === 'visa-pvv') return visaPvvOfEachFour(pvk, reference.pvki, pan, pin);
  const { decimalisationTable } = reference;
  return ibm3624Offset({ pvk, decimalisationTable, validationData: ibm3624ValidationData(pan) }, pin);
}

export function refused(result: Exclude<PinChange['result'], 'changed'>): PinChange {
  return { result, value: '' };
}
