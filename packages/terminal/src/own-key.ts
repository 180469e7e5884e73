// The terminal's own key as it comes in: handed over by its acquirer as an X9.143 version D block under a key that only
// this terminal and the host agreed on, or entered in components by people. What a secure device does inside itself.

import {
  adjustParity,
  bytesToHex,
  checkImportedTdesKey,
  combineComponents,
  createAes,
  createSm4,
  createTdes,
  kcvOfCmac,
  kcvOfZeros,
  unwrapKeyBlock,
} from '@tillgate/payment-crypto';
import type { KeyScheme } from '@tillgate/pos-protocol';

/** Usage, algorithm and mode that the block must have: the host cannot make one kind of key another. */
const HEADERS: Readonly<Record<KeyScheme, string>> = {
  tdes: 'K0TB',
  sm4: 'K04B',
  'aes-dukpt': 'B1AX',
};

/**
 * 16 bytes for a `PinPad`, to be wiped by the caller; undefined for a block of another kind of key.
 * @param protection 32 bytes: the agreed key
 * Throws a CryptoFault for a block that is not authentic.
 */
export function openOwnKey(
  protection: Uint8Array,
  transport: string,
  keyScheme: KeyScheme,
): Uint8Array | undefined {
  const { header, key } = unwrapKeyBlock(protection, transport);
  const { version, keyUsage, algorithm, modeOfUse } = header;
  if (version === 'D' && `${keyUsage}${algorithm}${modeOfUse}` === HEADERS[keyScheme]) return key;
  key.fill(0);
  return undefined;
}

/**
 * The key that two or three people make, each with a component of 16 bytes; parity of a TDES key is set right, as at
 * the host. To be wiped by the caller. Throws a CryptoFault for a key that may not be used.
 */
export function ownKeyOfComponents(components: readonly Uint8Array[], keyScheme: KeyScheme): Uint8Array {
  const sum = combineComponents(components);
  if (keyScheme !== 'tdes') return sum;
  const key = adjustParity(sum);
  sum.fill(0);
  checkImportedTdesKey(key);
  return key;
}

/** Of a component, as of the key: six hexadecimal digits. */
export function ownKeyCheckValue(key: Uint8Array, keyScheme: KeyScheme): string {
  const isDukpt = keyScheme === 'aes-dukpt';
  const cipher = isDukpt ? createAes(key) : keyScheme === 'sm4' ? createSm4(key) : createTdes(key);
  const checkValue = bytesToHex(isDukpt ? kcvOfCmac(cipher) : kcvOfZeros(cipher));
  cipher.destroy();
  return checkValue;
}
