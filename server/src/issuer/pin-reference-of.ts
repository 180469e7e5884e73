// What a bank makes of a PIN that is set without an old one: the method by which the card's PIN was verified, or, where
// it has none any more, the bank's own.

import type { PinReference as MethodReference } from '../hsm/index.js';
import type { IssuerRow, PinReference } from '../store/index.js';
import { renewed } from './change-pin.js';
import { methodOf, type SetReference } from './check-pin.js';

/** Of a card that has no reference to take it from. */
const PVKI = 1;

export interface PinReferenceMaker {
  /** For the HSM. */
  readonly method: MethodReference;
  /** @param value the PVV or offset that it made */
  renewed(value: string): PinReference;
}

export function pinReferenceOf(issuer: IssuerRow, before: PinReference): PinReferenceMaker {
  const kept = before.method === 'unset' ? firstOf(issuer) : before;
  return { method: methodOf(issuer, kept), renewed: (value) => renewed(kept, value) };
}

function firstOf({ pin_verification: method }: IssuerRow): SetReference {
  return method === 'visa-pvv' ? { method, pvki: PVKI, pvv: '' } : { method, offset: '' };
}
