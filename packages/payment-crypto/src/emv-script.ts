// Issuer scripts that change a PIN in a Visa chip: the PIN block bound to the card's key, its encryption,
// and the MAC over the command (Visa Integrated Circuit Card Specification; EMV Book 2, 9 and 10).

import { encryptCbc, encryptEcb } from './block-cipher.js';
import { concatBytes, xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { createTdes } from './des.js';
import { emvMac } from './emv-cryptogram.js';
import { padData } from './mac.js';
import { setNibbleAt } from './nibbles.js';
import { checkPin } from './pin.js';

/** PIN CHANGE/UNBLOCK with secure messaging: P2 says how the PIN block was made, Lc is 16 + 8. */
const PIN_CHANGE = [0x84, 0x24, 0x00] as const;
const PIN_CHANGE_DATA_BYTES = 24;

export interface ScriptSession {
  /** Session keys for message authentication (SMI) and encryption (SMC), 16 bytes each. */
  readonly smiKey: Uint8Array;
  readonly smcKey: Uint8Array;
  readonly atc: Uint8Array;
  readonly arqc: Uint8Array;
}

/** 8 bytes over command header, ATC, ARQC and command data. */
export function scriptMac(session: ScriptSession, header: Uint8Array, data: Uint8Array): Uint8Array {
  return emvMac(session.smiKey, concatBytes(header, session.atc, session.arqc, data), 2);
}

/**
 * Command data in confidence (EMV Book 2, 9.3, and the schemes' own): `length-ecb` puts the length in front and
 * encrypts block by block, as Visa does; `cbc` is the EMV form. Both pad by method 2.
 */
export function encryptScriptData(
  smcKey: Uint8Array,
  data: Uint8Array,
  form: 'length-ecb' | 'cbc',
): Uint8Array {
  if (smcKey.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
  if (data.length > 0xff) throw new CryptoFault('TG_DATA_LENGTH');
  const hasLength = form === 'length-ecb';
  const clear = padData(hasLength ? concatBytes(Uint8Array.of(data.length), data) : data, 2, 8);
  const cipher = createTdes(smcKey);
  const encrypted = hasLength ? encryptEcb(cipher, clear) : encryptCbc(cipher, new Uint8Array(8), clear);
  cipher.destroy();
  clear.fill(0);
  return encrypted;
}

/**
 * The command that changes the PIN: header, encrypted PIN block, MAC.
 * @param block 8 bytes, see `visaPinBlock`; wiped here
 * @param withCurrentPin whether the current PIN went into the block
 */
export function pinChangeCommand(
  session: ScriptSession,
  block: Uint8Array,
  withCurrentPin: boolean,
): Uint8Array {
  if (block.length !== 8) throw new CryptoFault('TG_DATA_LENGTH');
  const header = Uint8Array.of(...PIN_CHANGE, withCurrentPin ? 1 : 2, PIN_CHANGE_DATA_BYTES);
  const encrypted = encryptScriptData(session.smcKey, block, 'length-ecb');
  block.fill(0);
  return concatBytes(header, encrypted, scriptMac(session, header, encrypted));
}

/**
 * The PIN block of the Visa specification: length, new PIN, F fill, XOR four bytes of the card's unique key,
 * XOR the current PIN where there is one.
 * @param uniqueKey of the card for cryptograms, 16 bytes; @returns 8 bytes
 * @throws CryptoFault TG_PIN, TG_KEY_LENGTH
 */
export function visaPinBlock(uniqueKey: Uint8Array, newPin: Uint8Array, currentPin?: Uint8Array): Uint8Array {
  if (uniqueKey.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
  checkPin(newPin);
  const block = new Uint8Array(8).fill(0xff);
  block[0] = newPin.length;
  for (const [i, digit] of newPin.entries()) setNibbleAt(block, 2 + i, digit);
  xorInto(block.subarray(4), uniqueKey.subarray(4, 8));
  if (currentPin) {
    checkPin(currentPin);
    const current = new Uint8Array(8);
    for (const [i, digit] of currentPin.entries()) setNibbleAt(current, i, digit);
    xorInto(block, current);
    current.fill(0);
  }
  return block;
}
