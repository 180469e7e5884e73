// A zone key between two institutions: a fresh one for the end that encrypts, in the block in which it travels under
// the master key of the zone, and taken in at the end that decrypts (ANSI X9.143, PCI PIN requirements 8 and 18).

import { keyBlockPaddingBytes, unwrapKeyBlock, wrapKeyBlock } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { freshTdesKey } from './fresh-key.js';
import type { Commands } from './hsm.js';
import { roleHeader } from './key-role.js';
import { keyVersionOf } from './key-version.js';
import type { OpenedKeys } from './opened-keys.js';
import { type Room, wrapKey } from './wrap-key.js';

const ZONE_KEY_BYTES = 16;

export function zoneCommands(
  room: Room,
  keys: OpenedKeys,
): Pick<Commands, 'makeZonePinKey' | 'importZonePinKey'> {
  return {
    makeZonePinKey: ({ zoneMaster, label, generation }) => {
      const key = freshTdesKey(room.random, ZONE_KEY_BYTES);
      try {
        const transport = keys.derivedFrom('makeZonePinKey.zoneMaster', '-', zoneMaster, (protection) => {
          const padding = room.random.bytes(keyBlockPaddingBytes('D', key.length));
          return wrapKeyBlock(
            protection,
            { ...TRAVELLING, keyVersion: keyVersionOf(generation) },
            key,
            padding,
          );
        });
        return { ...wrapKey(room, key, 'zpk-out', label, generation), transport };
      } finally {
        key.fill(0);
      }
    },
    importZonePinKey: ({ zoneMaster, label, generation, transport }) =>
      keys.derivedFrom('importZonePinKey.zoneMaster', '-', zoneMaster, (protection) => {
        const { header, key } = unwrapKeyBlock(protection, transport);
        try {
          const { version, keyUsage, algorithm, modeOfUse, keyVersion } = header;
          const isAsked =
            version === 'D' &&
            `${keyUsage}${algorithm}${modeOfUse}` === WANTED &&
            keyVersion === keyVersionOf(generation);
          // An earlier generation, sent once more, is not the one that was asked for.
          if (!isAsked) throw new Fault('TG_HSM_KEY_USAGE', 'the block holds no zone key of this generation');
          return wrapKey(room, key, 'zpk-in', label, generation);
        } finally {
          key.fill(0);
        }
      }),
  };
}

/** What the receiving end may do with it: decrypt PIN blocks, and hand it to nobody. */
const TRAVELLING = { version: 'D', ...roleHeader('zpk-in'), exportability: 'N', optionalBlocks: [] } as const;
const WANTED = `${TRAVELLING.keyUsage}${TRAVELLING.algorithm}${TRAVELLING.modeOfUse}`;
