// Who takes part: merchants, two banks, terminals and cardholders, each from the world's seed. Made up, like all keys.

import {
  adjustParity,
  bytesToHex,
  createTdes,
  hexToBytes,
  pinFromText,
  visaPvv,
  xorInto,
} from '@tillgate/payment-crypto';
import { type Profile, shippedProfiles, standardProfile } from '@tillgate/pos-protocol';
import type { CardRow, Hsm, IssuerRow, KeyRole, MerchantRow, TerminalRow } from '@tillgate/server/simulation';
import { VirtualChip } from '@tillgate/terminal';
import type { SeededRandom } from './seeded-random.js';

export const ACQUIRER: { readonly acquirerId: string; readonly acquirerName: string } = {
  acquirerId: '29990000',
  acquirerName: '闸口收单',
};

/** A bank of these worlds. */
export interface Bank {
  readonly issuer_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly prefix: string;
}
export const HARBOUR: Bank = {
  ...{ issuer_id: '62999900', prefix: '629999', name_zh: '海港银行', name_en: 'Harbour Bank' },
};
/** In half of the worlds it decides behind a link. */
export const HILL: Bank = {
  ...{ issuer_id: '62888800', prefix: '628888', name_zh: '山丘银行', name_en: 'Hill Bank' },
};
export const BINS: readonly Bank[] = [HARBOUR, HILL];

/** Fees with and without a remainder, and one merchant that pays none. */
const FEES = [60, 38, 125, 0];
export const MERCHANTS: ReadonlyMap<string, MerchantRow> = new Map(
  FEES.map((fee_basis_points, index) => {
    const merchant_id = `99929005411000${index + 1}`;
    const row: MerchantRow = {
      ...{ merchant_id, mcc: '5411', name_zh: `商户${index + 1}`, name_en: `Merchant ${index + 1}` },
      ...{
        city_zh: '上海',
        city_en: 'Shanghai',
        fee_basis_points,
        step_up_seconds: 120,
        no_pin_limit_minor: 50_000,
      },
    };
    return [merchant_id, row];
  }),
);
const MERCHANT_IDS: readonly string[] = [...MERCHANTS.keys()];

const PVK = 'D97AE0AE04F4B3CD15704F4ADFEF198A';
const PVK_CIPHER = createTdes(hexToBytes(PVK));
const IMK_AC = '9E830E7F91CE1FB380863743233EFD89';
const EXPIRY = '3012';
const SEQUENCE = '001';
const PIN_TRIES_LIMIT = 3;

export { PIN_TRIES_LIMIT };

/** Limits of a day: those that few days reach, and those that most do. */
const WIDE = { daily_minor: 50_000_000, daily_count: 5_000 };
const TIGHT = { daily_minor: 300_000, daily_count: 12 };

/** A person with a card. */
export interface Holder {
  readonly pan: string;
  readonly pin: string;
  readonly track2: string;
  readonly expiry: string;
  readonly sequence: string;
  readonly panHash: string;
  /** Undefined for a card whose chip makes no cryptograms. */
  readonly chip: VirtualChip | undefined;
  readonly row: CardRow;
  /** A PIN that is not this card's. */
  wrongPin(random: SeededRandom): string;
}

export interface Counter {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly profile: Profile;
  readonly ownKey: Uint8Array;
  readonly row: TerminalRow;
}

/** Every so many tills have keys for each message (ANSI X9.24-3), and sign on for none. */
const DUKPT_EVERY = 6;
const DUKPT = shippedProfiles.find(({ name }) => name === 'aes-dukpt')!;

/** A key under the local master key from a clear one, in two components as people would bring it. */
async function form(hsm: Hsm, random: SeededRandom, key: Uint8Array, role: KeyRole): Promise<string> {
  const other = random.bytes(key.length);
  const one = key.slice();
  xorInto(one, other);
  return (await hsm.formKey({ components: [one, other], role, label: role })).block;
}

export async function makeIssuer(
  hsm: Hsm,
  random: SeededRandom,
  { issuer_id, name_zh, name_en }: Bank,
): Promise<IssuerRow> {
  const zpk = adjustParity(random.bytes(16));
  return {
    ...{ issuer_id, name_zh, name_en },
    ...{ pin_verification: 'visa-pvv', decimalisation_table: null, unique_key_option: 'A' },
    ...{ zpk_in_before: null, zone_master: null, country: '156', cvm_policies: {} },
    zpk_out: await form(hsm, random, zpk, 'zpk-out'),
    zpk_in: await form(hsm, random, zpk, 'zpk-in'),
    pvk: await form(hsm, random, hexToBytes(PVK), 'pvk-visa'),
    imk_ac: await form(hsm, random, hexToBytes(IMK_AC), 'imk-ac'),
  };
}

