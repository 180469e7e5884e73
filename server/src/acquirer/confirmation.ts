// What ties a confirmation on the phone to one payment: the token in the code that the terminal shows, and the number
// that the holder finds on the terminal again. Both come from the RRN under a key of the HSM, so that nothing secret is
// stored, a repeated answer shows the same code, and a code that was made elsewhere is known as such.

import type { Hsm } from '../hsm/index.js';

export interface Confirmation {
  /** 22 characters of base64url: 128 bits. */
  readonly token: string;
  /** Two digits, 10 to 99. */
  readonly number: string;
}

const TOKEN_BYTES = 16;

export async function confirmationOf(hsm: Pick<Hsm, 'contentHash'>, rrn: string): Promise<Confirmation> {
  const hash = await hsm.contentHash(new TextEncoder().encode(`confirmation on the phone|${rrn}`));
  const token = Buffer.from(hash.subarray(0, TOKEN_BYTES)).toString('base64url');
  const [high = 0, low = 0] = hash.subarray(TOKEN_BYTES);
  return { token, number: String(10 + (((high << 8) | low) % 90)) };
}
