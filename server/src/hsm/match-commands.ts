// The commands that look for the mistake behind a wrong MAC or a PIN block that does not decode: all suppositions in
// one call, and out comes only which of them fit. Keys and PINs that are tried exist in here and are wiped.

import {
  asciiToBytes,
  bytesToHex,
  CryptoFault,
  checkPan,
  decipherPinBlockFormat4,
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat2,
  decodePinBlockFormat3,
  decodePinBlockUnionPaySm4,
  decryptEcb,
  equalConstantTime,
  terminalMac,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { Commands, KeyBlock } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';
import type { PinCheckLimits } from './pin-check-limits.js';
import type { MacSupposition, PinSupposition } from './supposition.js';
import { nameOf, TriedKeys } from './tried-keys.js';
import type { Room } from './wrap-key.js';

/** A call is bounded, whoever makes it. */
const KEYS_MAX = 64;
const SUPPOSITIONS_MAX = 512;
const INPUT_BYTES_MAX = 131_072;
const PANS_MAX = 8;
const FIELD_BYTES = 8;

export function matchCommands(
  { createTdes }: Room,
  keys: OpenedKeys,
  limits: PinCheckLimits,
): Pick<Commands, 'matchMac' | 'matchPinBlock'> {
  return {
    matchMac: ({ keys: blocks, inputs, mac, suppositions }) => {
      const inputBytes = inputs.reduce((sum, input) => sum + input.length, 0);
      checkBounds(blocks, suppositions, inputBytes <= INPUT_BYTES_MAX);
      count(limits, blocks);
      const tried = new TriedKeys(keys, 'matchMac.keys', blocks, createTdes);
      try {
        const made: MadeMacs = new Map();
        return placesThatFit(suppositions, (one) => makes(tried, made, one, inputs[one.input], mac));
      } finally {
        tried.wipe();
      }
    },
    matchPinBlock: ({ keys: blocks, pans, pinBlock, suppositions }) => {
      checkBounds(blocks, suppositions, pans.length <= PANS_MAX);
      for (const pan of pans) checkPan(pan);
      count(limits, blocks);
      const tried = new TriedKeys(keys, 'matchPinBlock.keys', blocks, createTdes);
      const fits = (one: PinSupposition): boolean => decodes(tried, one, pans[one.pan], pinBlock);
      try {
        const [should] = suppositions;
        // A block that is as it should be has no mistake to be found: nothing else is tried on it.
        return should && fits(should) ? [0] : placesThatFit(suppositions, fits);
      } finally {
        tried.wipe();
      }
    },
  };
}

function checkBounds(blocks: readonly KeyBlock[], tried: readonly unknown[], isRest: boolean): void {
  if (blocks.length > KEYS_MAX || tried.length > SUPPOSITIONS_MAX || !isRest) {
    throw new Fault('TG_HSM_TOO_MUCH', 'too much to try in one call');
  }
}

/** Each search is a defective block under its first key: who sends bad ones on purpose learns no more. */
function count(limits: PinCheckLimits, [first = '']: readonly KeyBlock[]): void {
  limits.checkKey(first);
  limits.countDefect(first);
}

/** All of them are tried, whichever fits first: how long it takes says nothing. */
function placesThatFit<Tried>(tried: readonly Tried[], fits: (one: Tried) => boolean): readonly number[] {
  return tried.flatMap((one, place) => (fits(one) ? [place] : []));
}

/** MAC values that were computed, by key, bytes and algorithm: they differ in how they are written. */
type MadeMacs = Map<string, Uint8Array | undefined>;

function makes(
  tried: TriedKeys,
  made: MadeMacs,
  supposition: MacSupposition,
  input: Uint8Array | undefined,
  mac: Uint8Array,
): boolean {
  const { algorithm, encoding, letterCase } = supposition.method;
  // With that algorithm, letters count within the computation too.
  const within = algorithm === 'cup-ecb' ? letterCase : '';
  const name = `${nameOf(supposition)} ${supposition.input} ${algorithm} ${within}`;
  if (!made.has(name)) made.set(name, input && macValue(tried, supposition, input));
  const value = made.get(name);
  return value !== undefined && equalConstantTime(written(value, encoding, letterCase), mac);
}

/** Eight bytes; undefined where that key makes no such MAC. */
function macValue(tried: TriedKeys, supposition: MacSupposition, input: Uint8Array): Uint8Array | undefined {
  const { method } = supposition;
  const { algorithm } = method;
  const name = algorithm === 'cmac-aes' ? 'aes' : algorithm === 'cmac-sm4' ? 'sm4' : 'tdes';
  const whole = tried.cipher(supposition, name);
  const firstHalf = algorithm === 'x9.19' ? tried.firstHalf(supposition) : undefined;
  if (!whole || input.length === 0 || (algorithm === 'x9.19' && !firstHalf)) return undefined;
  return terminalMac({ whole, firstHalf }, input, { ...method, encoding: 'raw' });
}

function written(value: Uint8Array, encoding: 'hex' | 'raw', letterCase: 'upper' | 'lower'): Uint8Array {
  if (encoding === 'raw') return value;
  const hex = bytesToHex(value.subarray(0, FIELD_BYTES / 2));
  return asciiToBytes(letterCase === 'upper' ? hex : hex.toLowerCase());
}

function decodes(
  tried: TriedKeys,
  supposition: PinSupposition,
  pan: string | undefined,
  pinBlock: Uint8Array,
): boolean {
  const { taken, cipher: name, format } = supposition;
  if (pan === undefined) return false;
  if (taken === 'none') return isWellFormed(() => decodeClear(format, pinBlock.slice(), pan));
  const cipher = tried.cipher(supposition, name);
  if (!cipher || pinBlock.length % cipher.blockBytes !== 0) return false;
  return isWellFormed(() =>
    format === '4'
      ? decipherPinBlockFormat4(cipher, pinBlock, pan)
      : decodeClear(format, decryptEcb(cipher, pinBlock), pan),
  );
}

/** @param clear wiped here @returns digit values, to be wiped by the caller */
function decodeClear(format: PinSupposition['format'], clear: Uint8Array, pan: string): Uint8Array {
  try {
    switch (format) {
      case '0':
        return decodePinBlockFormat0(clear, pan);
      case '1':
        return decodePinBlockFormat1(clear);
      case '2':
        return decodePinBlockFormat2(clear);
      case '3':
        return decodePinBlockFormat3(clear, pan);
      case 'unionpay':
        return decodePinBlockUnionPaySm4(clear, pan);
      default:
        throw new CryptoFault('TG_PIN_BLOCK');
    }
  } finally {
    clear.fill(0);
  }
}

function isWellFormed(decode: () => Uint8Array): boolean {
  try {
    decode().fill(0);
    return true;
  } catch (error) {
    if (error instanceof CryptoFault && error.code === 'TG_PIN_BLOCK') return false;
    throw error;
  }
}
