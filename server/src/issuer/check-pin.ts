// The bank's PIN check: the block under the zone key, against the card's PVV or offset, inside the HSM.
// Only whether it fits comes out, and that counts for nothing until the try is committed (decide-payment.ts).

import type { Hsm, KeyBlock, PinReference as MethodReference } from '../hsm/index.js';
import type { Pan } from '../kernel/sensitive.js';
import type { IssuerRow, PinReference } from '../store/index.js';
import type { PinResult } from './payment-ask.js';

export async function checkPin(
  hsm: Pick<Hsm, 'verifyPin'>,
  issuer: IssuerRow,
  pan: Pan,
  reference: PinReference,
  pinBlockUnderZpk: Uint8Array,
): Promise<PinResult> {
  if (reference.method === 'unset') return 'unset';
  const ask = (zpk: KeyBlock): Promise<PinResult> =>
    verify(hsm, zpk, issuer, pan, reference, pinBlockUnderZpk);
  const result = await ask(issuer.zpk_in);
  // What was under way when the zone key was exchanged came under the one before.
  return result === 'undecodable' && issuer.zpk_in_before !== null ? ask(issuer.zpk_in_before) : result;
}

export type SetReference = Exclude<PinReference, { method: 'unset' }>;

function verify(
  hsm: Pick<Hsm, 'verifyPin'>,
  zpk: KeyBlock,
  issuer: IssuerRow,
  pan: Pan,
  reference: SetReference,
  pinBlockUnderZpk: Uint8Array,
): Promise<PinResult> {
  return hsm.verifyPin({
    zpk,
    pvk: issuer.pvk,
    pinBlock: pinBlockUnderZpk,
    pan: pan.reveal(),
    reference: methodOf(issuer, reference),
  });
}

/** The card's reference with what its bank keeps for all of them. */
export function methodOf(issuer: IssuerRow, reference: SetReference): MethodReference {
  return reference.method === 'visa-pvv'
    ? reference
    : { ...reference, decimalisationTable: issuer.decimalisation_table ?? '' };
}
