// Field 39 of a reason, as the terminal that asked understands it.

import { isApproval } from '@tillgate/pos-protocol';
import { type ReasonId, reason } from '../kernel/reasons.js';
import { type Decidable, isFromTerminal } from './request.js';

/** A terminal that does not know a code is told the nearest standard one (protocol section 10). */
export function answerCodeAt(request: Decidable, id: ReasonId): string {
  const { answerCode } = reason(id);
  // An acquirer knows its terminals: it is told the reason, and tells them what they understand.
  if (!isFromTerminal(request)) return answerCode;
  const { terminal, profile } = request;
  if (isApproval(answerCode)) return profile.approvals.includes(answerCode) ? answerCode : '00';
  const knowsPinRequired = profile.knowsPinRequired && terminal.pin_required_code;
  if (knowsPinRequired || answerCode !== '70') return answerCode;
  return reason(id).withoutExtension ?? '61';
}
