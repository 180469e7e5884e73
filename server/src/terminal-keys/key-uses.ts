// How often working keys are used, without a write for each message: counted in memory, written for all terminals by
// one statement now and then, and terminals whose keys are due asked in the same breath to sign on again, or to fetch
// a new key of their own.

import { centreRequests } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import { every } from '../kernel/every.js';
import type { Sql } from '../store/index.js';
import type { KeyPolicy } from './key-policy.js';

export interface KeyUsesPorts {
  readonly sql: Sql;
  readonly policy: KeyPolicy;
  readonly now: () => number;
  forget(terminalId: string): void;
}

/** Zero asks for nothing, so it gives way to a sign-on; another wish of the centre goes first. */
const ASK_TO_SIGN_ON = `
  update terminal set centre_request = '${centreRequests.signOn}', version = version + 1
  where centre_request = '${centreRequests.nothing}' and status = 'active' and pending_keys is null
    and current_keys is not null
    and (key_uses >= $1 or (current_keys->>'createdAt')::bigint <= $2)
  returning terminal_id`;

/**
 * Terminals that can fetch a key by themselves: they hold a certificate and a key. One that was handed over and not
 * taken into use for a day was lost on the way.
 */
const ASK_TO_LOAD_KEY = `
  update terminal t set centre_request = '${centreRequests.loadOwnKey}', version = version + 1
  where centre_request in ('${centreRequests.nothing}', '${centreRequests.signOn}') and status = 'active'
    and tmk_generation > 0 and not tmk_compromised
    and (tmk_uses >= $1 or tmk_created_at <= $2 or ksn_counter >= $3)
    and (next_own_key is null or (next_own_key->>'createdAt')::bigint <= $4)
    and exists (select 1 from terminal_certificate c
      where c.terminal_id = t.terminal_id and c.revoked_at is null and c.not_after > $5)
  returning terminal_id`;
const FETCHED_WITHIN_MS = 86_400_000;

export class KeyUses {
  readonly #ports: KeyUsesPorts;
  #counts = new Map<string, number>();

  constructor(ports: KeyUsesPorts) {
    this.#ports = ports;
  }

  /** A message came under the terminal's working keys. */
  readonly note = (terminalId: string): void => {
    this.#counts.set(terminalId, (this.#counts.get(terminalId) ?? 0) + 1);
  };

  /** Writes the counts down and asks whom it is time to ask; answers those terminals. */
  async sweep(): Promise<readonly string[]> {
    const { sql, policy, now, forget } = this.#ports;
    const counts = this.#counts;
    this.#counts = new Map();
    try {
      if (counts.size > 0) await this.#write(counts);
    } catch (error) {
      for (const [terminalId, count] of counts) {
        this.#counts.set(terminalId, (this.#counts.get(terminalId) ?? 0) + count);
      }
      throw error;
    }
    const at = now();
    const { ownKeyUses, ownKeyAgeMs, ownKeyMessages, workingKeyUses, workingKeyAgeMs } = policy;
    const rows = [
      ...(await sql.unsafe(ASK_TO_LOAD_KEY, [
        ...[ownKeyUses, at - ownKeyAgeMs, ownKeyMessages, at - FETCHED_WITHIN_MS, at],
      ])),
      ...(await sql.unsafe(ASK_TO_SIGN_ON, [workingKeyUses, at - workingKeyAgeMs])),
    ];
    const asked = rows.map((row) => String(row.terminal_id));
    asked.forEach(forget);
    return asked;
  }

  async #write(counts: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...counts].map(([terminalId, uses]) => ({ terminal_id: terminalId, uses }));
    // In the order in which steps lock terminals.
    await this.#ports.sql.unsafe(
      `with counted as (
         select t.terminal_id, n.uses from json_to_recordset($1::text::json) as n (terminal_id text, uses int)
           join terminal t using (terminal_id) order by t.terminal_id for no key update of t)
       update terminal t set key_uses = t.key_uses + c.uses from counted c where c.terminal_id = t.terminal_id`,
      [JSON.stringify(rows)],
    );
  }
}

const SWEEP_EVERY_MS = 30_000;

export interface RunningKeyUses {
  /** A message came under the terminal's keys. */
  note(terminalId: string): void;
  /** Writes down what was counted last. */
  stop(): Promise<void>;
}

/** Counts, and sweeps twice a minute. */
export function startKeyUses({
  clock,
  log,
  ...ports
}: Omit<KeyUsesPorts, 'now'> & {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: (line: string) => void;
}): RunningKeyUses {
  const uses = new KeyUses({ ...ports, now: clock.now });
  const failed = (error: unknown): void => log(`uses of keys are not written down: ${String(error)}`);
  return { note: uses.note, stop: every(clock, SWEEP_EVERY_MS, () => uses.sweep(), failed) };
}
