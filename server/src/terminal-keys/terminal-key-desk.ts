// What administrators do with the keys of terminals: add a terminal, hand it a key of its own, and mark a key as
// compromised so that it and all that came from it end at once.

import type { Hsm } from '../hsm/index.js';
import type {
  HandedTerminalKey,
  HandOverRequest,
  NewTerminal,
  TerminalKeys,
  TerminalKeysDetail,
} from '../http/api.js';
import { assert } from '../kernel/fault.js';
import { handOverText } from './hand-over-text.js';
import { blastRadiusOf, type KeyMapPorts, readKeyMap } from './key-map.js';
import { OWN_KEY_ROLES } from './own-key-roles.js';
import { lockTerminal, nextGeneration, placementOf, placeOwnKey } from './place-own-key.js';

export interface KeyDeskPorts extends KeyMapPorts {
  readonly hsm: Pick<Hsm, 'makeTerminalKey' | 'handOverTerminalKey'>;
  isProfile(name: string): boolean;
  /** DER, when this certificate is of the host's authority, good, and this terminal's. */
  publicKeyOf(certificatePem: string, terminalId: string): Promise<Uint8Array | undefined>;
  /** Under this host's name. */
  sign(text: string): Pick<HandedTerminalKey, 'signature' | 'certificatePem'>;
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
  /** The key in use serves beside it until the first message under the new one. */
  handOver(terminalId: string, request: HandOverRequest): Promise<HandedTerminalKey | HandOverRefusal>;
  compromise(terminalId: string): Promise<TerminalKeysDetail | undefined>;
}

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
    async handOver(terminalId, request) {
      const known = await one(terminalId);
      if (!known) return 'terminal-unknown';
      const publicKey = await ports.publicKeyOf(request.certificate, terminalId);
      return publicKey ? handOver(ports, known, publicKey, request) : 'certificate-wrong';
    },
    async compromise(terminalId) {
      await ports.sql.unsafe(
        `update terminal set tmk_compromised = true, current_keys = null, pending_keys = null,
           previous_keys = null, key_uses = 0,
           tmk_generation = coalesce((next_own_key->>'generation')::int, tmk_generation), next_own_key = null,
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
  const key = await hsm.makeTerminalKey({
    role: OWN_KEY_ROLES[schemeOf(profile)],
    label: `key of ${terminalId}`,
  });
  const rows = await sql.unsafe(
    `insert into terminal (terminal_id, merchant_id, profile, serial_number, status, pin_required_code, tmk, tmk_kcv,
       tmk_generation, tmk_created_at)
     values ($1, $2, $3, $4, 'active', true, $5, $6, 0, $7) on conflict do nothing returning 1`,
    [terminalId, merchantId, profile, serialNumber ?? '', key.block, key.kcv, now()],
  );
  return rows.length === 0 ? 'standing' : undefined;
}

/** With one commit; whoever asks again before that waits for the row. */
async function handOver(
  { sql, hsm, forget, now, sign }: KeyDeskPorts,
  { terminalId, scheme }: TerminalKeys,
  publicKey: Uint8Array,
  { holds, nonce }: HandOverRequest,
): Promise<HandedTerminalKey> {
  const handed = await sql.begin(async (step) => {
    const row = await lockTerminal(step, terminalId);
    assert(row, 'no terminal is ever deleted');
    const generation = nextGeneration(row);
    const terms = { role: OWN_KEY_ROLES[scheme], label: `key of ${terminalId}`, generation, publicKey };
    let made = await hsm.handOverTerminalKey(terms);
    // The two keys of a terminal are told apart by their check values.
    while (made.kcv === row.tmk_kcv) made = await hsm.handOverTerminalKey(terms);
    const { block, kcv, ephemeralKey, transport } = made;
    const key = { block, kcv, generation, createdAt: now() };
    await placeOwnKey(step, row, scheme, key, placementOf(row, holds));
    const ephemeral = Buffer.from(ephemeralKey).toString('base64');
    const { merchant_id: merchantId, profile } = row;
    return { terminalId, merchantId, profile, generation, kcv, ephemeralKey: ephemeral, transport };
  });
  forget(terminalId);
  return { ...handed, ...sign(handOverText(handed, nonce)) };
}
