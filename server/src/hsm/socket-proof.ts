// How host and HSM prove to each other, over a local socket, that they hold the same secret: each answers a fresh
// challenge of the other with an HMAC that also says which side it is (ISO/IEC 9798-4, mutual, two challenges).

import { createHmac, timingSafeEqual } from 'node:crypto';

export const CHALLENGE_BYTES = 32;
export const PROOF_BYTES = 32;

export type Side = 'host' | 'hsm';

/** @param theirs the challenge that is answered; @param ours the one that was sent */
export function proofOf(side: Side, secret: Uint8Array, theirs: Uint8Array, ours: Uint8Array): Uint8Array {
  const hmac = createHmac('sha256', secret).update(`tillgate hsm socket 1 ${side}\n`);
  return new Uint8Array(hmac.update(theirs).update(ours).digest());
}

export function proofFits(told: Uint8Array, expected: Uint8Array): boolean {
  return told.length === expected.length && timingSafeEqual(told, expected);
}
