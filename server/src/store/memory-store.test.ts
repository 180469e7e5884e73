// The store in memory keeps the contract.

import { MemoryStore } from './memory-store.js';
import type { CardRow, TerminalRow } from './rows.js';
import { storeContract } from './store.contract.js';

const card: CardRow = {
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
  available_minor: 0,
};

storeContract('memory', async () => {
  const store = new MemoryStore();
  store.cards.set(card.pan_hash, card);
  store.terminals.set('10000001', { terminal_id: '10000001' } as TerminalRow);
  return {
    store,
    panHash: card.pan_hash,
    terminalId: '10000001',
    setAvailable: async (amountMinor) =>
      void store.cards.set(card.pan_hash, { ...card, available_minor: amountMinor }),
    available: async () => store.cards.get(card.pan_hash)?.available_minor ?? Number.NaN,
    transactions: async (prefix) =>
      [...store.transactions.values()].filter((row) => row.rrn.startsWith(prefix)),
    entrySets: async (prefix) => store.entrySets.filter((set) => set.rrn?.startsWith(prefix)),
  };
});
