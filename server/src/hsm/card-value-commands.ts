// Card verification values of the HSM: CVV on the stripe, iCVV in the chip, CVV2 on the card.

import { asciiToBytes, cardVerificationValueUnder, equalConstantTime } from '@tillgate/payment-crypto';
import { assert } from '../kernel/fault.js';
import type { CardVerification } from './card-shapes.js';
import type { CommandRequest } from './hsm.js';
import type { OpenedKeys } from './opened-keys.js';

export function makeCvv(
  keys: OpenedKeys,
  slot: 'makeCvv.cvk' | 'verifyCvv.cvk',
  { cvk, ...card }: CardVerification,
): string {
  const { whole, firstHalf } = keys.macKeyFor(slot, '-', cvk);
  assert(firstHalf, 'a card verification key is opened with its first half');
  return cardVerificationValueUnder({ whole, firstHalf }, card);
}

export function verifyCvv(keys: OpenedKeys, { cvv, ...request }: CommandRequest<'verifyCvv'>): boolean {
  return equalConstantTime(asciiToBytes(makeCvv(keys, 'verifyCvv.cvk', request)), asciiToBytes(cvv));
}
