// A PIN pad for training and laboratories that makes one chosen mistake with what it sends, as terminals in the field
// do, so that people can see what a host says to it. Answers are still checked as they should be.

import type { Profile, WorkingKeys } from '@tillgate/pos-protocol';
import { standardProfile } from '@tillgate/pos-protocol';
import { type KeyCheckValues, PinPad } from './pin-pad.js';

export const PAD_MISTAKES = [
  /** The keys of the sign-on before the last that this pad has seen. */
  'previous-keys',
  /** The PIN key of the sign-on before the last, the MAC key of the last. */
  'half-rotated',
  /** PIN key and MAC key in each other's place. */
  'swapped-keys',
  /** X9.9 where the profile has another MAC. */
  'other-algorithm',
  /** The other case of the MAC's hex characters. */
  'other-case',
  /** Two length bytes in front of what is MACed. */
  'length-in-range',
  /** The MAC leaves the MTI out. */
  'mti-left-out',
  /** One bit is another after the MAC was made. */
  'changed-bit',
  /** The PIN block is bound to a PAN of zeros. */
  'pan-left-out',
] as const;
export type PadMistake = (typeof PAD_MISTAKES)[number];

const NO_PAN = '0'.repeat(13);

export class MistakenPinPad extends PinPad {
  /** Undefined: none, as any other PIN pad. */
  mistake: PadMistake | undefined;
  readonly #ownKey: Uint8Array;
  readonly #profile: Profile;
  #keys: WorkingKeys | undefined;
  #before: WorkingKeys | undefined;

  constructor(ownKey: Uint8Array, profile: Profile = standardProfile) {
    super(ownKey, profile);
    this.#ownKey = ownKey.slice();
    this.#profile = profile;
  }

  override loadWorkingKeys(keys: WorkingKeys): ReturnType<PinPad['loadWorkingKeys']> {
    const failed = super.loadWorkingKeys(keys);
    if (failed === undefined) [this.#before, this.#keys] = [this.#keys, keys];
    return failed;
  }

  override mac(data: Uint8Array): Uint8Array {
    switch (this.mistake) {
      case 'length-in-range':
        return super.mac(Uint8Array.of(data.length >> 8, data.length & 255, ...data));
      case 'mti-left-out':
        return super.mac(data.slice(2));
      case 'changed-bit': {
        const mac = super.mac(data);
        mac[mac.length - 1] = (mac.at(-1) ?? 0) ^ 1;
        return mac;
      }
      default:
        return this.#instead()?.mac(data) ?? super.mac(data);
    }
  }

  override encryptPin(pin: string, pan: string): Uint8Array {
    if (this.mistake === 'pan-left-out') return super.encryptPin(pin, NO_PAN);
    const isOfKeys = this.mistake === 'swapped-keys' || this.mistake === 'half-rotated';
    const instead = isOfKeys ? this.#instead() : undefined;
    return instead?.encryptPin(pin, pan) ?? super.encryptPin(pin, pan);
  }

  /** Of the keys that it computes with. */
  override get keyCheckValues(): KeyCheckValues {
    return this.#instead()?.keyCheckValues ?? super.keyCheckValues;
  }

  /** Another PIN pad that computes so all the time; undefined where there is nothing to be mistaken about. */
  #instead(): PinPad | undefined {
    const keys = this.#keys;
    if (!keys) return undefined;
    const { macLetterCase } = this.#profile;
    switch (this.mistake) {
      case 'previous-keys':
        return this.#before && this.#padOf(this.#before);
      case 'half-rotated':
        return this.#before && this.#padOf({ ...keys, pinKey: this.#before.pinKey });
      case 'swapped-keys':
        return this.#padOf({ ...keys, pinKey: keys.macKey, macKey: keys.pinKey });
      case 'other-algorithm':
        return this.#padOf(keys, { macAlgorithm: 'x9.9' });
      case 'other-case':
        return this.#padOf(keys, { macLetterCase: macLetterCase === 'upper' ? 'lower' : 'upper' });
      default:
        return undefined;
    }
  }

  #padOf(keys: WorkingKeys, change: Partial<Profile> = {}): PinPad | undefined {
    const pad = new PinPad(this.#ownKey, { ...this.#profile, ...change });
    return pad.loadWorkingKeys(keys) === undefined ? pad : undefined;
  }
}
