// What card and issuer prove to each other in an EMV transaction: application cryptogram, issuer's answer,
// and the MAC over an issuer script (EMV Book 2, 8 and 9; CVC3 and dCVV of contactless stripe mode).

import { concatBytes, equalConstantTime } from './bytes.js';
import { type CardVerificationData, cardVerificationValue } from './card-verification.js';
import { CryptoFault } from './crypto-fault.js';
import { createTdes } from './des.js';
import { macAlgorithm3, type PaddingMethod } from './mac.js';

/**
 * ISO/IEC 9797-1 algorithm 3 under the halves of a 16-byte key: 8 bytes.
 * @throws CryptoFault TG_KEY_LENGTH
 */
export function emvMac(key: Uint8Array, data: Uint8Array, padding: PaddingMethod): Uint8Array {
  if (key.length !== 16) throw new CryptoFault('TG_KEY_LENGTH');
  const [left, right] = [createTdes(key.slice(0, 8)), createTdes(key.slice(8))];
  const mac = macAlgorithm3(left, right, data, padding);
  left.destroy();
  right.destroy();
  return mac;
}

/** True when the cryptogram that a card sent belongs to this data; compared in constant time. */
export function verifyCryptogram(
  sessionKey: Uint8Array,
  data: Uint8Array,
  padding: PaddingMethod,
  cryptogram: Uint8Array,
): boolean {
  return equalConstantTime(emvMac(sessionKey, data, padding), cryptogram);
}

/**
 * ARPC by method 1 (Book 2, 8.2.1): the ARQC XOR the answer code, under TDES. 8 bytes.
 * @param arc 2 bytes @throws CryptoFault TG_DATA_LENGTH
 */
export function arpcMethod1(key: Uint8Array, arqc: Uint8Array, arc: Uint8Array): Uint8Array {
  if (arqc.length !== 8 || arc.length !== 2) throw new CryptoFault('TG_DATA_LENGTH');
  const block = new Uint8Array(arqc);
  block[0] = block[0]! ^ arc[0]!;
  block[1] = block[1]! ^ arc[1]!;
  const cipher = createTdes(key);
  cipher.encryptBlock(block, 0, block, 0);
  cipher.destroy();
  return block;
}

/**
 * ARPC by method 2 (Book 2, 8.2.2): four bytes of MAC over ARQC, card status update, proprietary data.
 * @param csu 4 bytes; @param proprietary 0 to 8 bytes @throws CryptoFault TG_DATA_LENGTH
 */
export function arpcMethod2(
  sessionKey: Uint8Array,
  arqc: Uint8Array,
  csu: Uint8Array,
  proprietary: Uint8Array,
): Uint8Array {
  if (arqc.length !== 8 || csu.length !== 4 || proprietary.length > 8)
    throw new CryptoFault('TG_DATA_LENGTH');
  return emvMac(sessionKey, concatBytes(arqc, csu, proprietary), 2).slice(0, 4);
}

/**
 * CVC3 of a Mastercard contactless stripe transaction: five decimal digits, of which the terminal shows the
 * last ones.
 * @param uniqueKey of the card; @param track static data of track 1 or 2; @param un 4 bytes
 * @param atc 2 bytes
 */
export function cvc3(uniqueKey: Uint8Array, track: Uint8Array, un: Uint8Array, atc: Uint8Array): string {
  if (un.length !== 4 || atc.length !== 2) throw new CryptoFault('TG_DATA_LENGTH');
  const block = concatBytes(emvMac(uniqueKey, track, 2).subarray(6), un, atc);
  const cipher = createTdes(uniqueKey);
  cipher.encryptBlock(block, 0, block, 0);
  cipher.destroy();
  return String((block[6]! << 8) | block[7]!).padStart(5, '0');
}

/**
 * dCVV of a Visa contactless stripe transaction: a CVV under the card's unique key, of the PAN with its
 * first four digits replaced by the ATC.
 * @param atc four decimal digits @throws CryptoFault TG_CARD_DATA and those of `cardVerificationValue`
 */
export function dynamicCvv(uniqueKey: Uint8Array, data: CardVerificationData, atc: string): string {
  if (!/^[0-9]{4}$/.test(atc)) throw new CryptoFault('TG_CARD_DATA');
  return cardVerificationValue(uniqueKey, { ...data, pan: atc + data.pan.slice(4) });
}
