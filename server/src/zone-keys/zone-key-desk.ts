// What administrators do with the keys shared with banks: exchange a new zone PIN key while payments go on, end the
// one before it, and end a compromised key at once, with what has to take its place, by two people.

import type { Hsm } from '../hsm/index.js';
import type { ZoneKeyRole, ZoneKeys, ZoneKeysDetail } from '../http/api.js';
import { Fault } from '../kernel/fault.js';
import { TwoPeople } from '../kernel/two-people.js';
import { type IssuerRow, tellBanksChanged } from '../store/index.js';
import { readZoneKeys, type ZoneMapPorts, zoneBlastRadiusOf } from './zone-key-map.js';
import { endLive, nextGenerationOf, retire } from './zone-key-rows.js';

export interface ZoneKeyPorts extends ZoneMapPorts {
  /** The HSM for the person who asks. */
  hsmFor(who: string): Pick<Hsm, 'makeZonePinKey' | 'importZonePinKey'>;
  /** A bank in a process of its own, whose end of the zone is not in these books. */
  isElsewhere(issuerId: string): boolean;
  /** This host reads the rows of its banks again. */
  refresh(): Promise<void>;
}

/** `elsewhere`: the bank's end of the zone is in another host. */
export type ExchangeRefusal = 'unknown' | 'no-zone-master' | 'elsewhere';

export interface ZoneKeyDesk {
  list(): Promise<readonly ZoneKeys[]>;
  show(issuerId: string, role: ZoneKeyRole): Promise<ZoneKeysDetail | undefined>;
  /** A new zone PIN key with the bank; PIN blocks under the one before are still taken until it is retired. */
  rotate(person: string, issuerId: string): Promise<ZoneKeysDetail | ExchangeRefusal>;
  /** Ends the generation before the live one. */
  retire(issuerId: string): Promise<ZoneKeysDetail | undefined>;
  /** `second-person`: it happens when another one asks for the same. */
  compromise(
    person: string,
    issuerId: string,
    role: ZoneKeyRole,
  ): Promise<ZoneKeysDetail | ExchangeRefusal | 'second-person'>;
  /** Ends every generation that has been accepted beside its successor for long enough. */
  retireOverlapped(): Promise<void>;
}

/** Longer than any payment, advice or repetition is under way. */
const OVERLAP_MS = 24 * 3_600_000;
/** Where a bank's row keeps its live keys. */
const COLUMNS = { zpk: ['zpk_out', 'zpk_in'], pvk: ['pvk'], 'imk-ac': ['imk_ac'] } as const;
/** What an ended key leaves: the HSM knows no such block, and payments that need it are declined for that. */
const ENDED = '';

export function createZoneKeyDesk(ports: ZoneKeyPorts): ZoneKeyDesk {
  const { sql, now, refresh } = ports;
  const people = new TwoPeople(now);
  const show = async (issuerId: string, role: ZoneKeyRole): Promise<ZoneKeysDetail | undefined> => {
    const keys = (await readZoneKeys(ports)).find((one) => one.issuerId === issuerId && one.role === role);
    return keys && { ...keys, blastRadius: await zoneBlastRadiusOf(ports, keys) };
  };
  const shown = async (issuerId: string, role: ZoneKeyRole) => (await show(issuerId, role)) ?? 'unknown';
  return {
    list: () => readZoneKeys(ports),
    show,
    async rotate(person, issuerId) {
      const refused = await exchange(ports, person, issuerId, 'accepted');
      await refresh();
      return refused ?? shown(issuerId, 'zpk');
    },
    async retire(issuerId) {
      await sql.begin((step) => retire(step, issuerId));
      await refresh();
      return show(issuerId, 'zpk');
    },
    async compromise(person, issuerId, role) {
      const keys = await show(issuerId, role);
      if (!keys) return 'unknown';
      if (!people.agree(`${issuerId}/${role} ${keys.live?.generation}`, person)) return 'second-person';
      const refused =
        role === 'zpk' && !ports.isElsewhere(issuerId)
          ? await exchange(ports, person, issuerId, 'compromised')
          : await end(ports, issuerId, role);
      await refresh();
      // What it takes with it is counted from the key that ended, not from the one that took its place.
      return refused ?? { ...((await show(issuerId, role)) ?? keys), blastRadius: keys.blastRadius };
    },
    retireOverlapped: () =>
      sql.begin(async (step) => {
        const ids = await step.unsafe(
          `select issuer_id from zone_key where state = 'accepted' and ended_at <= $1`,
          [now() - OVERLAP_MS],
        );
        for (const { issuer_id: id } of ids) await retire(step, String(id));
      }) as Promise<void>,
  };
}

/**
 * Makes the next generation, hands it to the bank's end and puts both ends in force with one commit: a payment finds
 * both ends of one generation, or both of the other.
 */
async function exchange(
  { sql, now, hsmFor, isElsewhere }: ZoneKeyPorts,
  person: string,
  issuerId: string,
  before: 'accepted' | 'compromised',
): Promise<ExchangeRefusal | undefined> {
  if (isElsewhere(issuerId)) return 'elsewhere';
  const hsm = hsmFor(`officer:${person}`);
  return sql.begin(async (step) => {
    const [issuer] = (await step.unsafe('select * from issuer where issuer_id = $1 for update', [
      issuerId,
    ])) as unknown as readonly IssuerRow[];
    if (!issuer) return 'unknown';
    const { zone_master: zoneMaster } = issuer;
    if (zoneMaster === null) return 'no-zone-master';
    const generation = await nextGenerationOf(step, issuerId, 'zpk');
    const terms = { zoneMaster, label: `${issuerId} ZPK`, generation };
    const out = await hsm.makeZonePinKey(terms);
    const taken = await hsm.importZonePinKey({ ...terms, transport: out.transport });
    if (taken.kcv !== out.kcv) throw new Fault('TG_ZONE_KEY', 'the ends of the zone hold different keys');
    // The generation before the one that goes now would have no place left.
    await retire(step, issuerId);
    await endLive(step, issuerId, 'zpk', before, now());
    await step.unsafe(
      `insert into zone_key (issuer_id, role, generation, state, kcv, created_at)
       values ($1, 'zpk', $2, 'live', $3, $4)`,
      [issuerId, generation, out.kcv, now()],
    );
    await step.unsafe(
      'update issuer set zpk_out = $2, zpk_in = $3, zpk_in_before = $4 where issuer_id = $1',
      [issuerId, out.block, taken.block, before === 'accepted' ? issuer.zpk_in : null],
    );
    await tellBanksChanged(step);
    return undefined;
  }) as Promise<ExchangeRefusal | undefined>;
}

/** A key whose next one the bank has to bring: what needs it is declined from now on. */
async function end({ sql, now }: ZoneKeyPorts, issuerId: string, role: ZoneKeyRole): Promise<undefined> {
  await sql.begin(async (step) => {
    if (role === 'zone-master') {
      await endLive(step, issuerId, role, 'compromised', now());
      await step.unsafe('update issuer set zone_master = null where issuer_id = $1', [issuerId]);
    }
    // Zone PIN keys came under the master key of the zone: they end with it.
    const ending = role === 'zone-master' ? 'zpk' : role;
    if (ending === 'zpk') await retire(step, issuerId);
    await endLive(step, issuerId, ending, 'compromised', now());
    const ended = COLUMNS[ending].map((column) => `${column} = $2`).join(', ');
    await step.unsafe(`update issuer set ${ended} where issuer_id = $1`, [issuerId, ENDED]);
    await tellBanksChanged(step);
  });
}
