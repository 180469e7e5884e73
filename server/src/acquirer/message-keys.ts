// The keys under which one message came, whatever the terminal's scheme: the working keys of a sign-on, or the
// message's own (ANSI X9.24-3). The commands of the HSM differ; the stations should not have to.

import type { DukptKey, Hsm, MacMethod } from '../hsm/index.js';
import type { WorkingKeys } from '../store/index.js';
import type { PinKey } from '../switch/index.js';

/** Of one message. `isNext`: from the key that was handed over last, under which no message has come before. */
export interface OwnMessageKeys {
  readonly scheme: 'aes-dukpt';
  readonly key: DukptKey;
  readonly counter: number;
  readonly isNext: boolean;
}

export type MessageKeys = { readonly scheme: 'tdes' | 'sm4'; readonly working: WorkingKeys } | OwnMessageKeys;

export interface MacedData {
  readonly data: Uint8Array;
  /** Field 64. */
  readonly mac: Uint8Array;
  readonly method: MacMethod;
}

export function macFits(
  hsm: Pick<Hsm, 'verifyMac' | 'verifyDukptMac'>,
  keys: MessageKeys,
  maced: MacedData,
): Promise<boolean> {
  return keys.scheme === 'aes-dukpt'
    ? hsm.verifyDukptMac({ key: keys.key, ...maced })
    : hsm.verifyMac({ key: keys.working.macKey.block, ...maced });
}

/** Field 64 of the answer. */
export function macFor(
  hsm: Pick<Hsm, 'makeMac' | 'makeDukptMac'>,
  keys: MessageKeys,
  { data, method }: Omit<MacedData, 'mac'>,
): Promise<Uint8Array> {
  return keys.scheme === 'aes-dukpt'
    ? hsm.makeDukptMac({ key: keys.key, data, method })
    : hsm.makeMac({ key: keys.working.macKey.block, data, method });
}

export function pinKeyOf(keys: MessageKeys): PinKey {
  return keys.scheme === 'aes-dukpt'
    ? { scheme: keys.scheme, key: keys.key }
    : { scheme: keys.scheme, key: keys.working.pinKey.block };
}
