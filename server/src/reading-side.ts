// What the web's door may read, in the shapes it answers with. Nothing here writes.

import type { Profile } from '@tillgate/pos-protocol';
import type { DemoWorld } from './demo/index.js';
import { diagnoseTerminal } from './diagnosis/index.js';
import { explainToTill, explainTransaction } from './explain/index.js';
import type { DemoWorld as TrainingWorld, TransactionView } from './http/api.js';
import type { HttpPorts } from './http/index.js';
import {
  findReason,
  findTimes,
  listSettlements,
  listTransactions,
  showSettlement,
  showTransaction,
  summaryOf,
} from './journal/index.js';
import type { LocalTime } from './kernel/local-time.js';
import { type BooksReader, verifyBooks } from './ledger/index.js';
import type { Sql } from './store/index.js';

type ReadingPorts = Pick<
  HttpPorts,
  | 'list'
  | 'summary'
  | 'show'
  | 'explain'
  | 'explainToTill'
  | 'diagnose'
  | 'settlements'
  | 'settlement'
  | 'proveBooks'
  | 'demo'
>;

export function readingSide(
  sql: Sql,
  world: DemoWorld | undefined,
  profileNamed: (name: string) => Profile,
  localTime: (at: number) => LocalTime,
  software: HttpPorts['suspects']['software'],
): ReadingPorts {
  const diagnosisPorts = {
    ...{ sql, localTime, software },
    hasKeysForEachMessage: (profile: string) => profileNamed(profile).keyScheme === 'aes-dukpt',
  };
  return {
    async list({ limit, before, search }) {
      const rows = await listTransactions(sql, { limit, before, search });
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { transactions: rows.map(summaryOf), before: last?.sequence ?? null };
    },
    async summary(rrn) {
      const [row] = await listTransactions(sql, { limit: 1, before: undefined, search: rrn });
      return row && summaryOf(row);
    },
    show: (rrn) => showTransaction(sql, rrn) as Promise<TransactionView | undefined>,
    async explain(rrn, audience, lang) {
      const row = await findReason(sql, rrn);
      if (!row) return undefined;
      const told = explainTransaction(row, audience, lang);
      // The host's insides are nobody else's.
      return audience === 'engineer' ? { ...told, times: (await findTimes(sql, rrn)) ?? null } : told;
    },
    async explainToTill(rrn, lang) {
      const row = await findReason(sql, rrn);
      return row && explainToTill(row, lang);
    },
    diagnose: (terminalId) => diagnoseTerminal(diagnosisPorts, terminalId),
    settlements: (terminalId) => listSettlements(sql, terminalId, 100),
    settlement: (terminalId, batch) => showSettlement(sql, terminalId, batch),
    proveBooks: () => verifyBooks(booksReader(sql)),
    demo: () => (world ? demoForPages(world, profileNamed) : undefined),
  };
}

/** One repeatable-read snapshot, so that payments under way cannot make the sums differ. */
export function booksReader(sql: Sql): BooksReader {
  return {
    snapshot: (work) =>
      sql.begin('isolation level repeatable read read only', (step) =>
        work((query) => step.unsafe(query) as unknown as Promise<ReadonlyArray<Record<string, unknown>>>),
      ) as ReturnType<typeof work>,
  };
}

function demoForPages(world: DemoWorld, profileNamed: (name: string) => Profile): TrainingWorld {
  const merchants = new Map(world.merchants.map((merchant) => [merchant.id, merchant]));
  const nobody = { zh: '', en: '' };
  return {
    acquirer: { id: world.acquirer.id, name: world.acquirer.name },
    operators: world.operators,
    terminals: world.terminals.map((terminal) => {
      const merchant = merchants.get(terminal.merchantId);
      return {
        terminalId: terminal.terminalId,
        merchantId: terminal.merchantId,
        merchantName: merchant?.name ?? nobody,
        city: merchant?.city ?? nobody,
        profile: profileNamed(terminal.profile),
        serialNumber: terminal.serialNumber,
        status: terminal.status,
        pinRequiredCode: terminal.pinRequiredCode,
        noPinLimitMinor: merchant?.noPinLimitFen ?? 0,
        tmk: terminal.tmk.value,
      };
    }),
    cards: world.cards.map((card) => ({
      name: card.name,
      pan: card.pan,
      expiry: card.expiry,
      serviceCode: card.serviceCode,
      sequence: card.sequence,
      product: card.product,
      issuerName:
        world.issuers.find((one) => one.bins.some((bin) => card.pan.startsWith(bin)))?.name ?? nobody,
      pin: card.pin,
      note: card.note,
    })),
  };
}
