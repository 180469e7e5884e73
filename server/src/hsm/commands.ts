// The commands of the HSM as plain functions: what the worker thread runs, and what unit tests may run
// without one. Clear keys exist in this room only, and are wiped.

import {
  bytesToHex,
  type CipherFactory,
  CryptoFault,
  checkImportedTdesKey,
  checkPan,
  combineComponents,
  encryptEcb,
  equalConstantTime,
  kcvOfZeros,
  keyBlockPaddingBytes,
  terminalMac,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import { cipherFor } from './cipher-for.js';
import { DukptTerminals } from './dukpt-terminals.js';
import { freshTdesKey } from './fresh-key.js';
import type { CommandAnswer, CommandRequest, Commands, TransportedKey, WrappedKey } from './hsm.js';
import { isKeyRole, type KeyRole, roleHeader } from './key-role.js';
import { OpenedKeys } from './opened-keys.js';
import { PinCheckLimits } from './pin-check-limits.js';
import { translateDukptPin, translatePin, verifyPin } from './pin-commands.js';
import { StoredDataKeys } from './stored-data-keys.js';

const OPENED_KEYS_MAX = 4096;

export interface Room {
  /** 32 bytes: protection key of every key block. */
  readonly lmk: Uint8Array;
  readonly lmkCheckValue: string;
  readonly random: Random;
  readonly clock: Clock;
  /** The back end of TDES. */
  readonly createTdes: CipherFactory;
}

export function createCommands(room: Room): Commands {
  const keys = new OpenedKeys(room.lmk, room.createTdes, OPENED_KEYS_MAX);
  const pins = { keys, random: room.random, limits: new PinCheckLimits(room.clock) };
  const dukpt = new DukptTerminals(keys, room.createTdes);
  const stored = new StoredDataKeys(room.lmk, room.random);
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
    translateDukptPin: (request) => translateDukptPin(pins, dukpt, request),
    verifyPin: (request) => verifyPin(pins, request),
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
    status: () => ({ lmkCheckValue: room.lmkCheckValue, software: true }),
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

/**
 * Who may use a block has to know what is in it and under which local master key, without opening it: label, check
 * value of the key (KC, by encrypted zeros) and of its protection key (KP, by CMAC), as X9.143 has them.
 */
function wrap(room: Room, key: Uint8Array, role: KeyRole, label: string): WrappedKey {
  const algorithm = algorithmOf(key, role);
  const kcv = bytesToHex(checkValue(room, key, algorithm, 3));
  const header = {
    version: 'D',
    keyVersion: '00',
    exportability: 'N',
    optionalBlocks: [
      ...(label === '' ? [] : [{ id: 'LB', data: label }]),
      { id: 'KC', data: `00${kcv}` },
      { id: 'KP', data: `01${room.lmkCheckValue}` },
    ],
  } as const;
  const padding = room.random.bytes(keyBlockPaddingBytes('D', key.length));
  const block = wrapKeyBlock(room.lmk, { ...header, ...roleHeader(role), algorithm }, key, padding);
  return { block, kcv };
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
