// What the HSM is told of a card: the cryptogram of one chip transaction, and what a verification value is made of.

import type { CryptogramVersion, UniqueKeyOption } from '@tillgate/payment-crypto';
import type { KeyBlock } from './stored-key.js';

/** The cryptogram of one chip transaction, and whose card made it. */
export interface ChipCryptogram {
  /** The issuer's master key for cryptograms. */
  readonly imk: KeyBlock;
  /** How the card's key comes from it (EMV Book 2, A1.4). */
  readonly option: UniqueKeyOption;
  readonly pan: string;
  /** Sequence number of the card, two digits. */
  readonly sequence: string;
  readonly version: CryptogramVersion;
  /** 9F36, two bytes. */
  readonly atc: Uint8Array;
  /** What the card made it over. */
  readonly data: Uint8Array;
  /** 9F26, eight bytes. */
  readonly cryptogram: Uint8Array;
}

/** What a card verification value is made of. */
export interface CardVerification {
  readonly cvk: KeyBlock;
  readonly pan: string;
  /** Four digits, in the order that the issuer uses. */
  readonly expiry: string;
  readonly serviceCode: string;
}