export async function makeCounter(
  hsm: Hsm,
  random: SeededRandom,
  number: number,
  now: number,
): Promise<Counter> {
  const terminalId = String(10_000_000 + number);
  const merchantId = MERCHANT_IDS[number % MERCHANT_IDS.length]!;
  const profile = number % DUKPT_EVERY === 0 ? DUKPT : standardProfile;
  const isDukpt = profile.keyScheme === 'aes-dukpt';
  const ownKey = isDukpt ? random.bytes(16) : adjustParity(random.bytes(16));
  const row: TerminalRow = {
    ...{ terminal_id: terminalId, merchant_id: merchantId, profile: profile.name },
    ...{ serial_number: `TG-SIM-${number}`, status: 'active', pin_required_code: true, batch: 1 },
    ...{
      tmk: await form(hsm, random, ownKey, isDukpt ? 'dukpt-initial' : 'tmk'),
      tmk_kcv: '000000',
      next_own_key: null,
      previous_keys: null,
      tmk_generation: 1,
    },
    ...{ tmk_created_at: now, tmk_compromised: false, tmk_uses: 0, key_uses: 0, ksn_counter: 0 },
    ...{ current_keys: null, pending_keys: null, devices: null, centre_request: '0', version: 0 },
  };
  return { terminalId, merchantId, profile, ownKey, row };
}

export async function makeHolder(
  hsm: Hsm,
  random: SeededRandom,
  { issuer_id, prefix }: Bank,
  number: number,
  availableMinor: number,
): Promise<Holder> {
  const pan = withCheckDigit(`${prefix}${String(number).padStart(9, '0')}`);
  const pin = String(random.between(0, 9_999)).padStart(4, '0');
  const pvvOf = (typed: string): string => visaPvv(PVK_CIPHER, 1, pan, pinFromText(typed));
  const pvv = pvvOf(pin);
  const panHash = bytesToHex(await hsm.panHash(pan));
  const chip = random.chance(0.15)
    ? new VirtualChip({
        ...{
          masterKey: hexToBytes(IMK_AC),
          option: 'A',
          version: 'visa-18',
          pan,
          sequence: SEQUENCE,
          atc: 1,
        },
      })
    : undefined;
  const row: CardRow = {
    ...{ card_id: number, issuer_id, account_id: `cardholder:${number}`, pan_hash: panHash },
    ...{ pan_first6: pan.slice(0, 6), pan_last4: pan.slice(-4), pan_length: pan.length },
    ...{ expiry: EXPIRY, sequence: SEQUENCE, product: 'debit', status: 'active', online_pin: true },
    ...{ code_kind: 'once', code_limit_minor: null, code_merchant_id: null, pin_and_phone_above_minor: null },
    ...{ pay_hours: null, stripe_use: true },
    ...{ code_used: false, code_needs_phone: false },
    ...{ signature_instead_of_pin: false, pin_tries: 0, cvm_policy: 'standard', no_pin_limit_minor: null },
    ...{ is_new: false, cvm_epoch: 0, unverified_minor: 0, unverified_count: 0 },
    ...{ day_unverified_minor: 0, day_unverified_count: 0 },
    pin_reference: { method: 'visa-pvv', pvki: 1, pvv },
    ...{ per_transaction_minor: 1_000_000, ...(number % 5 === 0 ? TIGHT : WIDE) },
    ...{ day: '', day_spent_minor: 0, day_count: 0, available_minor: availableMinor },
    ...{ code_hash: null, code_until: 0, highest_atc: 0, atc_open: false, phone_confirm_above_minor: null },
  };
  const track2 = `${pan}D${EXPIRY}2200000000000`;
  const wrongPin = (chance: SeededRandom): string => {
    // A few PINs of a card share its PVV, and to the bank each of them is right.
    for (;;) {
      const typed = String(chance.below(10_000)).padStart(4, '0');
      if (pvvOf(typed) !== pvv) return typed;
    }
  };
  return { pan, pin, track2, expiry: EXPIRY, sequence: SEQUENCE, panHash, chip, row, wrongPin };
}

/** ISO/IEC 7812-1, the Luhn check digit. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
