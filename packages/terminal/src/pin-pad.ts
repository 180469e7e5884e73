// The terminal's security module: holds the keys, makes PIN blocks and MACs, and gives neither a key nor a
// PIN out. Software for training and tests; a certified PIN pad belongs behind the same methods.

import { packNibbles, toHex, unpackNibbles } from '@tillgate/iso8583';
import {
  asciiToBytes,
  type BlockCipher,
  type CipherFactory,
  createAes,
  createSm4,
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  encodePinBlockUnionPaySm4,
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
  type SecurityControl,
  standardProfile,
  type TransportedWorkingKey,
  type WorkingKeys,
} from '@tillgate/pos-protocol';
import { MessageKeys } from './message-keys.js';

/** First three bytes, as people compare them. */
export interface KeyCheckValues {
  /** Of the terminal's own key. */
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

const SM4_BLOCK_BYTES = 16;

const MAC_CIPHERS: Readonly<Record<MacMethod['algorithm'], CipherFactory>> = {
  'cup-ecb': createTdes,
  'x9.9': createTdes,
  'x9.19': createTdes,
  'cmac-aes': createAes,
  'cmac-sm4': createSm4,
};

export class PinPad {
  /** The terminal's own key as a master key: TDES or SM4. */
  readonly #tmk: BlockCipher | undefined;
  /** The terminal's own key as an initial key of AES DUKPT. */
  readonly #messageKeys: MessageKeys | undefined;
  readonly #createCipher: CipherFactory;
  readonly #macMethod: MacMethod;
  #keys: LoadedKeys | undefined;

  /**
   * @param ownKey 16 bytes: the master key, or the initial key of AES DUKPT; the caller's copy may be wiped afterwards
   * @param profile tells which of them it is, and how MACs are made
   */
  constructor(ownKey: Uint8Array, profile: Profile = standardProfile) {
    const isDukpt = profile.keyScheme === 'aes-dukpt';
    this.#createCipher = profile.keyScheme === 'sm4' ? createSm4 : createTdes;
    this.#tmk = isDukpt ? undefined : this.#createCipher(ownKey);
    this.#messageKeys = isDukpt ? new MessageKeys(ownKey) : undefined;
    this.#macMethod = macMethodOf(profile);
  }

  /** True where each message has keys of its own, and a sign-on hands out none. */
  get hasKeysForEachMessage(): boolean {
    return this.#messageKeys !== undefined;
  }

  /**
   * Keys for the next message and its answer.
   * @param ksn 12 bytes, never used before; @param pinFill 8 random bytes for each PIN block
   */
  takeMessageKeys(ksn: Uint8Array, pinFill: Uint8Array): void {
    if (this.#messageKeys === undefined) throw new Error('this terminal signs on for its keys');
    this.#messageKeys.take(ksn, pinFill);
  }

  /**
   * Decrypts working keys under the TMK and checks each check value. Either all are in force afterwards or
   * none; answers the name of the first key that failed.
   */
  loadWorkingKeys(keys: WorkingKeys): 'pinKey' | 'macKey' | 'trackKey' | undefined {
    this.clearWorkingKeys();
    const pinKey = this.#load(keys.pinKey, this.#createCipher);
    if (pinKey === undefined) return 'pinKey';
    const macKey = this.#loadMacKey(keys.macKey);
    if (macKey === undefined) return 'macKey';
    const trackKey = keys.trackKey && this.#load(keys.trackKey, this.#createCipher);
    if (keys.trackKey !== undefined && trackKey === undefined) return 'trackKey';
    this.#keys = { pinKey, macKey, trackKey, singleLength: keys.pinKey.keyUnderTmk.length === 8 };
    return undefined;
  }

  #load({ keyUnderTmk, kcvBytes }: TransportedWorkingKey, create: CipherFactory): BlockCipher | undefined {
    const key = this.#underTmk(keyUnderTmk);
    const cipher = create(key);
    key.fill(0);
    return equalConstantTime(kcvOfZeros(cipher, kcvBytes.length), kcvBytes) ? cipher : undefined;
  }

