// Commands for the keys of terminals: PIN blocks of sixteen bytes, keys for each message (ANSI X9.24-3), and the
// handing over of a terminal's own key. Clear keys and PINs exist in here and are wiped.

import {
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  type BlockCipher,
  CryptoFault,
  createAes,
  decipherPinBlockFormat4,
  decodePinBlockUnionPaySm4,
  decryptEcb,
  encodePinBlockFormat0,
  equalConstantTime,
  keyBlockPaddingBytes,
  terminalMac,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { freshTdesKey } from './fresh-key.js';
import type { CommandRequest, Commands, DukptKey, HandedKey, TerminalKeyRole } from './hsm.js';
import { agreedKey, ephemeralPair } from './key-agreement.js';
import { roleHeader } from './key-role.js';
import { keyVersionOf } from './key-version.js';
import type { OpenedKeys } from './opened-keys.js';
import { type Room, wrapKey } from './wrap-key.js';

const TERMINAL_KEY_BYTES = 16;
const SM4_PIN_BLOCK_BYTES = 16;

type TerminalCommand =
  | 'translateSm4Pin'
  | 'translateDukptPin'
  | 'verifyDukptMac'
  | 'makeDukptMac'
  | 'makeTerminalKey'
  | 'handOverTerminalKey';

export function terminalCommands(room: Room, keys: OpenedKeys): Pick<Commands, TerminalCommand> {
  return {
    translateSm4Pin: ({ from, to, pinBlock, pan }) => {
      const source = keys.cipherFor('translateSm4Pin.from', '-', from);
      const zone = keys.cipherFor('translateSm4Pin.to', '-', to);
      return underZoneKey(zone, pan, () => openSm4Block(source, pinBlock, pan));
    },
    translateDukptPin: ({ from, to, pinBlock, pan }) => {
      const zone = keys.cipherFor('translateDukptPin.to', '-', to);
      return withMessageKey(keys, 'translateDukptPin.from', from, (cipher) =>
        underZoneKey(zone, pan, () => decipherPinBlockFormat4(cipher, pinBlock, pan)),
      );
    },
    verifyDukptMac: ({ key, data, mac, method }) =>
      withMessageKey(keys, 'verifyDukptMac.key', key, (whole) =>
        equalConstantTime(terminalMac({ whole, firstHalf: undefined }, data, method), mac),
      ),
    makeDukptMac: ({ key, data, method }) =>
      withMessageKey(keys, 'makeDukptMac.key', key, (whole) =>
        terminalMac({ whole, firstHalf: undefined }, data, method),
      ),
    makeTerminalKey: ({ role, label }) => withFreshKey(room, role, (key) => wrapKey(room, key, role, label)),
    handOverTerminalKey: (request) => handOver(room, request),
  };
}

/** Which key of the message each command works with: the terminal makes what the host verifies. */
const MESSAGE_KEYS = {
  'translateDukptPin.from': 'pin',
  'verifyDukptMac.key': 'mac-generate',
  'makeDukptMac.key': 'mac-verify',
} as const satisfies Record<string, AesDukptUsage>;

/** A key of one message, for as long as `use` takes. */
function withMessageKey<T>(
  keys: OpenedKeys,
  slot: keyof typeof MESSAGE_KEYS,
  { initialKey, ksn }: DukptKey,
  use: (cipher: BlockCipher) => T,
): T {
  return keys.derivedFrom(slot, '-', initialKey, (key) => {
    const derivationKey = aesDukptDerivationKey(key, ksn);
    const workingKey = aesDukptWorkingKey(derivationKey, ksn, MESSAGE_KEYS[slot], 'AES128');
    const cipher = createAes(workingKey);
    try {
      return use(cipher);
    } finally {
      derivationKey.fill(0);
      workingKey.fill(0);
      cipher.destroy();
    }
  });
}

/** @returns digit values, to be wiped by the caller */
function openSm4Block(source: BlockCipher, pinBlock: Uint8Array, pan: string): Uint8Array {
  if (pinBlock.length !== SM4_PIN_BLOCK_BYTES) throw new CryptoFault('TG_PIN_BLOCK');
  const clear = decryptEcb(source, pinBlock);
  try {
    return decodePinBlockUnionPaySm4(clear, pan);
  } finally {
    clear.fill(0);
  }
}

/** The PIN that `open` finds as a format 0 block under a zone key; every defect of the block is one answer. */
function underZoneKey(zone: BlockCipher, pan: string, open: () => Uint8Array): Uint8Array | 'undecodable' {
  let pin: Uint8Array | undefined;
  try {
    pin = open();
    const block = encodePinBlockFormat0(pin, pan);
    zone.encryptBlock(block, 0, block, 0);
    return block;
  } catch (error) {
    if (error instanceof CryptoFault && error.code === 'TG_PIN_BLOCK') return 'undecodable';
    throw error;
  } finally {
    pin?.fill(0);
  }
}

function withFreshKey<T>(room: Room, role: TerminalKeyRole, use: (key: Uint8Array) => T): T {
  const isTdes = roleHeader(role).algorithm === 'T';
  const key = isTdes ? freshTdesKey(room.random, TERMINAL_KEY_BYTES) : room.random.bytes(TERMINAL_KEY_BYTES);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}

/**
 * Ephemeral-static ECDH, and the key in an X9.143 version D block under what was agreed: only the holder of the
 * terminal's private key can open it. That it comes from this host is for its signature to prove (`terminal-keys`).
 */
function handOver(
  room: Room,
  { role, label, generation, publicKey }: CommandRequest<'handOverTerminalKey'>,
): HandedKey {
  const pair = ephemeralPair();
  const protection = agreedKey(pair.privateKey, publicKey, pair.publicKey);
  try {
    return withFreshKey(room, role, (key) => {
      const header = { version: 'D', exportability: 'N', optionalBlocks: [] } as const;
      const keyVersion = keyVersionOf(generation);
      const padding = room.random.bytes(keyBlockPaddingBytes('D', key.length));
      return {
        ...wrapKey(room, key, role, label, generation),
        ephemeralKey: pair.publicKey,
        transport: wrapKeyBlock(protection, { ...header, keyVersion, ...roleHeader(role) }, key, padding),
      };
    });
  } finally {
    protection.fill(0);
  }
}
