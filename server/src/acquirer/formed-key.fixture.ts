// Keys of the host in the acquirer's tests: formed in components, as keys are.

import { hexToBytes, xorInto } from '@tillgate/payment-crypto';
import type { Hsm, KeyRole } from '../hsm/index.js';
import { systemRandom } from '../kernel/random.js';

/** The block of a key that is written in hexadecimal. */
export async function formed(hsm: Hsm, key: string, role: KeyRole): Promise<string> {
  const other = systemRandom.bytes(16);
  const one = hexToBytes(key);
  xorInto(one, other);
  return (await hsm.formKey({ components: [one, other], role, label: role })).block;
}

export const OWN_KEY_ROLES = { tdes: 'tmk', sm4: 'tmk-sm4', 'aes-dukpt': 'dukpt-initial' } as const;
