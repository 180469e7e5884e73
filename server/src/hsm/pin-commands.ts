// The commands that see clear PINs: translation between keys and formats (PCI PIN requirement 3-3) and verification.
// Clear PINs and PIN blocks live in this file's callees only and are wiped; every defect of a block is one answer.

import {
  type BlockCipher,
  CryptoFault,
  checkPan,
  decipherPinBlock,
  decodePinBlockFormat0,
  ibm3624ValidationData,
  PIN_BLOCK_RANDOM_BYTES,
  translatePinBlock,
  verifyIbm3624Pin,
  verifyVisaPvvOfEachFour,
} from '@tillgate/payment-crypto';
import { assert } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import type { PinBlockFormat } from './command-rules.js';
import type { DukptTerminals } from './dukpt-terminals.js';
import type { CommandAnswer, CommandRequest } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';
import type { PinCheckLimits } from './pin-check-limits.js';

const PIN_BLOCK_BYTES = 8;

export interface PinRoom {
  readonly keys: OpenedKeys;
  readonly random: Random;
  readonly limits: PinCheckLimits;
}

export function translatePin(
  { keys, random, limits }: PinRoom,
  { from, to, pinBlock, pan, fromFormat = '0', toFormat = '0' }: CommandRequest<'translatePin'>,
): CommandAnswer<'translatePin'> {
  const source = keys.cipherFor('translatePin.from', fromFormat, from);
  const target = keys.cipherFor('translatePin.to', toFormat, to);
  checkPan(pan);
  limits.checkKey(from);
  const translated = translate(source, fromFormat, target, toFormat, pinBlock, pan, random);
  if (translated === 'undecodable') limits.countDefect(from);
  return translated;
}

/** As `translatePin`, from the key of one transaction of one terminal. */
export function translateTdesDukptPin(
  { keys, random, limits }: PinRoom,
  terminals: DukptTerminals,
  { bdk, ksn, to, pinBlock, pan, fromFormat = '0', toFormat = '0' }: CommandRequest<'translateTdesDukptPin'>,
): CommandAnswer<'translateTdesDukptPin'> {
  const target = keys.cipherFor('translateTdesDukptPin.to', toFormat, to);
  checkPan(pan);
  limits.checkKey(bdk);
  const source = terminals.pinCipher(bdk, fromFormat, ksn);
  try {
    const translated = translate(source, fromFormat, target, toFormat, pinBlock, pan, random);
    if (translated === 'undecodable') limits.countDefect(bdk);
    return translated;
  } finally {
    source.destroy();
  }
}

export function verifyPin(
  { keys, limits }: PinRoom,
  { zpk, pvk, pinBlock, pan, reference, format = '0' }: CommandRequest<'verifyPin'>,
): CommandAnswer<'verifyPin'> {
  const zone = keys.cipherFor('verifyPin.zpk', format, zpk);
  const verification = keys.cipherFor('verifyPin.pvk', reference.method, pvk);
  checkPan(pan);
  limits.checkKey(zpk);
  limits.checkPan(pan);
  const check = oneAnswerForDefects(() => {
    const pin = decipherPinBlock({ format: translatable(format), cipher: zone, pan }, pinBlock);
    try {
      return fits(verification, pin, pan, reference) ? 'match' : 'mismatch';
    } finally {
      pin.fill(0);
    }
  });
  if (check === 'match') limits.forgetPan(pan);
  else limits.countWrong(pan);
  if (check === 'undecodable') limits.countDefect(zpk);
  return check;
}

/** Whether a clear PIN belongs to the reference; the caller wipes it. */
export function fits(
  pvk: BlockCipher,
  pin: Uint8Array,
  pan: string,
  reference: CommandRequest<'verifyPin'>['reference'],
): boolean {
  if (reference.method === 'visa-pvv') {
    return verifyVisaPvvOfEachFour(pvk, reference.pvki, pan, pin, reference.pvv);
  }
  const { decimalisationTable, offset } = reference;
  return verifyIbm3624Pin(
    { pvk, decimalisationTable, validationData: ibm3624ValidationData(pan) },
    pin,
    offset,
  );
}

function translate(
  source: BlockCipher,
  fromFormat: PinBlockFormat,
  target: BlockCipher,
  toFormat: PinBlockFormat,
  pinBlock: Uint8Array,
  pan: string,
  random: Random,
): Uint8Array | 'undecodable' {
  return oneAnswerForDefects(() =>
    fromFormat === '0' && toFormat === '0'
      ? reencrypt(source, target, pinBlock, pan)
      : translatePinBlock(
          { format: translatable(fromFormat), cipher: source, pan },
          { format: translatable(toFormat), cipher: target, pan },
          pinBlock,
          random.bytes(PIN_BLOCK_RANDOM_BYTES),
        ),
  );
}

/** The commonest translation, format 0 to 0 under one PAN: a clear block that decodes is encrypted as it is. */
function reencrypt(source: BlockCipher, target: BlockCipher, pinBlock: Uint8Array, pan: string): Uint8Array {
  if (pinBlock.length !== PIN_BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const clearBlock = new Uint8Array(PIN_BLOCK_BYTES);
  source.decryptBlock(pinBlock, 0, clearBlock, 0);
  try {
    decodePinBlockFormat0(clearBlock, pan).fill(0);
    const translated = new Uint8Array(PIN_BLOCK_BYTES);
    target.encryptBlock(clearBlock, 0, translated, 0);
    return translated;
  } finally {
    clearBlock.fill(0);
  }
}

export function oneAnswerForDefects<Answer>(work: () => Answer): Answer | 'undecodable' {
  try {
    return work();
  } catch (error) {
    if (error instanceof CryptoFault && error.code === 'TG_PIN_BLOCK') return 'undecodable';
    throw error;
  }
}

/** The table has let no other format this far. */
export function translatable(format: PinBlockFormat): '0' | '3' | '4' {
  assert(format === '0' || format === '3' || format === '4', 'the rules permit formats 0, 3 and 4');
  return format;
}
