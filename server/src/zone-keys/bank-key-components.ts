// A key that a bank brings, by components: the PIN verification key or chip master key that takes the place of one
// that has ended, and the master key under which zone keys travel.

import type { ComponentKeyRole, WrappedKey } from '../hsm/index.js';
import type { ZoneKeyRole } from '../http/api.js';
import { Fault } from '../kernel/fault.js';
import {
  type ComponentDesk,
  type ComponentPorts,
  createComponentDesk,
  type KeyTerms,
} from '../key-components/index.js';
import { type IssuerRow, type Sql, tellBanksChanged } from '../store/index.js';
import { endLive, nextGenerationOf, type Step } from './zone-key-rows.js';

/** `live`: there is one in force, whose cards would be cut off. `elsewhere`: the bank's keys are in another host. */
export type BringRefusal = 'live' | 'elsewhere';

/** A zone PIN key is made here and exchanged; the others come from the bank. */
export type BroughtRole = Exclude<ZoneKeyRole, 'zpk'>;

export interface BankKeyPorts extends Pick<ComponentPorts<BringRefusal>, 'hsmFor'> {
  readonly sql: Sql;
  readonly now: () => number;
  isElsewhere(issuerId: string): boolean;
  refresh(): Promise<void>;
}

const COLUMNS: Readonly<Record<BroughtRole, string>> = {
  pvk: 'pvk',
  'imk-ac': 'imk_ac',
  'zone-master': 'zone_master',
};

/** Its keys are named by bank and role: `62999900/pvk`. */
export function createBankKeyComponents(ports: BankKeyPorts): ComponentDesk<BringRefusal> {
  const { sql, hsmFor, isElsewhere, refresh } = ports;
  return createComponentDesk<BringRefusal>({
    hsmFor,
    termsOf: (name) =>
      sql.begin(async (step) => {
        const { issuerId, role } = parsed(name);
        const issuer = await lockIssuer(step, issuerId);
        if (!issuer) return undefined;
        if (isElsewhere(issuerId)) return 'elsewhere';
        if (await isTaken(step, issuerId, role)) return 'live';
        const generation = await nextGenerationOf(step, issuerId, role);
        // The number first: behind the label come digits of the encrypted key, which could make a PAN of both.
        return { label: `${issuerId} ${role.toUpperCase()}`, role: hsmRole(issuer, role), generation };
      }) as Promise<KeyTerms | BringRefusal | undefined>,
    async place(name, terms, key) {
      const { issuerId, role } = parsed(name);
      await sql.begin(async (step) => {
        await lockIssuer(step, issuerId);
        if (await isTaken(step, issuerId, role)) throw new Fault('TG_ZONE_KEY_LIVE', 'one is in force');
        await putInForce(step, { issuerId, role, at: ports.now() }, terms, key);
      });
      await refresh();
    },
  });
}

interface Place {
  readonly issuerId: string;
  readonly role: BroughtRole;
  readonly at: number;
}

async function putInForce(
  step: Step,
  { issuerId, role, at }: Place,
  { generation }: KeyTerms,
  { block, kcv }: WrappedKey,
): Promise<void> {
  await endLive(step, issuerId, role, 'retired', at);
  await step.unsafe(
    `insert into zone_key (issuer_id, role, generation, state, kcv, created_at)
     values ($1, $2, $3, 'live', $4, $5)`,
    [issuerId, role, generation, kcv, at],
  );
  await step.unsafe(`update issuer set ${COLUMNS[role]} = $2 where issuer_id = $1`, [issuerId, block]);
  // A PVV or offset of the key before is worth nothing under this one, and would count against the holder's tries.
  if (role === 'pvk') {
    await step.unsafe(
      `update card set pin_reference = '{"method":"unset"}', pin_tries = 0
       where issuer_id = $1 and pin_reference->>'method' is not null`,
      [issuerId],
    );
  }
  await tellBanksChanged(step);
}

/** No payment needs the master key of a zone: another may take its place at any time. */
async function isTaken(step: Step, issuerId: string, role: BroughtRole): Promise<boolean> {
  if (role === 'zone-master') return false;
  const live = await step.unsafe(
    `select 1 from zone_key where issuer_id = $1 and role = $2 and state = 'live'`,
    [issuerId, role],
  );
  return live.length > 0;
}

async function lockIssuer(step: Step, issuerId: string): Promise<IssuerRow | undefined> {
  const [issuer] = await step.unsafe('select * from issuer where issuer_id = $1 for update', [issuerId]);
  return issuer as unknown as IssuerRow | undefined;
}

function hsmRole({ pin_verification: method }: IssuerRow, role: BroughtRole): ComponentKeyRole {
  return role === 'pvk' ? (method === 'visa-pvv' ? 'pvk-visa' : 'pvk-ibm') : role;
}

function parsed(name: string): { readonly issuerId: string; readonly role: BroughtRole } {
  const [issuerId = '', role = ''] = name.split('/');
  return { issuerId, role: role as BroughtRole };
}
