// Keys as commands give and take them: blocks for the host, and the same keys for whoever else is to have them.

import type { KeyRole, MacAlgorithm } from './key-role.js';
import type { KeyBlock, WrappedKey } from './stored-key.js';

/** A working key twice: as a block for the host, and under a terminal's master key for sign-on. */
export interface TransportedKey extends WrappedKey {
  /** 16 bytes, or 8 for a single-length key: ECB under the TMK. */
  readonly underTmk: Uint8Array;
  /** 4 bytes, or 8 under SM4, as field 62 carries them. */
  readonly kcvBytes: Uint8Array;
}

export interface WorkingKeys {
  readonly pinKey: TransportedKey;
  readonly macKey: TransportedKey;
  readonly trackKey: TransportedKey | undefined;
}

/** Which working keys a terminal is to get. */
export interface WorkingKeyForms {
  /** Of the TMK, and so of PIN and track key. */
  readonly cipher: 'tdes' | 'sm4';
  readonly pinKeyBytes: 8 | 16;
  readonly macKeyBytes: 8 | 16;
  readonly macAlgorithm: MacAlgorithm;
  readonly withTrackKey: boolean;
}

/** The keys of one message: the terminal's initial key, and which of its messages it is. */
export interface DukptKey {
  readonly initialKey: KeyBlock;
  /** 12 bytes. */
  readonly ksn: Uint8Array;
}

/** The key of a terminal from which, or under which, all its others come. */
export type TerminalKeyRole = Extract<KeyRole, 'tmk' | 'tmk-sm4' | 'dukpt-initial'>;

/** A key that people bring in by components. */
export type ComponentKeyRole =
  | TerminalKeyRole
  | Extract<KeyRole, 'zone-master' | 'pvk-visa' | 'pvk-ibm' | 'imk-ac'>;

export interface HandedKey extends WrappedKey {
  /** The host's half of the key agreement: DER, SubjectPublicKeyInfo. */
  readonly ephemeralKey: Uint8Array;
  /** X9.143 version D block under the agreed key. */
  readonly transport: KeyBlock;
}

export interface ZoneKey extends WrappedKey {
  /** X9.143 version D block under the master key of the zone. */
  readonly transport: string;
}

export interface PinEntryKey extends WrappedKey {
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}
