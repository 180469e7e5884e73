// The bank's PIN check: the block under the zone key, against the card's PVV or offset, inside the HSM.
// Only whether it fits comes out, and that counts for nothing until the try is committed (decide-payment.ts).

import type { Hsm } from '../hsm/index.js';
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
  return hsm.verifyPin({
    zpk: issuer.zpk_in,
    pvk: issuer.pvk,
    pinBlock: pinBlockUnderZpk,
    pan: pan.reveal(),
    reference:
      reference.method === 'visa-pvv'
        ? reference
        : { ...reference, decimalisationTable: issuer.decimalisation_table ?? '' },
  });
}
