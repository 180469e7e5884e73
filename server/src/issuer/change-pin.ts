// The bank's change of a PIN: old and new block under the zone key go into the HSM together, and the new reference
// comes out only where the old PIN was right. It counts for nothing until the try is committed (decide-pin-change.ts).

import type { Hsm, KeyBlock, PinChange } from '../hsm/index.js';
import { Fault } from '../kernel/fault.js';
import type { Pan } from '../kernel/sensitive.js';
import type { IssuerRow, PinReference } from '../store/index.js';
import { methodOf, type SetReference } from './check-pin.js';

/**
 * What a change was found to be. `not-offered`: this bank's verification key may verify and no more; `unset`: the card
 * has no PIN to compare with.
 */
export type PinChanged =
  | { readonly result: 'changed'; readonly reference: PinReference }
  | { readonly result: Exclude<PinChange['result'], 'changed'> | 'not-offered' | 'unset' };

export interface PinBlocks {
  readonly oldPinBlock: Uint8Array;
  readonly newPinBlock: Uint8Array;
}

export async function changePin(
  hsm: Pick<Hsm, 'changePin'>,
  issuer: IssuerRow,
  pan: Pan,
  reference: PinReference,
  blocksUnderZpk: PinBlocks,
): Promise<PinChanged> {
  if (reference.method === 'unset') return { result: 'unset' };
  const ask = (zpk: KeyBlock): Promise<PinChange> => {
    const { pvk } = issuer;
    const card = { pan: pan.reveal(), reference: methodOf(issuer, reference) };
    return hsm.changePin({ zpk, pvk, ...card, ...blocksUnderZpk });
  };
  try {
    const first = await ask(issuer.zpk_in);
    // As for a PIN that is checked: what was under way when the zone key was exchanged came under the one before.
    const before = first.result === 'undecodable' ? issuer.zpk_in_before : null;
    return changedFrom(reference, before === null ? first : await ask(before));
  } catch (error) {
    if (error instanceof Fault && error.code === 'TG_HSM_KEY_USAGE') return { result: 'not-offered' };
    throw error;
  }
}

function changedFrom(before: SetReference, { result, value }: PinChange): PinChanged {
  return result === 'changed' ? { result, reference: renewed(before, value) } : { result };
}

/** @param value the new PVV or offset */
export function renewed(before: SetReference, value: string): PinReference {
  return before.method === 'visa-pvv' ? { ...before, pvv: value } : { ...before, offset: value };
}
