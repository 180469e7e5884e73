// The terminal's security module: holds the keys, makes PIN blocks and MACs, and gives neither a key nor a
// PIN out. Software for training and tests; a certified PIN pad belongs behind the same methods.

import { packNibbles, toHex, unpackNibbles } from '@tillgate/iso8583';
import {
  type BlockCipher,
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  encryptEcb,
  equalConstantTime,
  kcvOfZeros,
  pinFromText,
  unionPayEcbMac,
} from '@tillgate/payment-crypto';
import type { TransportedWorkingKey, WorkingKeys } from '@tillgate/pos-protocol';

/** First three bytes, as people compare them. */
export interface KeyCheckValues {
  readonly tmk: string;
  readonly pinKey: string | undefined;
  readonly macKey: string | undefined;
  readonly trackKey: string | undefined;
}

interface LoadedKeys {
  readonly pinKey: BlockCipher;
  readonly macKey: BlockCipher;
  readonly trackKey: BlockCipher | undefined;
}

export class PinPad {
  readonly #tmk: BlockCipher;
  #keys: LoadedKeys | undefined;

  /** @param tmk 16 bytes; the caller's copy may be wiped afterwards */
  constructor(tmk: Uint8Array) {
    this.#tmk = createTdes(tmk);
  }

  /**
   * Decrypts working keys under the TMK and checks each check value. Either all are in force afterwards or
   * none; answers the name of the first key that failed.
   */
  loadWorkingKeys(keys: WorkingKeys): 'pinKey' | 'macKey' | 'trackKey' | undefined {
    this.clearWorkingKeys();
    const pinKey = this.#load(keys.pinKey);
    if (pinKey === undefined) return 'pinKey';
    const macKey = this.#load(keys.macKey);
    if (macKey === undefined) return 'macKey';
    const trackKey = keys.trackKey && this.#load(keys.trackKey);
    if (keys.trackKey !== undefined && trackKey === undefined) return 'trackKey';
    this.#keys = { pinKey, macKey, trackKey };
    return undefined;
  }

  #load({ keyUnderTmk, kcvBytes }: TransportedWorkingKey): BlockCipher | undefined {
    const key = decryptEcb(this.#tmk, keyUnderTmk);
    const cipher = createTdes(key);
    key.fill(0);
    return equalConstantTime(kcvOfZeros(cipher, kcvBytes.length), kcvBytes) ? cipher : undefined;
  }

  clearWorkingKeys(): void {
    for (const cipher of Object.values(this.#keys ?? {}) as (BlockCipher | undefined)[]) cipher?.destroy();
    this.#keys = undefined;
  }

  get hasWorkingKeys(): boolean {
    return this.#keys !== undefined;
  }

  get hasTrackKey(): boolean {
    return this.#keys?.trackKey !== undefined;
  }

  /** ISO 9564-1 format 0 under the PIN key, 8 bytes. Throws a CryptoFault for what is no PIN. */
  encryptPin(pin: string, pan: string): Uint8Array {
    const digits = pinFromText(pin);
    const block = encodePinBlockFormat0(digits, pan);
    const pinBlockUnderTpk = encryptEcb(this.#working().pinKey, block);
    digits.fill(0);
    block.fill(0);
    return pinBlockUnderTpk;
  }

  /** F64: eight characters. */
  mac(data: Uint8Array): Uint8Array {
    return unionPayEcbMac(this.#working().macKey, data);
  }

  checkMac(data: Uint8Array, mac: Uint8Array): boolean {
    return equalConstantTime(this.mac(data), mac);
  }

  /**
   * Track 2 with the eight bytes that end one byte before its last packed byte encrypted under the track key.
   * Tracks too short to hold them are left as they are.
   */
  encryptTrack(track: string): string {
    const { trackKey } = this.#working();
    if (trackKey === undefined) throw new Error('no track key is loaded');
    const packed = packNibbles(track);
    const end = packed.length - 1;
    if (end < 8) return track;
    packed.set(encryptEcb(trackKey, packed.slice(end - 8, end)), end - 8);
    return unpackNibbles(packed, track.length);
  }

  get keyCheckValues(): KeyCheckValues {
    const of = (cipher: BlockCipher | undefined): string | undefined => cipher && toHex(kcvOfZeros(cipher));
    return {
      tmk: toHex(kcvOfZeros(this.#tmk)),
      pinKey: of(this.#keys?.pinKey),
      macKey: of(this.#keys?.macKey),
      trackKey: of(this.#keys?.trackKey),
    };
  }

  #working(): LoadedKeys {
    if (this.#keys === undefined) throw new Error('no working keys are loaded');
    return this.#keys;
  }
}
