// The key map: of each terminal the key of its own and the working keys under it, by check value, generation and
// age; and what one compromised key takes with it.

import { centreRequests } from '@tillgate/pos-protocol';
import type { BlastRadius, TerminalKeys, WorkingKeySet } from '../http/api.js';
import type { MerchantRow, Sql, TerminalRow, WorkingKeys } from '../store/index.js';
import { dueOf, type KeyPolicy } from './key-policy.js';

export interface KeyMapPorts {
  readonly sql: Sql;
  readonly policy: KeyPolicy;
  readonly now: () => number;
  /** Of a profile by its name. */
  schemeOf(profile: string): TerminalKeys['scheme'];
}

type Row = TerminalRow & Pick<MerchantRow, 'name_zh' | 'name_en'>;

export async function readKeyMap(ports: KeyMapPorts, terminalId?: string): Promise<readonly TerminalKeys[]> {
  const rows = (await ports.sql.unsafe(
    `select t.*, m.name_zh, m.name_en from terminal t join merchant m using (merchant_id)
     where t.status <> 'retired' and ($1::text is null or t.terminal_id = $1) order by t.terminal_id`,
    [terminalId ?? null],
  )) as unknown as readonly Row[];
  return rows.map((row) => keysOf(ports, row));
}

function keysOf({ policy, now, schemeOf }: KeyMapPorts, row: Row): TerminalKeys {
  const scheme = schemeOf(row.profile);
  const ownLife = { createdAt: row.tmk_created_at, uses: row.tmk_uses };
  const { current_keys: current, pending_keys: pending, next_own_key: next } = row;
  const newest = pending ?? current;
  return {
    terminalId: row.terminal_id,
    merchantId: row.merchant_id,
    merchantName: { zh: row.name_zh, en: row.name_en },
    profile: row.profile,
    scheme,
    own: {
      kcv: row.tmk_kcv,
      generation: row.tmk_generation,
      isCompromised: row.tmk_compromised,
      ...ownLife,
      ...ownKeyDue(row, policy, now()),
    },
    next: next && { kcv: next.kcv, generation: next.generation, createdAt: next.createdAt },
    working:
      newest === null || scheme === 'aes-dukpt'
        ? null
        : workingSet(newest, newest === pending, row.key_uses, policy, now()),
    messages: scheme === 'aes-dukpt' ? row.ksn_counter : null,
    asksForSignOn: row.centre_request === centreRequests.signOn,
    asksForOwnKey: row.centre_request === centreRequests.loadOwnKey,
  };
}

function ownKeyDue(row: Row, policy: KeyPolicy, now: number): ReturnType<typeof dueOf> {
  const life = { createdAt: row.tmk_created_at, uses: row.tmk_uses };
  const { dueAt, isDue } = dueOf(life, policy.ownKeyAgeMs, policy.ownKeyUses, now);
  return { dueAt, isDue: isDue || row.ksn_counter >= policy.ownKeyMessages };
}

function workingSet(
  keys: WorkingKeys,
  isPending: boolean,
  uses: number,
  policy: KeyPolicy,
  now: number,
): WorkingKeySet {
  const { pinKey, macKey, trackKey, createdAt } = keys;
  const kcv = { pin: pinKey.kcv, mac: macKey.kcv, track: trackKey?.kcv ?? null };
  const due = dueOf({ createdAt, uses }, policy.workingKeyAgeMs, policy.workingKeyUses, now);
  return { kcv, isPending, createdAt, uses, ...due };
}

/** What came under the terminal's own key, and so must be replaced or looked at when it is compromised. */
export async function blastRadiusOf({ sql }: KeyMapPorts, keys: TerminalKeys): Promise<BlastRadius> {
  const [row] = await sql.unsafe(
    `select count(*)::int as messages, count(distinct card_id) filter (where entry_mode like '__1')::int as cards
     from transaction where terminal_id = $1 and received_at >= $2`,
    [keys.terminalId, keys.own.createdAt],
  );
  return {
    since: keys.own.createdAt,
    workingKeySets: keys.own.uses,
    messages: Number(row?.messages ?? 0),
    cardsWithPin: Number(row?.cards ?? 0),
  };
}
