// What a clear TDES key must be before it is used or stored (NIST SP 800-67 3.3.2, ANSI X9.24-1), and
// how one is formed from components under split knowledge.

import { bytesToHex, xorInto } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { adjustParity, hasOddParity } from './parity.js';

/** The 4 weak and 12 semi-weak keys of DES, with odd parity (NIST SP 800-67 3.4.2). */
const WEAK_KEYS: ReadonlySet<string> = new Set([
  '0101010101010101',
  'FEFEFEFEFEFEFEFE',
  'E0E0E0E0F1F1F1F1',
  '1F1F1F1F0E0E0E0E',
  '011F011F010E010E',
  '1F011F010E010E01',
  '01E001E001F101F1',
  'E001E001F101F101',
  '01FE01FE01FE01FE',
  'FE01FE01FE01FE01',
  '1FE01FE00EF10EF1',
  'E01FE01FF10EF10E',
  '1FFE1FFE0EFE0EFE',
  'FE1FFE1FFE0EFE0E',
  'E0FEE0FEF1FEF1FE',
  'FEE0FEE0FEF1FEF1',
]);

/**
 * Refuses a TDES key that is no double or triple-length key, has a weak part, or has equal parts and so
 * is single DES in disguise. Parity bits do not count for either. The third part may equal the first.
 * @throws CryptoFault TG_KEY_LENGTH, TG_KEY_WEAK, TG_KEY_HALVES_EQUAL
 */
export function checkTdesKey(key: Uint8Array): void {
  if (key.length !== 16 && key.length !== 24) throw new CryptoFault('TG_KEY_LENGTH');
  const parts: string[] = [];
  for (let at = 0; at < key.length; at += 8) parts.push(bytesToHex(adjustParity(key.subarray(at, at + 8))));
  if (parts.some((part) => WEAK_KEYS.has(part))) throw new CryptoFault('TG_KEY_WEAK');
  if (parts[0] === parts[1] || parts[1] === parts[2]) throw new CryptoFault('TG_KEY_HALVES_EQUAL');
}

/**
 * As `checkTdesKey`, and every byte must have odd parity: the rule for a key that comes from outside.
 * @throws CryptoFault TG_KEY_PARITY and those of `checkTdesKey`
 */
export function checkImportedTdesKey(key: Uint8Array): void {
  if (!hasOddParity(key)) throw new CryptoFault('TG_KEY_PARITY');
  checkTdesKey(key);
}

/**
 * Components of a key: the given random ones, and the one that makes the key with them.
 * @param others one to eight, as long as the key, each from a random generator
 * @throws CryptoFault TG_KEY_COMPONENTS
 */
export function splitIntoComponents(key: Uint8Array, others: readonly Uint8Array[]): readonly Uint8Array[] {
  return [combineComponents([key, ...others]), ...others];
}

/**
 * XOR of two to nine components of one length. The result is not adjusted or checked.
 * @throws CryptoFault TG_KEY_COMPONENTS
 */
export function combineComponents(components: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = components;
  const wellFormed = first && others.length >= 1 && others.length <= 8 && first.length > 0;
  if (!wellFormed || others.some((component) => component.length !== first.length)) {
    throw new CryptoFault('TG_KEY_COMPONENTS');
  }
  const key = new Uint8Array(first);
  for (const component of others) xorInto(key, component);
  return key;
}
