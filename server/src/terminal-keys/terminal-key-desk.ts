// What administrators do with the keys of terminals: add a terminal, hand it a key of its own, and mark a key as
// compromised so that it and all that came from it end at once.

import type { Hsm, TerminalKeyRole } from '../hsm/index.js';
import type { HandedTerminalKey, NewTerminal, TerminalKeys, TerminalKeysDetail } from '../http/api.js';
import { blastRadiusOf, type KeyMapPorts, readKeyMap } from './key-map.js';

export interface KeyDeskPorts extends KeyMapPorts {
  readonly hsm: Pick<Hsm, 'makeTerminalKey' | 'handOverTerminalKey'>;
  isProfile(name: string): boolean;
  /** DER, when this certificate is of the host's authority, good, and this terminal's. */
  publicKeyOf(certificatePem: string, terminalId: string): Promise<Uint8Array | undefined>;
  /** The terminal's row has changed: what this host remembers of it is old. */
  forget(terminalId: string): void;
}

export type AddRefusal = 'standing' | 'merchant-unknown' | 'profile-unknown';
export type HandOverRefusal = 'terminal-unknown' | 'certificate-wrong';

export interface TerminalKeyDesk {
  list(): Promise<readonly TerminalKeys[]>;
  show(terminalId: string): Promise<TerminalKeysDetail | undefined>;
  /** Known from now on, with a key that nobody holds yet. */
  add(terminal: NewTerminal): Promise<TerminalKeys | AddRefusal>;
  handOver(terminalId: string, certificatePem: string): Promise<HandedTerminalKey | HandOverRefusal>;
  compromise(terminalId: string): Promise<TerminalKeysDetail | undefined>;
}

const ROLES: Readonly<Record<TerminalKeys['scheme'], TerminalKeyRole>> = {
  tdes: 'tmk',
  sm4: 'tmk-sm4',
  'aes-dukpt': 'dukpt-initial',
};

export function createTerminalKeyDesk(ports: KeyDeskPorts): TerminalKeyDesk {
  const one = async (terminalId: string): Promise<TerminalKeys | undefined> =>
    (await readKeyMap(ports, terminalId))[0];
  const show = async (terminalId: string): Promise<TerminalKeysDetail | undefined> => {
    const keys = await one(terminalId);
    return keys && { ...keys, blastRadius: await blastRadiusOf(ports, keys) };
  };
  return {
    list: () => readKeyMap(ports),
    show,
    add: async (terminal) => (await addTerminal(ports, terminal)) ?? (await one(terminal.terminalId))!,
    async handOver(terminalId, certificatePem) {
      const known = await one(terminalId);
      if (!known) return 'terminal-unknown';
      const publicKey = await ports.publicKeyOf(certificatePem, terminalId);
      return publicKey ? handOver(ports, known, publicKey) : 'certificate-wrong';
    },
    async compromise(terminalId) {
      await ports.sql.unsafe(
        `update terminal set tmk_compromised = true, current_keys = null, pending_keys = null, key_uses = 0,
           version = version + 1 where terminal_id = $1`,
        [terminalId],
      );
      ports.forget(terminalId);
      return show(terminalId);
    },
  };
}

/** Undefined when it was added. */
async function addTerminal(
  { sql, hsm, isProfile, schemeOf, now }: KeyDeskPorts,
  { terminalId, merchantId, profile, serialNumber }: NewTerminal,
): Promise<AddRefusal | undefined> {
  if (!isProfile(profile)) return 'profile-unknown';
  const [merchant] = await sql.unsafe('select 1 from merchant where merchant_id = $1', [merchantId]);
  if (!merchant) return 'merchant-unknown';
  const key = await hsm.makeTerminalKey({ role: ROLES[schemeOf(profile)], label: `key of ${terminalId}` });
  const rows = await sql.unsafe(
    `insert into terminal (terminal_id, merchant_id, profile, serial_number, status, pin_required_code, tmk, tmk_kcv,
       tmk_generation, tmk_created_at)
     values ($1, $2, $3, $4, 'active', true, $5, $6, 0, $7) on conflict do nothing returning 1`,
    [terminalId, merchantId, profile, serialNumber ?? '', key.block, key.kcv, now()],
  );
  return rows.length === 0 ? 'standing' : undefined;
}

async function handOver(
  { sql, hsm, forget, now }: KeyDeskPorts,
  { terminalId, scheme, own }: TerminalKeys,
  publicKey: Uint8Array,
): Promise<HandedTerminalKey> {
  const label = `key of ${terminalId}`;
  const { block, kcv, ephemeralKey, transport } = await hsm.handOverTerminalKey({
    ...{ role: ROLES[scheme], label, generation: own.generation + 1, publicKey },
  });
  const [row] = await sql.unsafe(
    `update terminal set tmk = $2, tmk_kcv = $3, tmk_generation = tmk_generation + 1, tmk_created_at = $4,
       tmk_compromised = false, tmk_uses = 0, key_uses = 0, ksn_counter = 0, current_keys = null,
       pending_keys = null, version = version + 1
     where terminal_id = $1 returning merchant_id as "merchantId", profile, tmk_generation as generation`,
    [terminalId, block, kcv, now()],
  );
  forget(terminalId);
  const { merchantId, profile, generation } = row as unknown as HandedTerminalKey;
  const ephemeral = Buffer.from(ephemeralKey).toString('base64');
  return { terminalId, merchantId, profile, generation, kcv, ephemeralKey: ephemeral, transport };
}
