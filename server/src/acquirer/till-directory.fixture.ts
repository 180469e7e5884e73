// The look-ups of the acquirer's tests: the till's one merchant and bank, what terminals download, and the
// terminals, kept once read as the host's directory keeps them.

import type { Banks } from '../payment-path.js';
import type {
  CardReference,
  CardRow,
  Directory,
  Downloads,
  IssuerRow,
  MemoryStore,
  MerchantRow,
  TerminalRow,
} from '../store/index.js';

export const MERCHANT_ID = '999290054110001';
export const PAN = '6299990001000032';

const merchant: MerchantRow = {
  ...{ merchant_id: MERCHANT_ID, mcc: '5411', name_zh: '晨光便利店', name_en: 'Morning Light Convenience' },
  ...{ city_zh: '上海', city_en: 'Shanghai', fee_basis_points: 60, no_pin_limit_minor: 100_000 },
  step_up_seconds: 120,
};

/** Twenty keys: more than one part of the list takes. */
const downloads: Downloads = {
  publicKeys: Array.from({ length: 20 }, (_, index) => {
    const keyIndex = index.toString(16).padStart(2, '0').toUpperCase();
    return {
      rid: 'A000000333',
      key_index: keyIndex,
      fields: `9F0605A0000003339F2201${keyIndex}DF050420301231`,
    };
  }),
  chipApplications: [{ aid: 'A000000333010101', fields: '9F0608A000000333010101DF010100' }],
};

function referenceOf(card: CardRow | undefined): CardReference | undefined {
  return card && { ...card, pan_masked: `${card.pan_first6}******${card.pan_last4}` };
}

/** Terminals are kept once read, as the host's directory keeps them. */
export function cachingDirectory(books: MemoryStore, issuer: IssuerRow): Directory {
  const kept = new Map<string, TerminalRow>();
  return {
    async terminal(terminalId) {
      const row = kept.get(terminalId) ?? books.terminals.get(terminalId);
      if (row) kept.set(terminalId, row);
      return row;
    },
    remember: (row) => void kept.set(row.terminal_id, row),
    forget: (terminalId) => void kept.delete(terminalId),
    merchant: (merchantId) => (merchantId === MERCHANT_ID ? merchant : undefined),
    issuer: (issuerId) => (issuerId === issuer.issuer_id ? issuer : undefined),
    bins: () => [{ prefix: '629999', issuer_id: issuer.issuer_id }],
    card: async (panHash) => referenceOf(books.cards.get(panHash)),
    cardByCode: async (hash) =>
      referenceOf([...books.cards.values()].find((card) => card.code_hash === hash)),
    cardNamedBy: async (references) => {
      const identities = references.map((one) => ('identity' in one ? one.identity : ''));
      const rows = [...books.transactions.values()].filter(
        (row) =>
          identities.includes(row.identity ?? '-') ||
          references.some((one) => 'rrn' in one && one.rrn === row.rrn) ||
          references.some((one) => 'trace' in one && one.batch === row.batch && one.trace === row.trace),
      );
      return referenceOf([...books.cards.values()].find((card) => card.card_id === rows[0]?.card_id));
    },
    downloads: () => downloads,
    refresh: async () => undefined,
  };
}

/** Every bank decides here. */
export const noBanks: Banks = {
  isElsewhere: () => false,
  meet: async () => undefined,
  panOf: async () => undefined,
  ask: async () => ({ outcome: 'unreachable' }),
  soon: async () => undefined,
};

/** Whichever banks a test has put there at that moment. */
export function banksOf(now: () => Banks): Banks {
  return {
    isElsewhere: (issuerId) => now().isElsewhere(issuerId),
    meet: (...card) => now().meet(...card),
    panOf: (panHash) => now().panOf(panHash),
    ask: (...question) => now().ask(...question),
    soon: () => now().soon(),
  };
}

/** An active debit card with 1,000.00. */
export function cardRow(panHash: string): CardRow {
  return {
    ...{ card_id: 1, issuer_id: '62999900', account_id: 'cardholder:1', pan_hash: panHash },
    ...{ pan_first6: PAN.slice(0, 6), pan_last4: PAN.slice(-4), pan_length: PAN.length },
    ...{ expiry: '3012', sequence: '001', product: 'debit', status: 'active', online_pin: true },
    ...{ signature_instead_of_pin: false, pin_tries: 0 },
    pin_reference: { method: 'visa-pvv', pvki: 1, pvv: '2666' },
    ...{ per_transaction_minor: 100_000, daily_minor: 1_000_000, daily_count: 100 },
    ...{ day: '', day_spent_minor: 0, day_count: 0, available_minor: 100_000 },
    ...{ code_kind: 'once', code_limit_minor: null, code_merchant_id: null },
    ...{ code_used: false, code_needs_phone: false },
    ...{ code_hash: null, code_until: 0, highest_atc: 0, atc_open: false },
    ...{ cvm_policy: 'standard', no_pin_limit_minor: null, is_new: false, cvm_epoch: 0 },
    phone_confirm_above_minor: null,
    pin_and_phone_above_minor: null,
    pay_hours: null,
    stripe_use: true,
    ...{ unverified_minor: 0, unverified_count: 0, day_unverified_minor: 0, day_unverified_count: 0 },
  };
}

/** A terminal that is known and not yet signed on, with its own key as a block. */
export function terminalRow(terminalId: string, tmk: string, at: number): TerminalRow {
  return {
    ...{ terminal_id: terminalId, merchant_id: MERCHANT_ID, profile: 'cup-pos', serial_number: 'TG-TEST-1' },
    ...{ status: 'active', pin_required_code: true, batch: 1, tmk, tmk_kcv: '0E81A1' },
    ...{
      current_keys: null,
      pending_keys: null,
      previous_keys: null,
      devices: null,
      centre_request: '0',
      version: 0,
    },
    ...{ tmk_generation: 1, tmk_created_at: at, tmk_compromised: false, tmk_uses: 0, key_uses: 0 },
    ksn_counter: 0,
    next_own_key: null,
  };
}
