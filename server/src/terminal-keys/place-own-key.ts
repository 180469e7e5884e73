// Where a terminal's new key goes: beside the one in use until the first message under it, or in its place at once
// where nobody holds the one in use, or nobody may use it any more.

import { centreRequests } from '@tillgate/pos-protocol';
import type { TerminalKeys } from '../http/api.js';
import type { NextOwnKey, Sql, TerminalRow } from '../store/index.js';

/** `after-next`: the terminal has taken the key that was handed over last, and so that one is in use. */
export type Placement = 'beside' | 'after-next' | 'at-once';

/** @param holds check value of the key that the terminal holds; empty when it holds none */
export function placementOf(row: TerminalRow, holds: string): Placement {
  if (row.tmk_generation === 0 || row.tmk_compromised) return 'at-once';
  if (holds !== '' && holds === row.next_own_key?.kcv) return 'after-next';
  return holds === row.tmk_kcv ? 'beside' : 'at-once';
}

/** Also one that was handed over and never used has had its number. */
export function nextGeneration({ tmk_generation: generation, next_own_key: next }: TerminalRow): number {
  return (next?.generation ?? generation) + 1;
}

export type Step = Pick<Sql, 'unsafe'>;

export async function lockTerminal(step: Step, terminalId: string): Promise<TerminalRow | undefined> {
  const rows = await step.unsafe('select * from terminal where terminal_id = $1 for no key update', [
    terminalId,
  ]);
  return rows[0] as unknown as TerminalRow | undefined;
}

const TAKE_NEXT = `tmk = next_own_key->>'block', tmk_kcv = next_own_key->>'kcv',
  tmk_generation = (next_own_key->>'generation')::int, tmk_created_at = (next_own_key->>'createdAt')::bigint,
  tmk_uses = 0, ksn_counter = 0`;

/** Under the row's lock. */
export async function placeOwnKey(
  step: Step,
  row: TerminalRow,
  scheme: TerminalKeys['scheme'],
  key: NextOwnKey,
  placement: Placement,
): Promise<void> {
  const { terminal_id: id } = row;
  // What it was asked for is done; the new key comes into use with its next sign-on, or its next message.
  const wish = scheme === 'aes-dukpt' ? centreRequests.nothing : centreRequests.signOn;
  const done = `version = version + 1,
    centre_request = case centre_request when '${centreRequests.loadOwnKey}' then '${wish}' else centre_request end`;
  if (placement === 'at-once') {
    await step.unsafe(
      `update terminal set tmk = $2, tmk_kcv = $3, tmk_generation = $4, tmk_created_at = $5, next_own_key = null,
         tmk_compromised = false, tmk_uses = 0, key_uses = 0, ksn_counter = 0, current_keys = null,
         pending_keys = null, previous_keys = null, ${done} where terminal_id = $1`,
      [id, key.block, key.kcv, key.generation, key.createdAt],
    );
    return;
  }
  await step.unsafe(
    `update terminal set ${placement === 'after-next' ? `${TAKE_NEXT}, ` : ''} next_own_key = $2::text::json, ${done}
     where terminal_id = $1`,
    [id, JSON.stringify(key)],
  );
}
