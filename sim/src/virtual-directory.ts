// The look-ups of a host over the virtual database: merchants, banks and BINs are there from the start, terminals are
// kept once read, as the host's own directory keeps them.

import {
  type CardReference,
  type CardRow,
  type Directory,
  StoreFault,
  type TerminalRow,
} from '@tillgate/server/simulation';
import { BINS, MERCHANTS } from './cast.js';
import type { VirtualDatabase } from './virtual-database.js';

type Outside = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function virtualDirectory(database: VirtualDatabase, outside: Outside): Directory {
  const kept = new Map<string, TerminalRow>();
  const { tables } = database;
  const ask = <Row>(read: () => Row): Promise<Row> =>
    outside(async () => {
      if (!database.isUp) throw new StoreFault('gone', 'the database is away');
      return read();
    });
  return {
    async terminal(terminalId) {
      const known = kept.get(terminalId);
      if (known !== undefined) return known;
      const row = await ask(() => tables.terminals.get(terminalId));
      if (row) kept.set(terminalId, row);
      return row;
    },
    remember: (row) => void kept.set(row.terminal_id, row),
    forget: (terminalId) => void kept.delete(terminalId),
    merchant: (merchantId) => MERCHANTS.get(merchantId),
    issuer: (issuerId) => database.issuers.get(issuerId),
    bins: () => BINS,
    card: (panHash) => ask(() => referenceOf(tables.cards.get(panHash))),
    cardByCode: (codeHash) =>
      ask(() => referenceOf([...tables.cards.values()].find((card) => card.code_hash === codeHash))),
    cardNamedBy: (references) =>
      ask(() => {
        const rows = references.flatMap((one) => {
          const rrn = 'rrn' in one ? one.rrn : 'identity' in one ? tables.identities.get(one.identity) : '';
          return tables.transactions.get(rrn ?? '') ?? [];
        });
        return referenceOf([...tables.cards.values()].find((card) => card.card_id === rows[0]?.card_id));
      }),
    downloads: () => ({ publicKeys: [], chipApplications: [] }),
    refresh: async () => undefined,
  };
}

function referenceOf(card: CardRow | undefined): CardReference | undefined {
  return card && { ...card, pan_masked: `${card.pan_first6}******${card.pan_last4}` };
}
