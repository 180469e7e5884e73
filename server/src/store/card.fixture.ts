// A good card for tests, to be bent as each needs it.

import type { CardRow } from './rows.js';

export const card: CardRow = {
  card_id: 1,
  issuer_id: '62999900',
  account_id: 'cardholder:1',
  pan_hash: 'aa',
  pan_first6: '629999',
  pan_last4: '0011',
  pan_length: 19,
  expiry: '3012',
  sequence: '001',
  product: 'debit',
  status: 'active',
  online_pin: true,
  signature_instead_of_pin: false,
  pin_reference: { method: 'visa-pvv', pvki: 1, pvv: '0000' },
  pin_tries: 0,
  per_transaction_minor: 1_000_000,
  daily_minor: 1_000_000,
  daily_count: 1000,
  day: '',
  day_spent_minor: 0,
  day_count: 0,
  code_hash: null,
  code_until: 0,
  highest_atc: 0,
  atc_open: false,
  available_minor: 0,
};
