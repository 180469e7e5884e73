// The commands of the HSM as plain functions: what the worker thread runs, and what unit tests may run
// without one. Clear keys exist in this room only, and are wiped.

import {
  bytesToHex,
  CryptoFault,
  checkImportedTdesKey,
  checkPan,
  combineComponents,
  encryptEcb,
  equalConstantTime,
  terminalMac,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { makeCvv, verifyCvv } from './card-value-commands.js';
import { checkValue, checkValueOf } from './check-value.js';
import { makeArpc, verifyArqc } from './chip-commands.js';
import { componentCommands } from './component-commands.js';
import { DukptTerminals } from './dukpt-terminals.js';
import { freshTdesKey } from './fresh-key.js';
import type { CommandAnswer, CommandRequest, Commands, TransportedKey, WrappedKey } from './hsm.js';
import { isKeyRole, type KeyRole, roleHeader } from './key-role.js';
import { createLmkCommands } from './lmk-commands.js';
import { matchCommands } from './match-commands.js';
import { OpenedKeys } from './opened-keys.js';
import { changePin } from './pin-change-command.js';
import { PinCheckLimits } from './pin-check-limits.js';
import { translatePin, translateTdesDukptPin, verifyPin } from './pin-commands.js';
import { pinEntryCommands } from './pin-entry-commands.js';
import { deriveDataKeys, StoredDataKeys, unwrapDataKeys } from './stored-data-keys.js';
import { terminalCommands } from './terminal-commands.js';
import { algorithmOf, type Room, wrapKey } from './wrap-key.js';
import { zoneCommands } from './zone-commands.js';

const OPENED_KEYS_MAX = 4096;

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
    changePin: (request) => changePin(pins, request),
    ...pinEntryCommands(room, keys, pins.limits, (pan) => stored.panHash(pan)),
    ...matchCommands(room, keys, pins.limits),
    verifyArqc: (request) => verifyArqc(keys, request),
    makeArpc: (request) => makeArpc(keys, request),
    makeCvv: (request) => makeCvv(keys, 'makeCvv.cvk', request),
    verifyCvv: (request) => verifyCvv(keys, request),
    keyCheckValue: ({ key }) => bytesToHex(keys.checkValueOf(key)),
    ...terminalCommands(room, keys),
    ...zoneCommands(room, keys),
    ...componentCommands(room),
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

function formKey(room: Room, { components, role, label, generation }: CommandRequest<'formKey'>): WrappedKey {
  if (!isKeyRole(role)) throw new Fault('TG_HSM_KEY_USAGE', 'no such role');
  const key = combineComponents(components);
  try {
    if (roleHeader(role).algorithm === 'T') checkImportedTdesKey(key);
    return wrapKey(room, key, role, label, generation);
  } finally {
    key.fill(0);
  }
}

function generateWorkingKeys(
  room: Room,
  keys: OpenedKeys,
  {
    tmk,
    cipher,
    pinKeyBytes,
    macKeyBytes,
    macAlgorithm,
    withTrackKey,
  }: CommandRequest<'generateWorkingKeys'>,
): CommandAnswer<'generateWorkingKeys'> {
  const tmkCipher = keys.cipherFor('generateWorkingKeys.tmk', cipher === 'sm4' ? 'sm4' : '-', tmk);
  const make = (role: KeyRole, keyBytes: 8 | 16): TransportedKey => {
    const isTdes = roleHeader(role).algorithm === 'T';
    const key = isTdes ? freshTdesKey(room.random, keyBytes) : room.random.bytes(keyBytes);
    try {
      const underTmk = encryptEcb(tmkCipher, key);
      const kcvBytes = checkValue(room, key, algorithmOf(key, role), cipher === 'sm4' ? 8 : 4);
      return { ...wrapKey(room, key, role, ''), underTmk, kcvBytes };
    } finally {
      key.fill(0);
    }
  };
  return {
    pinKey: make(cipher === 'sm4' ? 'terminal-pin-sm4' : 'terminal-pin', pinKeyBytes),
    macKey: make(`terminal-mac:${macAlgorithm}`, macKeyBytes),
    trackKey: withTrackKey ? make(cipher === 'sm4' ? 'terminal-track-sm4' : 'terminal-track', 16) : undefined,
  };
}

/** The block that ends one byte before the last packed byte came encrypted on its own (track key, ECB). */
function decryptTrack2(
  keys: OpenedKeys,
  { key, packed, digits }: CommandRequest<'decryptTrack2'>,
): Uint8Array {
  const cipher = keys.cipherFor('decryptTrack2.key', '-', key);
  const at = packed.length - 1 - cipher.blockBytes;
  if (packed.length !== Math.ceil(digits / 2) || at < 0) throw new CryptoFault('TG_DATA_LENGTH');
  const clear = packed.slice();
  cipher.decryptBlock(clear, at, clear, at);
  return clear;
}
