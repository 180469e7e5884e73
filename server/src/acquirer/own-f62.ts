// What a message itself has in field 62, whatever the terminal's scheme of keys puts in front of it.

import { KSN_BYTES } from '@tillgate/pos-protocol';
import type { Verified } from './request.js';

/** Field 62 without the serial number that stands in front of it where each message has keys of its own. */
export function ownF62({ envelope, keys }: Pick<Verified, 'envelope' | 'keys'>): Uint8Array | undefined {
  const f62 = envelope.message.bytes(62);
  return keys.scheme === 'aes-dukpt' ? f62?.subarray(KSN_BYTES) : f62;
}
