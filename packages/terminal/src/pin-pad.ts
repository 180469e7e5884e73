// The terminal's security module: holds the keys, makes PIN blocks and MACs, and gives neither a key nor a
// PIN out. Software for training and tests; a certified PIN pad belongs behind the same methods.

import { packNibbles, toHex, unpackNibbles } from '@tillgate/iso8583';
import {
  type BlockCipher,
  type CipherFactory,
  createAes,
  createSm4,
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  encryptEcb,
  equalConstantTime,
  kcvOfZeros,
  pinFromText,
  type TerminalMacKey,
  terminalMac,
} from '@tillgate/payment-crypto';
import {
  type MacMethod,
  macMethodOf,
  type Profile,
  standardProfile,
  type TransportedWorkingKey,
  type WorkingKeys,
} from '@tillgate/pos-protocol';

/** First three bytes, as people compare them. */
export interface KeyCheckValues {
  readonly tmk: string;
  readonly pinKey: string | undefined;
  readonly macKey: string | undefined;
  readonly trackKey: string | undefined;
}

interface LoadedKeys {
  readonly pinKey: BlockCipher;
  readonly macKey: TerminalMacKey;
  readonly trackKey: BlockCipher | undefined;
  readonly singleLength: boolean;
}

const MAC_CIPHERS: Readonly<Record<MacMethod['algorithm'], CipherFactory>> = {
  'cup-ecb': createTdes,
  'x9.9': createTdes,
  'x9.19': createTdes,
  'cmac-aes': createAes,
  'cmac-sm4': createSm4,
};

export class PinPad {
  readonly #tmk: BlockCipher;
  readonly #macMethod: MacMethod;
  #keys: LoadedKeys | undefined;

  /**
   * @param tmk 16 bytes; the caller's copy may be wiped afterwards
   * @param profile tells how MACs are made
   */
  constructor(tmk: Uint8Array, profile: Profile = standardProfile) {
    this.#tmk = createTdes(tmk);
    this.#macMethod = macMethodOf(profile);
  }

  /**
   * Decrypts working keys under the TMK and checks each check value. Either all are in force afterwards or
   * none; answers the name of the first key that failed.
   */
  loadWorkingKeys(keys: WorkingKeys): 'pinKey' | 'macKey' | 'trackKey' | undefined {
    this.clearWorkingKeys();
    const pinKey = this.#load(keys.pinKey, createTdes);
    if (pinKey === undefined) return 'pinKey';
    const macKey = this.#loadMacKey(keys.macKey);
    if (macKey === undefined) return 'macKey';
    const trackKey = keys.trackKey && this.#load(keys.trackKey, createTdes);
    if (keys.trackKey !== undefined && trackKey === undefined) return 'trackKey';
    this.#keys = { pinKey, macKey, trackKey, singleLength: keys.pinKey.keyUnderTmk.length === 8 };
    return undefined;
  }

  #load({ keyUnderTmk, kcvBytes }: TransportedWorkingKey, create: CipherFactory): BlockCipher | undefined {
    const key = decryptEcb(this.#tmk, keyUnderTmk);
    const cipher = create(key);
    key.fill(0);
    return equalConstantTime(kcvOfZeros(cipher, kcvBytes.length), kcvBytes) ? cipher : undefined;
  }

  #loadMacKey(key: TransportedWorkingKey): TerminalMacKey | undefined {
    const { algorithm } = this.#macMethod;
    // A CMAC key has one length only; a PIN pad that is handed another has the wrong profile.
    if (algorithm.startsWith('cmac') && key.keyUnderTmk.length !== 16) return undefined;
    const whole = this.#load(key, MAC_CIPHERS[algorithm]);
    if (whole === undefined) return undefined;
    if (algorithm !== 'x9.19') return { whole, firstHalf: undefined };
    const clear = decryptEcb(this.#tmk, key.keyUnderTmk);
    const firstHalf = createTdes(clear.slice(0, 8));
    clear.fill(0);
    return { whole, firstHalf };
  }

  clearWorkingKeys(): void {
    const { pinKey, macKey, trackKey } = this.#keys ?? {};
    for (const cipher of [pinKey, macKey?.whole, macKey?.firstHalf, trackKey]) cipher?.destroy();
    this.#keys = undefined;
  }

  get hasWorkingKeys(): boolean {
    return this.#keys !== undefined;
  }

  /** After a sign-on 001. */
  get hasSingleLengthKeys(): boolean {
    return this.#keys?.singleLength === true;
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

  /** F64: eight bytes. */
  mac(data: Uint8Array): Uint8Array {
    return terminalMac(this.#working().macKey, data, this.#macMethod);
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
      macKey: of(this.#keys?.macKey.whole),
      trackKey: of(this.#keys?.trackKey),
    };
  }

  #working(): LoadedKeys {
    if (this.#keys === undefined) throw new Error('no working keys are loaded');
    return this.#keys;
  }
}
