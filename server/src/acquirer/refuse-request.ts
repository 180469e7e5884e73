// A refusal is kept too: its RRN can be explained like any other. What proved its keys has spent them all the same, and
// what its terminal was told is final: no copy of the request that is still under way may be approved later.

import { messageKinds } from '@tillgate/pos-protocol';
import type { Unit } from '../store/index.js';
import { identitiesAround, type OwnIdentities, partsOf } from './identity.js';
import { record } from './record.js';
import type { Outcome, Refusal, Request, RoutedRequest, Verified } from './request.js';
import type { STALE } from './stale.js';
import { hasOwnKeys, takeKeys } from './take-keys.js';

type Known = Request & Partial<RoutedRequest>;

/**
 * @param byFault the HSM, or this host, could not serve: another copy of the request might be
 */
export function refusalUnit(
  known: Known,
  { refused: reason, figures }: Refusal,
  byFault: boolean,
): Unit<Outcome | typeof STALE> {
  const spends = hasOwnKeys(known);
  const own = identitiesToTake(known);
  const isReversible = known.kind !== undefined && messageKinds[known.kind].reversible;
  return {
    load:
      spends || own ? { terminalId: known.terminalId, panHash: undefined, identities: own ?? [] } : undefined,
    decide: (draft) => {
      const spent = spends && takeKeys(draft, known, own ?? []);
      if (spent) return spent;
      const isFree = own?.every((identity) => draft.transaction(identity) === undefined);
      const identity = isFree && own ? { identity: own[0] } : {};
      const outcome = record(draft, known, { state: 'declined', reason, figures, ...identity });
      // Nothing holds back an earlier or a later copy: such a no is not for a reversal to be deleted by.
      const isOpen = isReversible && !isFree && (own !== undefined || byFault);
      return isOpen ? { ...outcome, provisional: true } : outcome;
    },
  };
}

/** Of what surely came from its terminal and is not sent again under its trace once it was refused. */
function identitiesToTake(known: Known): OwnIdentities | undefined {
  const isReversible = known.kind !== undefined && messageKinds[known.kind].reversible;
  return isReversible && isVerified(known) ? identitiesAround(partsOf(known), known.localDate) : undefined;
}

function isVerified(known: Known): known is Known & Verified {
  return known.keys !== undefined;
}
