// The commands for PINs that holders set on their phones: a bank's key pair for them, and the reference of a PIN that
// was sealed for it. The PIN is clear in here alone, and wiped.

import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { bytesToHex, checkPan } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { checkValueOf } from './check-value.js';
import type { CommandRequest, Commands, PinEntryKey } from './hsm.js';
import { NOT_COUNTED } from './key-version.js';
import { wrapUnderLive } from './lmk-commands.js';
import type { OpenedKeys } from './opened-keys.js';
import { type PinChange, weaknessOf } from './pin-change.js';
import { referenceOf, refused } from './pin-change-command.js';
import type { PinCheckLimits } from './pin-check-limits.js';
import { oneAnswerForDefects } from './pin-commands.js';
import { boundTo, openPin, privateKeyOf } from './sealed-pin.js';
import type { Room } from './wrap-key.js';

const USE = { keyUsage: 'K3', algorithm: 'E', modeOfUse: 'X', keyVersion: NOT_COUNTED } as const;
/** PKCS 8 as OpenSSL writes it: the scalar stands behind 36 bytes. */
const SCALAR_AT = 36;
const SCALAR_BYTES = 32;
/** From its beginning; a phone's clock does not matter, since the host's own time comes back. */
const GOOD_FOR_MS = 10 * 60_000;
/** Two hosts' clocks. */
const AHEAD_MS = 60_000;

export function pinEntryCommands(
  room: Room,
  keys: OpenedKeys,
  limits: PinCheckLimits,
  panHash: (pan: string) => Uint8Array,
): Pick<Commands, 'makePinEntryKey' | 'setPin'> {
  return {
    makePinEntryKey: ({ label }) => makePinEntryKey(room, label),
    setPin: (request) => {
      const { key, pvk, pan, reference, at } = request;
      const verification = keys.cipherFor('setPin.pvk', reference.method, pvk);
      const bankKey = keys.derivedFrom('setPin.key', '-', key, privateKeyOf);
      checkPan(pan);
      limits.checkKey(key);
      const age = room.clock.now() - at;
      if (age > GOOD_FOR_MS || age < -AHEAD_MS) {
        throw new Fault('TG_PIN_ENTRY_TIME', 'a PIN is sealed for another time');
      }
      const set = oneAnswerForDefects(() => {
        const pin = openPin(request, bankKey, boundTo(panHash(pan), request));
        try {
          const weakness = weaknessOf(pin);
          if (weakness) return refused(weakness);
          return { result: 'changed', value: referenceOf(verification, pin, pan, reference) } as PinChange;
        } finally {
          pin.fill(0);
        }
      });
      if (set === 'undecodable') {
        limits.countDefect(key);
        return refused(set);
      }
      if (set.result === 'changed') limits.forgetPan(pan);
      return set;
    },
  };
}

function makePinEntryKey(room: Room, label: CommandRequest<'makePinEntryKey'>['label']): PinEntryKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const scalar = Uint8Array.prototype.slice.call(der, SCALAR_AT, SCALAR_AT + SCALAR_BYTES);
  try {
    const publicKey = createPublicKey(privateKeyOf(scalar)).export({ format: 'der', type: 'spki' });
    const wrapping = {
      ...room,
      checkValueOf: (one: Uint8Array, algorithm: string) => checkValueOf(room, one, algorithm),
    };
    return {
      block: wrapUnderLive(wrapping, USE, label, scalar),
      kcv: bytesToHex(checkValueOf(room, scalar, USE.algorithm)),
      publicKey: new Uint8Array(publicKey),
    };
  } finally {
    der.fill(0);
    scalar.fill(0);
  }
}
