// Puts the demo world into the books once: keys through the HSM's component ceremony, cards sealed and hashed,
// balances as opening postings. Running it again changes nothing.

import { fromHex, toHex } from '@tillgate/iso8583';
import type { Hsm, KeyRole, WrappedKey } from '../hsm/index.js';
import { assert } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import { type Account, accounts, postOpening } from '../ledger/index.js';
import type { Sql } from '../store/index.js';
import downloads from './demo-downloads.json' with { type: 'json' };
import type { DemoCard, DemoKey, DemoWorld } from './demo-world.js';

export interface DemoPorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'formKey' | 'panHash' | 'sealPan'>;
  readonly random: Random;
  readonly now: number;
}

const ZONE_MASTER_BYTES = 32;

/** True when this call loaded it, false when it was there already. */
export async function loadDemoWorld(ports: DemoPorts, world: DemoWorld): Promise<boolean> {
  const [there] = await ports.sql.unsafe('select 1 from terminal where terminal_id = $1', [
    world.terminals[0]?.terminalId ?? '',
  ]);
  if (there) return false;
  const rows = await prepare(ports, world);
  await ports.sql.begin(async (sql) => {
    for (const [table, list] of rows) {
      const columns = Object.keys(list[0] ?? {}).join(', ');
      await sql.unsafe(
        `insert into ${table} (${columns})
         select ${columns} from json_populate_recordset(null::${table}, $1::text::json) on conflict do nothing`,
        [JSON.stringify(list)],
      );
    }
  });
  return true;
}

type Rows = ReadonlyArray<readonly [table: string, rows: readonly object[]]>;

async function prepare(ports: DemoPorts, world: DemoWorld): Promise<Rows> {
  const zoneMasters = await Promise.all(world.issuers.map(({ id }) => zoneMaster(ports, id)));
  const issuers = await Promise.all(
    world.issuers.map((issuer, at) => issuerRow(ports, issuer, zoneMasters[at]!.block)),
  );
  const terminals = await Promise.all(
    world.terminals.map(async (terminal) => ({
      terminal_id: terminal.terminalId,
      merchant_id: terminal.merchantId,
      profile: terminal.profile,
      serial_number: terminal.serialNumber,
      status: terminal.status,
      pin_required_code: terminal.pinRequiredCode,
      batch: 1,
      tmk: await form(ports, terminal.tmk, 'tmk', `TMK ${terminal.terminalId}`),
      tmk_kcv: terminal.tmk.kcv,
      version: 0,
    })),
  );
  const cards = await Promise.all(world.cards.map((card) => cardRow(ports, world, card)));
  return [
    ['issuer', issuers],
    ['zone_key', zoneKeyRows(world, zoneMasters, ports.now)],
    ['bin', world.issuers.flatMap(({ id, bins }) => bins.map((prefix) => ({ prefix, issuer_id: id })))],
    ['cvm_policy', world.issuers.flatMap((issuer) => policyRows(issuer, ports.now))],
    ['merchant', world.merchants.map(merchantRow)],
    ['terminal', terminals],
    ['cardholder', world.cardholders.map(holderRow)],
    ['account', accountRows(world, cards)],
    ['card', cards],
    ['entry_set', openingRows(world, cards, ports.now)],
    ['ca_public_key', downloads.publicKeys],
    ['chip_application', downloads.chipApplications],
  ];
}

/** A demo key enters as any key does: in components, here a random one and the difference. */
async function form(ports: DemoPorts, key: DemoKey, role: KeyRole, label: string): Promise<string> {
  const clear = fromHex(key.value);
  assert(clear, 'a demo key is hex');
  const one = ports.random.bytes(clear.length);
  const other = clear.map((byte, at) => byte ^ (one[at] ?? 0));
  const { block, kcv } = await ports.hsm.formKey({ components: [one, other], role, label, generation: 1 });
  assert(kcv.startsWith(key.kcv), `the check value of ${label} fits`);
  return block;
}

async function issuerRow(
  ports: DemoPorts,
  issuer: DemoWorld['issuers'][number],
  zoneMaster: string,
): Promise<object> {
  // The number first: behind the label come digits of the encrypted key, and both together could look like a PAN.
  const pvkRole = issuer.pinVerification === 'visa-pvv' ? 'pvk-visa' : 'pvk-ibm';
  return {
    issuer_id: issuer.id,
    name_zh: issuer.name.zh,
    name_en: issuer.name.en,
    pin_verification: issuer.pinVerification,
    decimalisation_table: issuer.decimalisationTable ?? null,
    zpk_out: await form(ports, issuer.zpk, 'zpk-out', `${issuer.id} ZPK`),
    zpk_in: await form(ports, issuer.zpk, 'zpk-in', `${issuer.id} ZPK`),
    pvk: await form(ports, issuer.pvk, pvkRole, `${issuer.id} PVK`),
    imk_ac: await form(ports, issuer.imkAc, 'imk-ac', `${issuer.id} IMK-AC`),
    zone_master: zoneMaster,
    unique_key_option: issuer.uniqueKeyOption,
  };
}

