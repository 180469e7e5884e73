// The store in memory keeps the contract.

import { card } from './card.fixture.js';
import { MemoryStore } from './memory-store.js';
import { namingContract } from './naming.contract.js';
import type { TerminalRow } from './rows.js';
import { type StoreUnderTest, storeContract } from './store.contract.js';

const subject = async (): Promise<StoreUnderTest> => {
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
};

storeContract('memory', subject);
namingContract('memory', subject);
