// Keys of an EMV card: its unique key from the issuer's master key (EMV Book 2, A1.4), and the session keys
// of one transaction (A1.3 and the schemes' own).

import type { BlockCipher } from './block-cipher.js';
import { hexToBytes, xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { decimalise } from './decimalise.js';
import { createTdes } from './des.js';
import { adjustParity } from './parity.js';
import { sha1 } from './sha-1.js';

const KEY_BYTES = 16;

/** Option B hashes a PAN of more than 16 digits; for a shorter one it is option A. */
export type UniqueKeyOption = 'A' | 'B';

/**
 * The unique key of a card (UDK), 16 bytes with odd parity.
 * @param imk issuer master key, 16 bytes; @param pan 12 to 19 digits; @param psn sequence number, 2 digits
 * @throws CryptoFault TG_KEY_LENGTH, TG_PAN, TG_CARD_DATA
 */
export function emvUniqueKey(imk: Uint8Array, pan: string, psn: string, option: UniqueKeyOption): Uint8Array {
  if (imk.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  const cipher = createTdes(imk);
  try {
    return emvUniqueKeyUnder(cipher, pan, psn, option);
  } finally {
    cipher.destroy();
  }
}

/** The same from a master key whose schedule is kept: TDES with a 16-byte key. */
export function emvUniqueKeyUnder(
  imk: BlockCipher,
  pan: string,
  psn: string,
  option: UniqueKeyOption,
): Uint8Array {
  if (!/^[0-9]{12,19}$/.test(pan)) throw new CryptoFault('TG_PAN');
  if (!/^[0-9]{2}$/.test(psn)) throw new CryptoFault('TG_CARD_DATA');
  const digits = pan + psn;
  const hashed = option === 'B' && pan.length > 16;
  const block = hexToBytes(hashed ? hashedDigits(digits) : digits.slice(-16).padStart(16, '0'));
  const key = new Uint8Array(KEY_BYTES);
  imk.encryptBlock(block, 0, key, 0);
  imk.encryptBlock(
    block.map((byte) => ~byte),
    0,
    key,
    8,
  );
  return adjustParity(key);
}

/** EMV common session key (A1.3.1), odd parity: the diversifier with F0 and 0F in its third byte. */
export function emvSessionKey(masterKey: Uint8Array, diversifier: Uint8Array): Uint8Array {
  if (diversifier.length !== 8) throw new CryptoFault('TG_DATA_LENGTH');
  const [left, right] = [new Uint8Array(diversifier), new Uint8Array(diversifier)];
  left[2] = 0xf0;
  right[2] = 0x0f;
  return adjustParity(encryptPair(masterKey, left, right));
}

/** The diversifier of a cryptogram's session key: ATC and zeros. @param atc 2 bytes */
export function atcDiversifier(atc: Uint8Array): Uint8Array {
  if (atc.length !== 2) throw new CryptoFault('TG_DATA_LENGTH');
  const diversifier = new Uint8Array(8);
  diversifier.set(atc);
  return diversifier;
}

/** Mastercard session key (SKD): ATC, F0 or 0F, 00, unpredictable number. @param un 4 bytes */
export function mastercardSessionKey(masterKey: Uint8Array, atc: Uint8Array, un: Uint8Array): Uint8Array {
  if (un.length !== 4) throw new CryptoFault('TG_DATA_LENGTH');
  const diversifier = atcDiversifier(atc);
  diversifier.set(un, 4);
  return emvSessionKey(masterKey, diversifier);
}

/**
 * UnionPay session key (JR/T 0025.7): the ATC, and its complement, each behind six zero bytes, under the card's
 * key. @param atc 2 bytes
 */
export function unionPaySessionKey(masterKey: Uint8Array, atc: Uint8Array): Uint8Array {
  if (atc.length !== 2) throw new CryptoFault('TG_DATA_LENGTH');
  const [left, right] = [new Uint8Array(8), new Uint8Array(8)];
  left.set(atc, 6);
  right.set(
    atc.map((byte) => ~byte),
    6,
  );
  return adjustParity(encryptPair(masterKey, left, right));
}

/** Visa session key for scripts: the ATC and its complement XORed into the ends of the halves. */
export function visaScriptSessionKey(masterKey: Uint8Array, atc: Uint8Array): Uint8Array {
  if (masterKey.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  if (atc.length !== 2) throw new CryptoFault('TG_DATA_LENGTH');
  const key = new Uint8Array(masterKey);
  xorInto(key.subarray(6, 8), atc);
  xorInto(
    key.subarray(14),
    atc.map((byte) => ~byte),
  );
  return adjustParity(key);
}

/**
 * Session key of the EMV2000 tree (EMV 4.1 Book 2, A1.3.1; withdrawn since, still on older cards).
 * @param atc 0 to 65535; @param height 8 or 16 with @param branch 4 or 2; @param iv 16 bytes
 */
export function emv2000SessionKey(
  masterKey: Uint8Array,
  atc: number,
  height: number,
  branch: number,
  iv: Uint8Array,
): Uint8Array {
  if (iv.length !== KEY_BYTES) throw new CryptoFault('TG_DATA_LENGTH');
  let [grandparent, parent] = [iv, masterKey];
  for (let level = 1; level < height; level++) {
    const child = treeChild(parent, grandparent, Math.floor(atc / branch ** (height - level)), branch);
    [grandparent, parent] = [parent, child];
  }
  const key = treeChild(parent, grandparent, atc, branch);
  xorInto(key, grandparent);
  return adjustParity(key);
}

/** The function phi of the tree: child `index` of a node, made from the node and its parent. */
function treeChild(parent: Uint8Array, grandparent: Uint8Array, index: number, branch: number): Uint8Array {
  const [left, right] = [grandparent.slice(0, 8), grandparent.slice(8)];
  const turn = index % branch;
  left[7] = left[7]! ^ turn;
  right[7] = right[7]! ^ turn ^ 0xf0;
  return encryptPair(parent, left, right);
}

/** Two blocks, each under TDES with the same key. */
function encryptPair(key: Uint8Array, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new CryptoFault('TG_KEY_LENGTH');
  const cipher = createTdes(key);
  const pair = new Uint8Array(KEY_BYTES);
  cipher.encryptBlock(left, 0, pair, 0);
  cipher.encryptBlock(right, 0, pair, 8);
  cipher.destroy();
  return pair;
}

/** Sixteen decimal digits out of the SHA-1 of PAN and sequence number (A1.4.2). */
function hashedDigits(digits: string): string {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return decimalise(sha1(hexToBytes(even)), 16);
}