  /** In clear; to be wiped by the caller. */
  #underTmk(keyUnderTmk: Uint8Array): Uint8Array {
    if (this.#tmk === undefined) throw new Error('no master key is loaded');
    return decryptEcb(this.#tmk, keyUnderTmk);
  }

  #loadMacKey(key: TransportedWorkingKey): TerminalMacKey | undefined {
    const { algorithm } = this.#macMethod;
    // A CMAC key has one length only; a PIN pad that is handed another has the wrong profile.
    if (algorithm.startsWith('cmac') && key.keyUnderTmk.length !== 16) return undefined;
    const whole = this.#load(key, MAC_CIPHERS[algorithm]);
    if (whole === undefined) return undefined;
    if (algorithm !== 'x9.19') return { whole, firstHalf: undefined };
    const clear = this.#underTmk(key.keyUnderTmk);
    const firstHalf = createTdes(clear.slice(0, 8));
    clear.fill(0);
    return { whole, firstHalf };
  }

  clearWorkingKeys(): void {
    const { pinKey, macKey, trackKey } = this.#keys ?? {};
    for (const cipher of [pinKey, macKey?.whole, macKey?.firstHalf, trackKey]) cipher?.destroy();
    this.#keys = undefined;
  }

  /** Whether messages can have a MAC. */
  get hasWorkingKeys(): boolean {
    return this.hasKeysForEachMessage || this.#keys !== undefined;
  }

  /** Digit 2 of F53: the block that `encryptPin` makes. */
  get pinKeyForm(): SecurityControl['keyLength'] {
    if (this.hasKeysForEachMessage) return '8';
    if (this.#createCipher === createSm4) return '7';
    return this.#keys?.singleLength === true ? '0' : '6';
  }

  /**
   * Under the PIN key: ISO 9564-1 format 0 of 8 bytes, or of 16 the UnionPay block under SM4, or format 4 where each
   * message has keys of its own. Throws a CryptoFault for what is no PIN.
   */
  encryptPin(pin: string, pan: string): Uint8Array {
    const digits = pinFromText(pin);
    try {
      if (this.#messageKeys !== undefined) return this.#messageKeys.encryptPin(digits, pan);
      const { pinKey } = this.#working();
      const isSm4 = pinKey.blockBytes === SM4_BLOCK_BYTES;
      const block = isSm4 ? encodePinBlockUnionPaySm4(digits, pan) : encodePinBlockFormat0(digits, pan);
      const pinBlockUnderTpk = encryptEcb(pinKey, block);
      block.fill(0);
      return pinBlockUnderTpk;
    } finally {
      digits.fill(0);
    }
  }

  /** Whether a new PIN was entered twice the same: nothing but the answer leaves the PIN pad. */
  isSamePin(first: string, again: string): boolean {
    return equalConstantTime(asciiToBytes(first), asciiToBytes(again));
  }

  /** F64 of a message: eight bytes. */
  mac(data: Uint8Array): Uint8Array {
    return terminalMac(this.#messageKeys?.macOut ?? this.#working().macKey, data, this.#macMethod);
  }

  /** F64 of an answer. */
  checkMac(data: Uint8Array, mac: Uint8Array): boolean {
    const key = this.#messageKeys?.macIn ?? this.#working().macKey;
    return equalConstantTime(terminalMac(key, data, this.#macMethod), mac);
  }

  /** Whether there is a track key, and a whole block of this track for it. */
  encryptsTrack(track: string): boolean {
    const { trackKey } = this.#keys ?? {};
    return trackKey !== undefined && packNibbles(track).length > trackKey.blockBytes;
  }

  /** Track 2 with the block that ends one byte before its last packed byte encrypted under the track key. */
  encryptTrack(track: string): string {
    const { trackKey } = this.#working();
    if (trackKey === undefined) throw new Error('no track key is loaded');
    const packed = packNibbles(track);
    const end = packed.length - 1;
    const start = end - trackKey.blockBytes;
    packed.set(encryptEcb(trackKey, packed.slice(start, end)), start);
    return unpackNibbles(packed, track.length);
  }

  get keyCheckValues(): KeyCheckValues {
    const of = (cipher: BlockCipher | undefined): string | undefined => cipher && toHex(kcvOfZeros(cipher));
    return {
      tmk: this.#messageKeys?.initialKeyCheckValue ?? of(this.#tmk) ?? '',
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
