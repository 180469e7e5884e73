// A change of PIN under the locks of its step: a repetition gets the stored answer, a card whose PIN was changed since
// it was looked up is looked up again, everything else is the issuer's to decide. The new reference, the tries and
// the answer become durable together; there is no reversal.

import { decidePinChange, type PinChanged } from '../issuer/index.js';
import type { PinReference, Unit } from '../store/index.js';
import { book } from './bank-decision.js';
import { beginCard } from './decide-request.js';
import { holderOf } from './holder.js';
import { identitiesAround, partsOf } from './identity.js';
import { record } from './record.js';
import type { Outcome, RoutedRequest } from './request.js';
import type { STALE } from './stale.js';

/** @param before the reference that the old PIN was verified by */
export function pinChangeUnit(
  request: RoutedRequest,
  changed: PinChanged,
  before: PinReference,
): Unit<Outcome | typeof STALE> {
  const own = identitiesAround(partsOf(request), request.localDate);
  return {
    load: { terminalId: request.terminalId, panHash: request.panHash, identities: own },
    decide: (draft) => {
      const begun = beginCard(draft, request, own, before);
      if (begun !== undefined) return begun;
      const card = holderOf(draft, request)!;
      const decision = decidePinChange(request, changed, card);
      return record(draft, request, { ...book(draft, request, card, { decision }), identity: own[0] });
    },
  };
}
