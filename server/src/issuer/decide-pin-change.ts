// The issuer's decision on a change of PIN over the card as it is locked: the card, then the old PIN with its tries,
// then what the HSM said of the new one. Pure.

import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow } from '../store/index.js';
import type { PinChanged } from './change-pin.js';
import { checkCard, type Presented } from './check-card.js';
import { decidePin } from './decide-payment.js';
import { decline, type IssuerDecision, type PinResult } from './payment-ask.js';

type NewPinRefused = Exclude<PinChanged['result'], 'changed' | NonNullable<PinResult>>;

const REASONS: Readonly<Record<NewPinRefused, ReasonId>> = {
  'not-offered': 'pin-change.not-offered',
  unchanged: 'pin-change.unchanged',
  'same-digits': 'pin-change.same-digits',
  sequence: 'pin-change.sequence',
};

export function decidePinChange(presented: Presented, changed: PinChanged, card: CardRow): IssuerDecision {
  const proved = checkCard(presented, card);
  if ('reason' in proved) return proved;
  const { result } = changed;
  if (result === 'not-offered') return decline(proved.card, REASONS[result], {});
  const wrong = result === 'mismatch' || result === 'undecodable' || result === 'unset';
  const decided = decidePin(wrong ? result : 'match', proved.card);
  if ('reason' in decided) return decided;
  // The old PIN was right: tries begin anew even where the new one is refused.
  if (result !== 'changed') return decline(decided.card, REASONS[result as NewPinRefused], {});
  return {
    rung: 'approved',
    reason: 'pin-change.done',
    figures: {},
    card: { ...decided.card, pin_reference: changed.reference },
  };
}
