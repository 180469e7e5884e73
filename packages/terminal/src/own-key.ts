// The terminal's own key as its acquirer hands it over: an X9.143 version D block under a key that only this terminal
// and the host agreed on. What a secure device does inside itself.

import { unwrapKeyBlock } from '@tillgate/payment-crypto';
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