/** Nobody has it but the HSM: both ends of a demo zone are in this host. */
function zoneMaster({ hsm, random }: DemoPorts, issuerId: string): Promise<WrappedKey> {
  const components = [random.bytes(ZONE_MASTER_BYTES), random.bytes(ZONE_MASTER_BYTES)];
  const label = `${issuerId} zone master`;
  return hsm.formKey({ components, role: 'zone-master', label, generation: 1 });
}

function zoneKeyRows(world: DemoWorld, zoneMasters: readonly WrappedKey[], now: number): object[] {
  return world.issuers.flatMap(({ id, zpk, pvk, imkAc }, at) =>
    Object.entries({ zpk, pvk, 'imk-ac': imkAc, 'zone-master': zoneMasters[at]! }).map(([role, { kcv }]) => ({
      ...{ issuer_id: id, role, generation: 1, state: 'live', kcv: kcv.slice(0, 6), created_at: now },
    })),
  );
}

function policyRows({ id, cvmPolicies }: DemoWorld['issuers'][number], at: number): object[] {
  return Object.entries(cvmPolicies).map(([name, rules]) => ({
    ...{ issuer_id: id, name, version: 1, rules, state: 'published' },
    ...{ proposed_by: 'demo', published_by: 'demo-world', published_at: at },
  }));
}

function holderRow({ id, name, mobile }: DemoWorld['cardholders'][number]): object {
  return { holder_id: id, name_zh: name.zh, name_en: name.en, mobile };
}

function merchantRow(merchant: DemoWorld['merchants'][number]): object {
  return {
    merchant_id: merchant.id,
    mcc: merchant.mcc,
    name_zh: merchant.name.zh,
    name_en: merchant.name.en,
    city_zh: merchant.city.zh,
    city_en: merchant.city.en,
    fee_basis_points: merchant.feeBasisPoints,
    no_pin_limit_minor: merchant.noPinLimitFen,
  };
}

async function cardRow(ports: DemoPorts, world: DemoWorld, card: DemoCard) {
  const issuer = world.issuers.find((one) => one.bins.some((bin) => card.pan.startsWith(bin)));
  assert(issuer, `a bank issues ${card.name}`);
  const [hash, sealed] = await Promise.all([ports.hsm.panHash(card.pan), ports.hsm.sealPan(card.pan)]);
  const cardId = world.cards.indexOf(card) + 1;
  return {
    card_id: cardId,
    issuer_id: issuer.id,
    account_id: accounts.cardholder(String(cardId)).accountId,
    pan_hash: toHex(hash),
    pan_sealed: toHex(sealed),
    pan_first6: card.pan.slice(0, 6),
    pan_last4: card.pan.slice(-4),
    pan_length: card.pan.length,
    expiry: card.expiry,
    sequence: card.sequence,
    product: card.product,
    status: card.status,
    online_pin: card.onlinePin === 'enabled',
    signature_instead_of_pin: card.cvm === 'pin-or-signature',
    holder_id: world.cardholders.find((holder) => holder.cards.includes(card.name))?.id ?? null,
    cvm_policy: card.cvmPolicy ?? 'standard',
    phone_confirm_above_minor: card.phoneConfirmAboveFen ?? null,
    is_new: card.isNew ?? false,
    pin_reference:
      issuer.pinVerification === 'visa-pvv'
        ? { method: 'visa-pvv', pvki: 1, pvv: card.pinReference }
        : { method: 'ibm-3624', offset: card.pinReference },
    pin_tries: 0,
    per_transaction_minor: card.perTransactionLimitFen,
    daily_minor: card.dailyLimitFen,
    daily_count: card.dailyCountLimit,
    day: '',
    day_spent_minor: 0,
    day_count: 0,
  };
}

type LoadedCard = Awaited<ReturnType<typeof cardRow>>;

function availableOf(world: DemoWorld, card: LoadedCard): number {
  return world.cards[card.card_id - 1]?.availableFen ?? 0;
}

function accountRows(world: DemoWorld, cards: readonly LoadedCard[]): object[] {
  const row = (one: Account, balance = 0): object => ({
    account_id: one.accountId,
    kind: one.kind,
    owner: one.owner,
    currency: world.acquirer.currency,
    balance_minor: balance,
  });
  return [
    ...cards.flatMap((card) => [
      row(accounts.cardholder(String(card.card_id)), availableOf(world, card)),
      row(accounts.hold(String(card.card_id))),
    ]),
    ...world.issuers.flatMap(({ id }) => [
      row(accounts.clearing(id)),
      row(accounts.receivable(id)),
      row(accounts.opening(id)),
      row(accounts.overdrawn(id)),
      row(accounts.suspense(id)),
    ]),
    ...world.merchants.map(({ id }) => row(accounts.payable(id))),
    row(accounts.fee()),
  ];
}

function openingRows(world: DemoWorld, cards: readonly LoadedCard[], at: number): object[] {
  const { currency } = world.acquirer;
  return cards.map((card) => {
    const { purpose, postings } = postOpening(
      String(card.card_id),
      card.issuer_id,
      availableOf(world, card),
      currency,
      at,
    );
    return {
      purpose,
      currency,
      at,
      accounts: postings.map((posting) => posting.account),
      amounts_minor: postings.map((posting) => posting.amountMinor),
    };
  });
}
