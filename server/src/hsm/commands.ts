// The commands of the HSM as plain functions: what the worker thread runs, and what unit tests may run
// without one. Clear keys exist in this room only, and are wiped.

import {
  bytesToHex,
  type CipherFactory,
  CryptoFault,
  checkImportedTdesKey,
  checkPan,
  combineComponents,
  createAes,
  encryptEcb,
  equalConstantTime,
  kcvOfZeros,
  terminalMac,
} from '@tillgate/payment-crypto';
import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import { makeCvv, verifyCvv } from './card-value-commands.js';
import { makeArpc, verifyArqc } from './chip-commands.js';
import { cipherFor } from './cipher-for.js';
import { DukptTerminals } from './dukpt-terminals.js';
import { freshTdesKey } from './fresh-key.js';
import type { CommandAnswer, CommandRequest, Commands, TransportedKey, WrappedKey } from './hsm.js';
import { isKeyRole, type KeyRole, roleHeader } from './key-role.js';
import { createLmkCommands, wrapUnderLive } from './lmk-commands.js';
import type { LmkRing } from './lmk-ring.js';
import type { LmkFolder } from './local-master-key.js';
import { OpenedKeys } from './opened-keys.js';
import { PinCheckLimits } from './pin-check-limits.js';
import { translatePin, translateTdesDukptPin, verifyPin } from './pin-commands.js';
import { deriveDataKeys, StoredDataKeys, unwrapDataKeys } from './stored-data-keys.js';

const OPENED_KEYS_MAX = 4096;

export interface Room {
  /** Protection keys of the key blocks. */
  readonly lmks: LmkRing;
  /** Where local master keys are kept; without it they cannot be changed. */
  readonly folder?: LmkFolder;
  /** Blocks of the keys of stored data; without them they are derived from the live local master key. */
  readonly dataKeys?: readonly string[];
  readonly random: Random;
  readonly clock: Clock;
  /** The back end of TDES. */
  readonly createTdes: CipherFactory;
}

export function createCommands(room: Room): Commands {
  const keys = new OpenedKeys(room.lmks, room.createTdes, OPENED_KEYS_MAX);
  const pins = { keys, random: room.random, limits: new PinCheckLimits(room.clock) };
  const dukpt = new DukptTerminals(keys, room.createTdes);
  const { lmks, dataKeys = [] } = room;
  const stored = new StoredDataKeys(
    dataKeys.length > 0 ? unwrapDataKeys(lmks, dataKeys) : deriveDataKeys(lmks.live.lmk),
    room.random,
  );
  return {
    formKey: (request) => formKey(room, request),
    generateWorkingKeys: (request) => generateWorkingKeys(room, keys, request),
    verifyMac: ({ key, data, mac, method }) => {
      const macKey = keys.macKeyFor('verifyMac.key', method.algorithm, key);
      return equalConstantTime(terminalMac(macKey, data, method), mac);
    },
    makeMac: ({ key, data, method }) =>
      terminalMac(keys.macKeyFor('makeMac.key', method.algorithm, key), data, method),
    decryptTrack2: (request) => decryptTrack2(keys, request),
    translatePin: (request) => translatePin(pins, request),
    translateTdesDukptPin: (request) => translateTdesDukptPin(pins, dukpt, request),
    verifyPin: (request) => verifyPin(pins, request),
    verifyArqc: (request) => verifyArqc(keys, request),
    makeArpc: (request) => makeArpc(keys, request),
    makeCvv: (request) => makeCvv(keys, 'makeCvv.cvk', request),
    verifyCvv: (request) => verifyCvv(keys, request),
    keyCheckValue: ({ key }) => bytesToHex(keys.checkValueOf(key)),
    sealPan: (pan) => {
      checkPan(pan);
      return stored.seal(pan);
    },
    openPan: (sealed) => stored.open(sealed),
    panHash: (pan) => {
      checkPan(pan);
      return stored.panHash(pan);
    },
    contentHash: (content) => stored.contentHash(content),
    status: () => ({ lmkCheckValue: lmks.live.checkValue, otherLmks: lmks.others, software: true }),
    ...createLmkCommands({
      ...{ lmks, random: room.random, folder: room.folder, stored },
      checkValueOf: (key, algorithm) => checkValueOf(room, key, algorithm),
    }),
  };
}

