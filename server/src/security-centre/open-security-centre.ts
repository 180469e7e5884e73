// The security centre over the host's database and HSM.

import type { Hsm } from '../hsm/index.js';
import type { Clock } from '../kernel/clock.js';
import type { Sql } from '../store/index.js';
import { causeStore } from './cause-store.js';
import { createSecurityCentre, type SecurityCentre } from './security-centre.js';

export interface SecurityCentreParts {
  readonly sql: Sql;
  /** An HSM whose uses are audited under that name. */
  readonly door: { hsmFor(who: string): Hsm };
  readonly clock: Clock;
  /** The host's copy of a terminal's row is out of date. */
  forget(terminalId: string): void;
  log(line: string): void;
}

export function openSecurityCentre({ sql, door, clock, forget, log }: SecurityCentreParts): SecurityCentre {
  return createSecurityCentre({
    ...causeStore(sql, forget),
    ...{ hsm: door.hsmFor('security-centre'), clock },
    failed: (rrn, error) => log(`no cause was found for ${rrn}: ${String(error)}`),
  });
}
