// The commands that look for the mistake behind a wrong MAC or a PIN block that does not decode: all suppositions in
// one call, and out comes only which of them fit. Keys and PINs that are tried exist in here and are wiped.

import {
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  type BlockCipher,
  CryptoFault,
  checkPan,
  createAes,
  createSm4,
  decipherPinBlockFormat4,
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat2,
  decodePinBlockFormat3,
  decodePinBlockUnionPaySm4,
  decryptEcb,
  encryptEcb,
  equalConstantTime,
  terminalMac,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { KeySlot } from './command-rules.js';
import type { Commands, KeyBlock } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';
import type { PinCheckLimits } from './pin-check-limits.js';
import type { KeySupposition, MacSupposition, PinSupposition, TakenKey } from './supposition.js';
import type { Room } from './wrap-key.js';

/** A call is bounded, whoever makes it. */
const KEYS_MAX = 64;
const SUPPOSITIONS_MAX = 512;
const INPUT_BYTES_MAX = 65_536;
const PANS_MAX = 8;
const HALF = 8;

type MatchSlot = Extract<KeySlot, 'matchMac.keys' | 'matchPinBlock.keys'>;

export function matchCommands(
  room: Room,
  keys: OpenedKeys,
  limits: PinCheckLimits,
): Pick<Commands, 'matchMac' | 'matchPinBlock'> {
  return {
    matchMac: ({ keys: blocks, inputs, mac, suppositions }) => {
      const inputBytes = inputs.reduce((sum, input) => sum + input.length, 0);
      checkBounds(blocks, suppositions, inputBytes <= INPUT_BYTES_MAX);
      return counted(limits, blocks, () =>
        withClearKeys(keys, 'matchMac.keys', blocks, (clear) =>
          placesThatFit(suppositions, (one) =>
            withTaken(keys, 'matchMac.keys', blocks, clear, one, (key) =>
              makes(room, key, one, inputs[one.input], mac),
            ),
          ),
        ),
      );
    },
    matchPinBlock: ({ keys: blocks, pans, pinBlock, suppositions }) => {
      checkBounds(blocks, suppositions, pans.length <= PANS_MAX);
      for (const pan of pans) checkPan(pan);
      return counted(limits, blocks, () =>
        withClearKeys(keys, 'matchPinBlock.keys', blocks, (clear) => {
          const fits = (one: PinSupposition): boolean =>
            withTaken(keys, 'matchPinBlock.keys', blocks, clear, one, (key) =>
              decodes(room, key, one, pans[one.pan], pinBlock),
            );
          const [should] = suppositions;
          // A block that is as it should be has no mistake to be found: nothing else is tried on it.
          return should && fits(should) ? [0] : placesThatFit(suppositions, fits);
        }),
      );
    },
  };
}

function checkBounds(blocks: readonly KeyBlock[], tried: readonly unknown[], isRest: boolean): void {
  if (blocks.length > KEYS_MAX || tried.length > SUPPOSITIONS_MAX || !isRest) {
    throw new Fault('TG_HSM_TOO_MUCH', 'too much to try in one call');
  }
}

/** Each search counts as a defective block under its first key: who sends bad ones on purpose learns no more. */
function counted<Result>(
  limits: PinCheckLimits,
  [first = '']: readonly KeyBlock[],
  search: () => Result,
): Result {
  limits.checkKey(first);
  limits.countDefect(first);
  return search();
}

/** All of them are tried, whichever fits first: how long it takes says nothing. */
function placesThatFit<Tried>(tried: readonly Tried[], fits: (one: Tried) => boolean): readonly number[] {
  return tried.flatMap((one, place) => (fits(one) ? [place] : []));
}

function withClearKeys<Result>(
  keys: OpenedKeys,
  slot: MatchSlot,
  blocks: readonly KeyBlock[],
  use: (clear: readonly Uint8Array[]) => Result,
): Result {
  const clear: Uint8Array[] = [];
  try {
    for (const block of blocks) clear.push(keys.derivedFrom(slot, '-', block, (key) => key.slice()));
    return use(clear);
  } finally {
    for (const key of clear) key.fill(0);
  }
}

/** The key as the terminal may have taken it; undefined for none, or where that key cannot be taken so. */
function withTaken(
  keys: OpenedKeys,
  slot: MatchSlot,
  blocks: readonly KeyBlock[],
  clear: readonly Uint8Array[],
  { key, taken, under, ksn }: KeySupposition,
  use: (key: Uint8Array) => boolean,
): boolean {
  const source = clear[key];
  if (!source) return false;
  const master = blocks[under ?? -1];
  const made = taken.startsWith('message-')
    ? ksn && messageKey(source, ksn, taken)
    : master
      ? travelled(keys.cipherFor(slot, '-', master), source, taken)
      : takenOf(source, taken);
  if (!made) return false;
  try {
    return use(made);
  } finally {
    made.fill(0);
  }
}

/** What becomes of a key that is not decrypted as it should be after its way under another. */
function travelled(master: BlockCipher, key: Uint8Array, taken: TakenKey): Uint8Array | undefined {
  if (taken === 'as-handed-out') return encryptEcb(master, key);
  if (taken !== 'slot-decrypted' || key.length !== HALF || master.blockBytes !== HALF) return undefined;
  const slot = new Uint8Array(2 * HALF);
  slot.set(key);
  master.decryptBlock(slot, HALF, slot, HALF);
  return slot;
}

/** A copy. */
function takenOf(key: Uint8Array, taken: TakenKey): Uint8Array | undefined {
  if (taken === 'none') return new Uint8Array(0);
  if (taken === 'whole') return key.slice();
  if (taken === 'zero-filled') {
    const filled = new Uint8Array(2 * HALF);
    filled.set(key.subarray(0, HALF));
    return filled;
  }
  if (key.length !== 2 * HALF) return undefined;
  const [first, second] = [key.slice(0, HALF), key.slice(HALF)];
  if (taken === 'first-half') return first;
  if (taken === 'second-half') return second;
  const swapped = new Uint8Array(2 * HALF);
  swapped.set(second);
  swapped.set(first, HALF);
  return swapped;
}

const MESSAGE_USAGES: Readonly<Partial<Record<TakenKey, AesDukptUsage>>> = {
  'message-mac': 'mac-generate',
  'message-answer-mac': 'mac-verify',
  'message-pin': 'pin',
};

function messageKey(initialKey: Uint8Array, ksn: Uint8Array, taken: TakenKey): Uint8Array | undefined {
  const usage = MESSAGE_USAGES[taken];
  if (!usage) return undefined;
  const derivationKey = aesDukptDerivationKey(initialKey, ksn);
  try {
    return aesDukptWorkingKey(derivationKey, ksn, usage, 'AES128');
  } finally {
    derivationKey.fill(0);
  }
}

function makes(
  room: Room,
  key: Uint8Array,
  { method }: MacSupposition,
  input: Uint8Array | undefined,
  mac: Uint8Array,
): boolean {
  if (!input || input.length === 0) return false;
  const { algorithm } = method;
  const name = algorithm === 'cmac-aes' ? 'aes' : algorithm === 'cmac-sm4' ? 'sm4' : 'tdes';
  return withCipher(room, name, key, (whole) => {
    if (algorithm !== 'x9.19')
      return equalConstantTime(terminalMac({ whole, firstHalf: undefined }, input, method), mac);
    if (key.length !== 2 * HALF) return false;
    return withCipher(room, 'tdes', key.slice(0, HALF), (firstHalf) =>
      equalConstantTime(terminalMac({ whole, firstHalf }, input, method), mac),
    );
  });
}

/** False for a key that is not of the cipher's length. */
function withCipher(
  room: Room,
  name: PinSupposition['cipher'],
  key: Uint8Array,
  use: (cipher: BlockCipher) => boolean,
): boolean {
  if (key.length !== 2 * HALF && !(name === 'tdes' && key.length === HALF)) return false;
  const cipher = name === 'tdes' ? room.createTdes(key) : name === 'sm4' ? createSm4(key) : createAes(key);
  try {
    return use(cipher);
  } finally {
    cipher.destroy();
  }
}

function decodes(
  room: Room,
  key: Uint8Array,
  { taken, cipher: name, format }: PinSupposition,
  pan: string | undefined,
  pinBlock: Uint8Array,
): boolean {
  if (pan === undefined) return false;
  if (taken === 'none') return isWellFormed(() => decodeClear(format, pinBlock.slice(), pan));
  return withCipher(room, name, key, (cipher) => {
    if (pinBlock.length % cipher.blockBytes !== 0) return false;
    return isWellFormed(() =>
      format === '4'
        ? decipherPinBlockFormat4(cipher, pinBlock, pan)
        : decodeClear(format, decryptEcb(cipher, pinBlock), pan),
    );
  });
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
