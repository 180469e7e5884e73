// The commands of the HSM as plain functions: what the worker thread runs, and what unit tests may run
// without one. Clear keys, clear PINs and clear PIN blocks exist in this file's callees only, and are wiped.

import {
  type BlockCipher,
  CryptoFault,
  checkImportedTdesKey,
  checkPan,
  combineComponents,
  decodePinBlockFormat0,
  encryptEcb,
  equalConstantTime,
  ibm3624ValidationData,
  terminalMac,
  verifyIbm3624Pin,
  verifyVisaPvvOfEachFour,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { freshTdesKey } from './fresh-key.js';
import type { CommandAnswer, CommandRequest, Commands, TransportedKey, WrappedKey } from './hsm.js';
import { isKeyRole, type KeyRole, roleHeader } from './key-role.js';
import { OpenedKeys } from './opened-keys.js';
import { StoredDataKeys } from './stored-data-keys.js';
import { terminalCommands } from './terminal-commands.js';
import { algorithmOf, checkValue, type Room, wrapKey } from './wrap-key.js';

const PIN_BLOCK_BYTES = 8;
const OPENED_KEYS_MAX = 4096;

export function createCommands(room: Room): Commands {
  const keys = new OpenedKeys(room.lmk, room.createTdes, OPENED_KEYS_MAX);
  const stored = new StoredDataKeys(room.lmk, room.random);
  return {
    formKey: (request) => formKey(room, request),
    generateWorkingKeys: (request) => generateWorkingKeys(room, keys, request),
    verifyMac: ({ key, data, mac, method }) => {
      const macKey = keys.macKeyFor(`verifyMac.key:${method.algorithm}`, key);
      return equalConstantTime(terminalMac(macKey, data, method), mac);
    },
    makeMac: ({ key, data, method }) =>
      terminalMac(keys.macKeyFor(`makeMac.key:${method.algorithm}`, key), data, method),
    decryptTrack2: (request) => decryptTrack2(keys, request),
    ...terminalCommands(room, keys),
    translatePin: (request) => translatePin(keys, request),
    verifyPin: (request) => verifyPin(keys, request),
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
    if (roleHeader(role).algorithm === 'T') checkImportedTdesKey(key);
    return wrapKey(room, key, role, label);
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
  const tmkCipher = keys.cipherFor(`generateWorkingKeys.tmk:${cipher}`, tmk);
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
  const cipher = keys.cipherFor('decryptTrack2.key', key);
  const at = packed.length - 1 - cipher.blockBytes;
  if (packed.length !== Math.ceil(digits / 2) || at < 0) throw new CryptoFault('TG_DATA_LENGTH');
  const clear = packed.slice();
  cipher.decryptBlock(clear, at, clear, at);
  return clear;
}

function translatePin(
  keys: OpenedKeys,
  { from, to, pinBlock, pan }: CommandRequest<'translatePin'>,
): CommandAnswer<'translatePin'> {
  const [source, target] = [keys.cipherFor('translatePin.from', from), keys.cipherFor('translatePin.to', to)];
  return withClearPin(source, pinBlock, pan, (_pin, clearBlock) => {
    const translated = new Uint8Array(PIN_BLOCK_BYTES);
    target.encryptBlock(clearBlock, 0, translated, 0);
    return translated;
  });
}

function verifyPin(
  keys: OpenedKeys,
  { zpk, pvk, pinBlock, pan, reference }: CommandRequest<'verifyPin'>,
): CommandAnswer<'verifyPin'> {
  const zone = keys.cipherFor('verifyPin.zpk', zpk);
  const verification = keys.cipherFor(`verifyPin.pvk:${reference.method}`, pvk);
  return withClearPin(zone, pinBlock, pan, (pin) => {
    const right =
      reference.method === 'visa-pvv'
        ? verifyVisaPvvOfEachFour(verification, reference.pvki, pan, pin, reference.pvv)
        : verifyIbm3624Pin(
            {
              pvk: verification,
              decimalisationTable: reference.decimalisationTable,
              validationData: ibm3624ValidationData(pan),
            },
            pin,
            reference.offset,
          );
    return right ? 'match' : 'mismatch';
  });
}

/** Decrypts and decodes a format 0 block, hands both to `use`, and wipes both whatever happens. */
function withClearPin<T>(
  cipher: BlockCipher,
  pinBlock: Uint8Array,
  pan: string,
  use: (pin: Uint8Array, clearBlock: Uint8Array) => T,
): T | 'undecodable' {
  if (pinBlock.length !== PIN_BLOCK_BYTES) return 'undecodable';
  const clearBlock = new Uint8Array(PIN_BLOCK_BYTES);
  cipher.decryptBlock(pinBlock, 0, clearBlock, 0);
  let pin: Uint8Array | undefined;
  try {
    pin = decodePinBlockFormat0(clearBlock, pan);
    return use(pin, clearBlock);
  } catch (error) {
    if (error instanceof CryptoFault && error.code === 'TG_PIN_BLOCK') return 'undecodable';
    throw error;
  } finally {
    clearBlock.fill(0);
    pin?.fill(0);
  }
}
