// A purchase that was told 70 comes again with the PIN, under a new trace, and names the first in field 61
// (batch and trace; protocol section 10). The two are linked, so that the demand and its answer read as one.

import { parseF61 } from '@tillgate/pos-protocol';
import { identitiesAround } from './identity.js';
import type { Request } from './request.js';

/** Identities under which the first purchase may stand; empty when none is named. */
export function firstOf70(request: Request): readonly string[] {
  const reference = parseF61(request.envelope.message.text(61) ?? '');
  if (!reference || request.kind !== 'purchase') return [];
  const { terminalId, merchantId, localDate } = request;
  return identitiesAround(
    { mtiClass: '2', terminalId, merchantId, batch: reference.batch, trace: reference.trace },
    localDate,
  );
}
