// The rows of keys shared with banks, within a step that holds the bank's row: what is live and what ends.

import type { ZoneKeyGeneration, ZoneKeyRole } from '../http/api.js';
import { type Sql, tellBanksChanged } from '../store/index.js';

export type Step = Pick<Sql, 'unsafe'>;

export async function nextGenerationOf(step: Step, issuerId: string, role: ZoneKeyRole): Promise<number> {
  const [newest] = await step.unsafe(
    'select max(generation) as generation from zone_key where issuer_id = $1 and role = $2',
    [issuerId, role],
  );
  return Number(newest?.generation ?? 0) + 1;
}

export async function endLive(
  step: Step,
  issuerId: string,
  role: ZoneKeyRole,
  state: Exclude<ZoneKeyGeneration['state'], 'live'>,
  at: number,
): Promise<void> {
  await step.unsafe(
    `update zone_key set state = $3, ended_at = $4 where issuer_id = $1 and role = $2 and state = 'live'`,
    [issuerId, role, state, at],
  );
}

/** Ends the zone PIN key before the live one. */
export async function retire(step: Step, issuerId: string): Promise<void> {
  const gone = await step.unsafe(
    `update zone_key set state = 'retired' where issuer_id = $1 and state = 'accepted' returning 1`,
    [issuerId],
  );
  if (gone.length === 0) return;
  await step.unsafe('update issuer set zpk_in_before = null where issuer_id = $1', [issuerId]);
  await tellBanksChanged(step);
}
