// Joins what people do with keys while the host serves: keys of terminals, component ceremonies, keys of banks and the
// local master key, each over the HSM in the name of the person who asks.

import type { SignAsHost, TerminalCertificates } from './certificates/index.js';
import type { HttpPorts } from './http/index.js';
import type { Clock } from './kernel/clock.js';
import { createLmkDesk } from './lmk-desk.js';
import type { HsmDoor } from './open-hsm.js';
import type { ProfileRegistry } from './profile-registry.js';
import type { Directory, Sql } from './store/index.js';
import { createOwnKeyComponents, createTerminalKeyDesk, usualPolicy } from './terminal-keys/index.js';
import { createBankKeyComponents, openZoneKeys } from './zone-keys/index.js';

export interface KeyDeskParts {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly door: HsmDoor;
  readonly profiles: ProfileRegistry;
  readonly directory: Directory;
  readonly certificates: TerminalCertificates;
  readonly sign: SignAsHost;
  /** Banks in processes of their own. */
  readonly banks: readonly { readonly issuerId: string }[];
  readonly log: (line: string) => void;
}

export type KeyDesks = Pick<HttpPorts, 'keys' | 'components' | 'zoneKeys' | 'lmk'>;

export async function openKeyDesks(
  { sql, clock, door, profiles, directory, certificates, sign, banks, log }: KeyDeskParts,
  opened: Array<() => Promise<unknown>>,
): Promise<KeyDesks> {
  const { hsmFor } = door;
  const { forget, refresh } = directory;
  const ofTerminals = {
    ...{ sql, forget, now: clock.now },
    schemeOf: (profile: string) => profiles.named(profile).keyScheme,
  };
  const isElsewhere = (issuerId: string): boolean => banks.some((bank) => bank.issuerId === issuerId);
  const zoneKeys = await openZoneKeys({ sql, clock, hsmFor, refresh, log, isElsewhere });
  opened.push(zoneKeys.stop);
  return {
    keys: createTerminalKeyDesk({
      ...{ ...ofTerminals, hsm: hsmFor('host'), policy: usualPolicy, sign },
      isProfile: (name) => profiles.profiles.some((profile) => profile.name === name),
      publicKeyOf: certificates.publicKeyOf,
    }),
    components: {
      terminal: createOwnKeyComponents({ ...ofTerminals, hsmFor }),
      bank: createBankKeyComponents({ sql, now: clock.now, hsmFor, isElsewhere, refresh }),
    },
    zoneKeys,
    lmk: createLmkDesk({ sql, hsmFor, refresh }),
  };
}
