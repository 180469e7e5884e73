// The keys shared with banks by generation, check value and age; and what a compromised one takes with it.

import type { ZoneBlastRadius, ZoneKeyGeneration, ZoneKeyRole, ZoneKeys } from '../http/api.js';
import type { Sql } from '../store/index.js';

export interface ZoneMapPorts {
  readonly sql: Sql;
  readonly now: () => number;
}

const YEAR_MS = 365 * 86_400_000;

/**
 * Crypto-periods (NIST SP 800-57 part 1, 5.3.6). Cards carry what comes from a bank's master key and from its PIN
 * verification key: those live as long as the cards do.
 */
const AGE_MS: Readonly<Record<ZoneKeyRole, number>> = {
  zpk: YEAR_MS,
  pvk: 5 * YEAR_MS,
  'imk-ac': 5 * YEAR_MS,
  'zone-master': 2 * YEAR_MS,
};

interface Row extends ZoneKeyGeneration {
  readonly issuerId: string;
  readonly role: ZoneKeyRole;
  readonly zh: string;
  readonly en: string;
}

export async function readZoneKeys({ sql, now }: ZoneMapPorts): Promise<readonly ZoneKeys[]> {
  const rows = (await sql.unsafe(
    `select issuer_id as "issuerId", role, generation, state, kcv, created_at as "createdAt",
       ended_at as "endedAt", name_zh as zh, name_en as en
     from zone_key join issuer using (issuer_id) order by issuer_id, role desc, generation desc`,
  )) as unknown as readonly Row[];
  const keys = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.issuerId}/${row.role}`;
    keys.set(name, [...(keys.get(name) ?? []), row]);
  }
  return [...keys.values()].map((generations) => keysOf(generations, now()));
}

function keysOf(generations: readonly Row[], now: number): ZoneKeys {
  const { issuerId, role, zh, en } = generations[0]!;
  const live = generations.find(({ state }) => state === 'live');
  const dueAt = (live?.createdAt ?? 0) + AGE_MS[role];
  return {
    ...{ issuerId, role, issuerName: { zh, en } },
    live: live ? { ...generationOf(live), dueAt, isDue: dueAt <= now } : null,
    earlier: generations.filter((one) => one !== live).map(generationOf),
  };
}

function generationOf({ generation, state, kcv, createdAt, endedAt }: Row): ZoneKeyGeneration {
  return { generation, state, kcv, createdAt, endedAt };
}

/** PINs travelled under a zone key; PVVs and offsets, or card keys, came from the others. */
export async function zoneBlastRadiusOf({ sql }: ZoneMapPorts, keys: ZoneKeys): Promise<ZoneBlastRadius> {
  const since = (keys.live ?? keys.earlier[0])?.createdAt ?? 0;
  const [row] =
    keys.role === 'zpk' || keys.role === 'zone-master'
      ? await sql.unsafe(
          `select count(*)::int as payments, count(distinct terminal_id)::int as terminals,
             count(distinct card_id)::int as cards
           from transaction where issuer_id = $1 and received_at >= $2 and entry_mode like '__1'`,
          [keys.issuerId, since],
        )
      : await sql.unsafe(
          'select 0 as payments, 0 as terminals, count(*)::int as cards from card where issuer_id = $1',
          [keys.issuerId],
        );
  const count = (name: string): number => Number(row?.[name] ?? 0);
  return { since, terminals: count('terminals'), payments: count('payments'), cards: count('cards') };
}