function formKey(room: Room, { components, role, label }: CommandRequest<'formKey'>): WrappedKey {
  if (!isKeyRole(role)) throw new Fault('TG_HSM_KEY_USAGE', 'no such role');
  const key = combineComponents(components);
  try {
    checkImportedTdesKey(key);
    return wrap(room, key, role, label);
  } finally {
    key.fill(0);
  }
}

function generateWorkingKeys(
  room: Room,
  keys: OpenedKeys,
  { tmk, pinKeyBytes, macKeyBytes, macAlgorithm, withTrackKey }: CommandRequest<'generateWorkingKeys'>,
): CommandAnswer<'generateWorkingKeys'> {
  const tmkCipher = keys.cipherFor('generateWorkingKeys.tmk', '-', tmk);
  const make = (role: KeyRole, keyBytes: 8 | 16): TransportedKey => {
    const isTdes = roleHeader(role).algorithm === 'T';
    const key = isTdes ? freshTdesKey(room.random, keyBytes) : room.random.bytes(keyBytes);
    try {
      const underTmk = encryptEcb(tmkCipher, key);
      const kcvBytes = checkValue(room, key, algorithmOf(key, role), 4);
      return { ...wrap(room, key, role, ''), underTmk, kcvBytes };
    } finally {
      key.fill(0);
    }
  };
  return {
    pinKey: make('terminal-pin', pinKeyBytes),
    macKey: make(`terminal-mac:${macAlgorithm}`, macKeyBytes),
    trackKey: withTrackKey ? make('terminal-track', 16) : undefined,
  };
}

/** The 8 bytes that end one byte before the last packed byte are a block of their own (track key, ECB). */
function decryptTrack2(
  keys: OpenedKeys,
  { key, packed, digits }: CommandRequest<'decryptTrack2'>,
): Uint8Array {
  const cipher = keys.cipherFor('decryptTrack2.key', '-', key);
  const at = packed.length - 9;
  if (packed.length !== Math.ceil(digits / 2) || at < 0) throw new CryptoFault('TG_DATA_LENGTH');
  const clear = packed.slice();
  cipher.decryptBlock(clear, at, clear, at);
  return clear;
}

function wrap(room: Room, key: Uint8Array, role: KeyRole, label: string): WrappedKey {
  const use = { ...roleHeader(role), algorithm: algorithmOf(key, role) };
  const kcv = bytesToHex(checkValue(room, key, use.algorithm, 3));
  const wrapping = {
    ...room,
    checkValueOf: (one: Uint8Array, algorithm: string) => checkValueOf(room, one, algorithm),
  };
  return { block: wrapUnderLive(wrapping, use, label, key), kcv };
}

/** Of any key that is stored: an HMAC key is no cipher's, and is told by its CMAC's as an AES key. */
function checkValueOf(room: Room, key: Uint8Array, algorithm: string): Uint8Array {
  if (algorithm !== 'H' && key.length !== 32) return checkValue(room, key, algorithm, 3);
  const cipher = createAes(key);
  const value = kcvOfZeros(cipher, 3);
  cipher.destroy();
  return value;
}

/** As the header names it. */
function algorithmOf(key: Uint8Array, role: KeyRole): string {
  return key.length === 8 ? 'D' : roleHeader(role).algorithm;
}

function checkValue(room: Room, key: Uint8Array, algorithm: string, length: number): Uint8Array {
  const cipher = cipherFor(algorithm, key, room.createTdes);
  const value = kcvOfZeros(cipher, length);
  cipher.destroy();
  return value;
}
