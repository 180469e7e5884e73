// The commands that change the local master key while the room serves: components in, the new key live, stored blocks
// re-wrapped one by one, the old key retired. What is live, and what is left to do, is on disk before it is answered.

import type { KeyObject } from 'node:crypto';
import {
  bytesToHex,
  combineComponents,
  keyBlockPaddingBytes,
  unwrapKeyBlock,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import { isToldByCmac } from './check-value.js';
import { ComponentCeremony } from './component-ceremony.js';
import type { Commands, KeyBlock } from './hsm.js';
import { ephemeralPair } from './key-agreement.js';
import { NOT_COUNTED } from './key-version.js';
import type { LmkRing } from './lmk-ring.js';
import { LMK_BYTES, type LmkFolder, lmkCheckValue } from './local-master-key.js';
import { openComponent } from './sealed-component.js';
import type { StoredDataKeys } from './stored-data-keys.js';

/** What its components are sealed for. */
export const LMK_CEREMONY = 'local master key';

export type LmkCommands = Pick<
  Commands,
  'beginLmk' | 'enterLmkComponent' | 'activateLmk' | 'rewrapKey' | 'retireLmk'
>;

export interface LmkRoom {
  readonly lmks: LmkRing;
  readonly random: Random;
  /** Where components are kept; a room without one has one key for ever. */
  readonly folder: LmkFolder | undefined;
  readonly stored: StoredDataKeys;
  checkValueOf(key: Uint8Array, algorithm: string): Uint8Array;
}

export function createLmkCommands(room: LmkRoom): LmkCommands {
  const { lmks } = room;
  let underWay: { readonly ceremony: ComponentCeremony; readonly privateKey: KeyObject } | undefined;
  const folder = (): LmkFolder => {
    if (!room.folder) throw new Fault('TG_LMK_UNKNOWN', 'this room has one local master key for ever');
    return room.folder;
  };
  return {
    beginLmk: ({ components }) => {
      folder();
      underWay?.ceremony.wipe();
      const { privateKey, publicKey } = ephemeralPair();
      const ceremony = new ComponentCeremony({
        ...{ wanted: components, componentBytes: LMK_BYTES, checkValueOf: lmkCheckValue },
      });
      underWay = { ceremony, privateKey };
      return { publicKey };
    },
    enterLmkComponent: ({ officer, checkValue, ...sealed }) => {
      if (!underWay) throw new Fault('TG_CEREMONY', 'no ceremony has begun');
      const { ceremony, privateKey } = underWay;
      const component = openComponent(sealed, privateKey, LMK_CEREMONY, officer);
      try {
        let total = '';
        const entered = ceremony.enter({ component, officer, checkValue }, (components) => {
          underWay = undefined;
          const lmk = combineComponents(components);
          total = lmkCheckValue(lmk);
          if (lmks.has(total)) throw new Fault('TG_LMK_KNOWN', 'this local master key is there already');
          folder().keep(total, components);
          lmks.add({ lmk, checkValue: total });
        });
        return { ...entered, total };
      } finally {
        component.fill(0);
      }
    },
    activateLmk: ({ checkValue }) => {
      if (!lmks.has(checkValue)) throw new Fault('TG_LMK_UNKNOWN', 'no local master key of this check value');
      const before = lmks.live.checkValue;
      lmks.makeLive(checkValue);
      try {
        // The keys of stored card data stay what they are, whatever becomes of the key they were once derived from.
        const wrap = (keyUsage: string, algorithm: string, mode: string, key: Uint8Array) =>
          wrapUnderLive(
            room,
            { keyUsage, algorithm, modeOfUse: mode, keyVersion: NOT_COUNTED },
            'data at rest',
            key,
          );
        folder().makeLive(checkValue, room.stored.wrapped(wrap));
      } catch (error) {
        lmks.makeLive(before);
        throw error;
      }
    },
    rewrapKey: ({ block }) => rewrap(room, block),
    retireLmk: ({ checkValue }) => {
      const kept = folder();
      lmks.drop(checkValue);
      kept.remove(checkValue);
    },
  };
}

/** The same key with the same header, but for its protection key; also for a block that is under it already. */
function rewrap(room: LmkRoom, block: KeyBlock): { readonly block: KeyBlock } {
  const { header, key } = unwrapKeyBlock(room.lmks.keyOf(block), block);
  try {
    if (header.version !== 'D')
      throw new Fault('TG_HSM_KEY_USAGE', 'keys of this host are in version D blocks');
    const label = header.optionalBlocks.find(({ id }) => id === 'LB')?.data ?? '';
    return { block: wrapUnderLive(room, header, label, key) };
  } finally {
    key.fill(0);
  }
}

interface Use {
  readonly keyUsage: string;
  readonly algorithm: string;
  readonly modeOfUse: string;
  /** Which generation of the key it is. */
  readonly keyVersion: string;
}

/**
 * Who may use a block has to know what is in it and under which local master key, without opening it: label, check
 * value of the key (KC) and of its protection key (KP, by CMAC), as X9.143 has them.
 */
export function wrapUnderLive(
  room: Pick<LmkRoom, 'lmks' | 'random' | 'checkValueOf'>,
  { keyUsage, algorithm, modeOfUse, keyVersion }: Use,
  label: string,
  key: Uint8Array,
): KeyBlock {
  const { lmk, checkValue } = room.lmks.live;
  const kind = isToldByCmac(algorithm) ? '01' : '00';
  const header = {
    version: 'D',
    ...{ keyUsage, algorithm, modeOfUse, keyVersion, exportability: 'N' },
    optionalBlocks: [
      ...(label === '' ? [] : [{ id: 'LB', data: label }]),
      { id: 'KC', data: `${kind}${bytesToHex(room.checkValueOf(key, algorithm)).slice(0, 6)}` },
      { id: 'KP', data: `01${checkValue}` },
    ],
  } as const;
  return wrapKeyBlock(lmk, header, key, room.random.bytes(keyBlockPaddingBytes('D', key.length)));
}
