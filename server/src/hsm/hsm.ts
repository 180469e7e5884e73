// The HSM as the rest of the host sees it: key blocks in, results out, no clear key on either side.

import type { CardVerification, ChipCryptogram } from './card-shapes.js';
import type { PinBlockFormat } from './command-rules.js';
import type { EnteredComponent } from './component-ceremony.js';
import type { KeyRole } from './key-role.js';
import type {
  ComponentKeyRole,
  DukptKey,
  HandedKey,
  PinEntryKey,
  TerminalKeyRole,
  WorkingKeyForms,
  WorkingKeys,
  ZoneKey,
} from './key-shapes.js';
import type { MacMethod } from './mac-method.js';
import type { PinChange } from './pin-change.js';
import type { SealedComponent } from './sealed-component.js';
import type { SealedPin } from './sealed-pin.js';
import type { KeyBlock, WrappedKey } from './stored-key.js';
import type { MacMatch, PinBlockMatch } from './supposition.js';

export type {
  ComponentKeyRole,
  DukptKey,
  HandedKey,
  PinEntryKey,
  TerminalKeyRole,
  TransportedKey,
  WorkingKeyForms,
  WorkingKeys,
  ZoneKey,
} from './key-shapes.js';
export type { MacMethod } from './mac-method.js';
export type { KeyBlock, WrappedKey } from './stored-key.js';

export type PinCheck = 'match' | 'mismatch' | 'undecodable';

/** What an issuer stores to verify a PIN by. */
export type PinReference =
  /** `pvv`: four digits, or four for each four digits of the PIN. */
  | { readonly method: 'visa-pvv'; readonly pvki: number; readonly pvv: string }
  | { readonly method: 'ibm-3624'; readonly offset: string; readonly decimalisationTable: string };

/**
 * Every call may reject with a Fault that carries a stable code only: TG_HSM_UNREACHABLE (the room is
 * restarting), TG_HSM_BUSY (its queue is full), TG_HSM_KEY_USAGE (this key may not do that), or a code of
 * payment-crypto such as TG_KEY_BLOCK_MAC or TG_PAN.
 */
