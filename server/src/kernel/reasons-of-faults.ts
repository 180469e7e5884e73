// What faults of the HSM become for the terminal; any other is a malfunction.

import type { ReasonId } from './reasons.js';

const REASONS: Readonly<Record<string, ReasonId>> = {
  TG_HSM_UNREACHABLE: 'hsm.unreachable',
  TG_HSM_BUSY: 'hsm.busy',
  TG_HSM_PIN_CHECKS: 'pin.too-many-checks',
  TG_HSM_KEY_ENDED: 'key.bank-ended',
};

/** Undefined for one that is a bug. */
export function reasonOfFault(code: string): ReasonId | undefined {
  return REASONS[code];
}
