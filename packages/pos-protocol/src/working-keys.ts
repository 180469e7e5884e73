// F62 of a sign-on answer: working keys encrypted under the terminal's master key, each with its check value.

import type { Profile } from './profile.js';
import { standardProfile } from './shipped-profiles.js';

/** A working key under the TMK. */
export interface TransportedWorkingKey {
  /** 16 bytes, or 8 for a single-length key: ECB of the TMK's cipher. */
  readonly keyUnderTmk: Uint8Array;
  /** First 4 bytes, with SM4 first 8, of the encryption of a block of zeros under the clear key. */
  readonly kcvBytes: Uint8Array;
}

export interface WorkingKeys {
  readonly pinKey: TransportedWorkingKey;
  readonly macKey: TransportedWorkingKey;
  /** Only when the terminal asked for it (60.3 = 004), and always with SM4 (005). */
  readonly trackKey?: TransportedWorkingKey;
}

const DOUBLE_BYTES = 16;
const SINGLE_BYTES = 8;
const KCV_BYTES = 4;
const SM4_KCV_BYTES = 8;

/**
 * 24 bytes (001), 40 (003) or 60 (004), under SM4 72 (005); undefined for any other length, and for a MAC key that
 * the profile has single where no zeros fill its slot. A profile without working keys has no such field.
 */
export function parseF62WorkingKeys(
  bytes: Uint8Array,
  profile: Profile = standardProfile,
): WorkingKeys | undefined {
  if (profile.keyScheme === 'aes-dukpt') return undefined;
  const isSm4 = profile.keyScheme === 'sm4';
  const kcvLength = isSm4 ? SM4_KCV_BYTES : KCV_BYTES;
  const isSingle = !isSm4 && bytes.length === 2 * (SINGLE_BYTES + KCV_BYTES);
  const keyBytes = isSingle ? SINGLE_BYTES : DOUBLE_BYTES;
  const slots = bytes.length / (keyBytes + kcvLength);
  if (slots !== 3 && (isSm4 || slots !== 2)) return undefined;
  const slot = (index: number): TransportedWorkingKey => {
    const at = index * (keyBytes + kcvLength);
    return {
      keyUnderTmk: bytes.slice(at, at + keyBytes),
      kcvBytes: bytes.slice(at + keyBytes, at + keyBytes + kcvLength),
    };
  };
  const macKey = profile.macKeyLength === 'single' && !isSingle ? halfOf(slot(1)) : slot(1);
  return macKey && { pinKey: slot(0), macKey, ...(slots === 3 && { trackKey: slot(2) }) };
}

/** A single-length key in a slot for a double one is followed by zeros. */
function halfOf({ keyUnderTmk, kcvBytes }: TransportedWorkingKey): TransportedWorkingKey | undefined {
  if (keyUnderTmk.subarray(SINGLE_BYTES).some((byte) => byte !== 0)) return undefined;
  return { keyUnderTmk: keyUnderTmk.slice(0, SINGLE_BYTES), kcvBytes };
}

/** Every slot is as long as the PIN key's. Throws a RangeError when a key or a check value has another length. */
export function formatF62WorkingKeys({ pinKey, macKey, trackKey }: WorkingKeys): Uint8Array {
  const slots = trackKey === undefined ? [pinKey, macKey] : [pinKey, macKey, trackKey];
  const keyBytes = pinKey.keyUnderTmk.length;
  const kcvLength = pinKey.kcvBytes.length;
  const slotBytes = keyBytes + kcvLength;
  const bytes = new Uint8Array(slots.length * slotBytes);
  slots.forEach(({ keyUnderTmk, kcvBytes }, index) => {
    const { length } = keyUnderTmk;
    const isKey = length === DOUBLE_BYTES || length === SINGLE_BYTES;
    const isKcv = kcvLength === KCV_BYTES || kcvLength === SM4_KCV_BYTES;
    if (!isKey || length > keyBytes || !isKcv || kcvBytes.length !== kcvLength) {
      throw new RangeError('a working key takes 8 or 16 bytes, and 4 or 8 of check value');
    }
    bytes.set(keyUnderTmk, index * slotBytes);
    bytes.set(kcvBytes, index * slotBytes + keyBytes);
  });
  return bytes;
}