export interface Hsm {
  /**
   * XOR of 2 to 9 components; refuses wrong parity, equal halves and weak keys. `label`: printable ASCII;
   * `generation`: 1 to 1295, the key version number of the block.
   */
  formKey(command: {
    readonly components: readonly Uint8Array[];
    readonly role: KeyRole;
    readonly label: string;
    readonly generation?: number | undefined;
  }): Promise<WrappedKey>;
  /** Fresh keys for one terminal session. */
  generateWorkingKeys(command: WorkingKeyForms & { readonly tmk: KeyBlock }): Promise<WorkingKeys>;
  /** The MAC of `data` against the 8 bytes of field 64, in constant time. */
  verifyMac(command: {
    readonly key: KeyBlock;
    readonly data: Uint8Array;
    readonly mac: Uint8Array;
    readonly method: MacMethod;
  }): Promise<boolean>;
  /** Field 64: 8 bytes. */
  makeMac(command: {
    readonly key: KeyBlock;
    readonly data: Uint8Array;
    readonly method: MacMethod;
  }): Promise<Uint8Array>;
  /** Packed track 2 of `digits` digits in clear; 8 of its bytes came encrypted under the track key. */
  decryptTrack2(command: {
    readonly key: KeyBlock;
    readonly packed: Uint8Array;
    readonly digits: number;
  }): Promise<Uint8Array>;
  /**
   * A PIN block from one key and ISO 9564 format to another: formats 0, 3 and 4, 0 where none is named. There is
   * one PAN for both ends, so that none can be changed (PCI PIN 3-3). 8 bytes, or 16 for format 4.
   */
  translatePin(command: {
    readonly from: KeyBlock;
    readonly to: KeyBlock;
    readonly pinBlock: Uint8Array;
    readonly pan: string;
    readonly fromFormat?: PinBlockFormat | undefined;
    readonly toFormat?: PinBlockFormat | undefined;
  }): Promise<Uint8Array | 'undecodable'>;
  /**
   * The same for a block under a TDES DUKPT key (ANSI X9.24-1), formats 0 and 3. That `ksn` was never used before is
   * its caller's to see: the room remembers no terminal.
   */
  translateTdesDukptPin(command: {
    readonly bdk: KeyBlock;
    /** 10 bytes. */
    readonly ksn: Uint8Array;
    readonly to: KeyBlock;
    readonly pinBlock: Uint8Array;
    readonly pan: string;
    readonly fromFormat?: PinBlockFormat | undefined;
    readonly toFormat?: PinBlockFormat | undefined;
  }): Promise<Uint8Array | 'undecodable'>;
  /** The same from the sixteen-byte block of UnionPay terminals under SM4. */
  translateSm4Pin(command: {
    readonly from: KeyBlock;
    readonly to: KeyBlock;
    readonly pinBlock: Uint8Array;
    readonly pan: string;
  }): Promise<Uint8Array | 'undecodable'>;
  /** The same from ISO 9564 format 4 under the PIN key of one message (ANSI X9.24-3). */
  translateDukptPin(command: {
    readonly from: DukptKey;
    readonly to: KeyBlock;
    readonly pinBlock: Uint8Array;
    readonly pan: string;
  }): Promise<Uint8Array | 'undecodable'>;
  /** Field 64 as the terminal made it, under the MAC generation key of the message. */
  verifyDukptMac(command: {
    readonly key: DukptKey;
    readonly data: Uint8Array;
    readonly mac: Uint8Array;
    readonly method: MacMethod;
  }): Promise<boolean>;
  /** Field 64 for the terminal to verify, under its MAC verification key: 8 bytes. */
  makeDukptMac(command: {
    readonly key: DukptKey;
    readonly data: Uint8Array;
    readonly method: MacMethod;
  }): Promise<Uint8Array>;
  /** A fresh key of a terminal that nobody outside has. */
  makeTerminalKey(command: { readonly role: TerminalKeyRole; readonly label: string }): Promise<WrappedKey>;
  /** A fresh key of a terminal, and the same key for the holder of one private key alone. */
  handOverTerminalKey(command: {
    readonly role: TerminalKeyRole;
    readonly label: string;
    readonly generation: number;
    /** ECDSA P-256 key of the terminal's certificate: DER, SubjectPublicKeyInfo. */
    readonly publicKey: Uint8Array;
  }): Promise<HandedKey>;
  /** Begins the ceremony of a key by components, and ends one of this label that was under way. */
  beginKeyComponents(command: {
    /** Names the ceremony, and then the key. */
    readonly label: string;
    readonly role: ComponentKeyRole;
    readonly generation: number;
    readonly components: 2 | 3;
  }): Promise<{
    /** For `sealComponent`: DER, SubjectPublicKeyInfo. */
    readonly publicKey: Uint8Array;
  }>;
  /** One component, sealed for this room by a person who gave none before; with the last one comes the key. */
  enterKeyComponent(
    command: SealedComponent & {
      readonly label: string;
      readonly officer: string;
      /** What the person holds it to be, or empty. */
      readonly checkValue: string;
    },
  ): Promise<EnteredComponent & { readonly key: WrappedKey | undefined }>;
  /** A fresh zone PIN key: for this end, which encrypts, and as it travels to the bank. */
  makeZonePinKey(command: {
    readonly zoneMaster: KeyBlock;
    readonly label: string;
    readonly generation: number;
  }): Promise<ZoneKey>;
  /** The same at the bank's end, which decrypts. TG_HSM_KEY_USAGE unless it is that generation of such a key. */
  importZonePinKey(command: {
    readonly zoneMaster: KeyBlock;
    readonly label: string;
    readonly generation: number;
    readonly transport: string;
  }): Promise<WrappedKey>;
  /** TG_HSM_PIN_CHECKS when this PAN was checked too often in a short time. Formats as above. */
  verifyPin(command: {
    readonly zpk: KeyBlock;
    readonly pvk: KeyBlock;
    readonly pinBlock: Uint8Array;
    readonly pan: string;
    readonly reference: PinReference;
    readonly format?: PinBlockFormat | undefined;
  }): Promise<PinCheck>;
  /**
   * Verifies the old PIN and makes the reference of the new one, in one step that nobody can come between; both blocks
   * come under the same zone key. A wrong old PIN counts as in `verifyPin`. The key must be one that may generate.
   */
  changePin(command: {
    readonly zpk: KeyBlock;
    readonly pvk: KeyBlock;
    readonly oldPinBlock: Uint8Array;
    readonly newPinBlock: Uint8Array;
    readonly pan: string;
    readonly reference: PinReference;
    readonly format?: PinBlockFormat | undefined;
  }): Promise<PinChange>;
  /** A fresh key pair of a bank, for PINs that holders set on their phones. */
  makePinEntryKey(command: { readonly label: string }): Promise<PinEntryKey>;
  /**
   * The reference of a PIN that was sealed for a bank's key, for this PAN and this occasion alone (`sealed-pin.ts`).
   * It asks for no PIN before it: that its holder is there is the caller's to see. TG_PIN_ENTRY_TIME when it was begun
   * too long ago, or is to begin yet. Nothing is compared with the PIN so far, so that nobody can guess it here.
   */
  setPin(
    command: SealedPin & {
      readonly key: KeyBlock;
      readonly pan: string;
      readonly pvk: KeyBlock;
      readonly reference: PinReference;
    },
  ): Promise<PinChange>;
  /**
   * The places of the suppositions that make this field 64. TG_HSM_PIN_CHECKS, here and in the next, when there were
   * too many defects under the first key; TG_HSM_TOO_MUCH for more than one call may try.
   */
  matchMac(command: MacMatch): Promise<readonly number[]>;
  /** The places of the suppositions under which this block is a well-formed PIN; the first alone if that one fits. */
  matchPinBlock(command: PinBlockMatch): Promise<readonly number[]>;
  /** Whether this card made this cryptogram over these data; compared in constant time. */
  verifyArqc(command: ChipCryptogram): Promise<boolean>;
  /**
   * The value of tag 91 that answers a cryptogram: TG_HSM_CRYPTOGRAM unless the cryptogram is right.
   * `arc`: the answer code, two characters. `method` and `csu` (4 bytes) where the card's are not as the version has
   * them.
   */
  makeArpc(
    command: ChipCryptogram & {
      readonly arc: string;
      readonly approved: boolean;
      readonly method?: 1 | 2 | undefined;
      readonly csu?: Uint8Array | undefined;
    },
  ): Promise<Uint8Array>;
  /** Three digits: CVV, or iCVV and CVV2 by their service codes 999 and 000. */
  makeCvv(command: CardVerification): Promise<string>;
  verifyCvv(command: CardVerification & { readonly cvv: string }): Promise<boolean>;
  /** 6 upper-case hexadecimal digits of any key block under the local master key. */
  keyCheckValue(command: { readonly key: KeyBlock }): Promise<string>;
  /** The PAN for storage: nonce 12, AES-256-GCM, tag 16. The same PAN seals differently each time. */
  sealPan(pan: string): Promise<Uint8Array>;
  openPan(sealed: Uint8Array): Promise<string>;
  /** 32 bytes to find a PAN by: HMAC-SHA-256 under a key of its own. */
  panHash(pan: string): Promise<Uint8Array>;
  /** 32 bytes to tell a repeated request by: HMAC-SHA-256 under another key of its own. */
  contentHash(content: Uint8Array): Promise<Uint8Array>;
  /** Check values of the live local master key and of those that only open. */
  status(): Promise<{
    readonly lmkCheckValue: string;
    readonly otherLmks: readonly string[];
    readonly software: true;
  }>;
  /** Begins the ceremony of a new local master key, and ends one that was under way. */
  beginLmk(command: { readonly components: 2 | 3 }): Promise<{
    /** For `sealComponent`: DER, SubjectPublicKeyInfo. */
    readonly publicKey: Uint8Array;
  }>;
  /**
   * One component of 32 bytes, sealed for LMK_CEREMONY by a person who gave none before. `checkValue`: what the person
   * holds it to be, or empty. With the last one comes the check value of the new key, which then opens and does not
   * wrap yet.
   */
  enterLmkComponent(
    command: SealedComponent & {
      readonly officer: string;
      readonly checkValue: string;
    },
  ): Promise<
    EnteredComponent & {
      /** Empty until the last one. */
      readonly total: string;
    }
  >;
  /** From now on keys are wrapped under this one; blocks under the others still open. */
  activateLmk(command: { readonly checkValue: string }): Promise<void>;
  /** A block under the live local master key from one under any. */
  rewrapKey(command: { readonly block: KeyBlock }): Promise<{ readonly block: KeyBlock }>;
  /** Wipes a local master key; its caller has seen to it that no block needs it. TG_LMK_LIVE for the live one. */
  retireLmk(command: { readonly checkValue: string }): Promise<void>;
  /** Calls under way reject with TG_HSM_UNREACHABLE. */
  close(): Promise<void>;
}

/** The commands that travel to the room; `close` is the client's own. */
export type CommandName = Exclude<keyof Hsm, 'close'>;
export type CommandRequest<C extends CommandName> = Parameters<Hsm[C]>[0];
export type CommandAnswer<C extends CommandName> = Awaited<ReturnType<Hsm[C]>>;

/** The commands as plain functions, inside the room. They throw faults with a stable code. */
export type Commands = {
  readonly [C in CommandName]: (request: CommandRequest<C>) => CommandAnswer<C>;
};
