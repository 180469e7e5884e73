// What the books of a simulated world know for banks behind links: the look-ups that a host makes in SQL, over the
// virtual database.

import {
  type BankRecords,
  type CardRow,
  FORWARD_WAITS_AT_MOST_MS,
  type ForwardRow,
  type Hsm,
  StoreFault,
} from '@tillgate/server/simulation';
import { MERCHANTS } from './cast.js';
import type { VirtualDatabase } from './virtual-database.js';

type Outside = <Result>(work: () => Promise<Result>) => Promise<Result>;

const FIRST_OUTSIDE_CARD = 1_000_000_000;

export function virtualBankRecords(database: VirtualDatabase, hsm: Hsm, outside: Outside): BankRecords {
  const { tables, openForwards, openQuestions, sealedPans } = database;
  const ask = <Row>(read: () => Row): Promise<Row> =>
    outside(async () => {
      if (!database.isUp) throw new StoreFault('gone', 'the database is away');
      return read();
    });
  return {
    async due(issuerId, now, most) {
      // A look that finds nothing is no event: a crash there is one at the next.
      if (openForwards.size === 0) return [];
      return ask(() =>
        headsOf([...openForwards].map((rrn) => tables.forwards.get(rrn)!))
          .filter((one) => one.issuer_id === issuerId && isDue(one, now))
          .slice(0, most)
          .map((forward) => {
            const row = tables.transactions.get(forward.rrn)!;
            const original = tables.transactions.get(row.original_rrn ?? '');
            const mcc = MERCHANTS.get(row.merchant_id)?.mcc ?? '';
            return { forward, row, original, mcc, panSealed: sealedPans.get(forward.card_id)! };
          }),
      );
    },
    async forgotten(before) {
      if (openQuestions.size === 0) return [];
      return ask(() =>
        [...openQuestions]
          .map((rrn) => tables.transactions.get(rrn)!)
          .filter(({ received_at }) => received_at < before),
      );
    },
    sealedPan: (panHash) => ask(() => sealedPans.get(tables.cards.get(panHash)?.card_id ?? 0)),
    async meet(issuerId, pan, panHash) {
      if (await ask(() => tables.cards.has(panHash))) return;
      const digits = pan.reveal();
      const sealed = Buffer.from(await hsm.sealPan(digits)).toString('hex');
      await outside(async () => {
        const isDone = await database.change('bank link', ({ cards }) => {
          if (cards.has(panHash)) return {};
          const card_id = FIRST_OUTSIDE_CARD + sealedPans.size;
          sealedPans.set(card_id, sealed);
          return { cards: [outsideCard(card_id, issuerId, digits, panHash)] };
        });
        if (!isDone) throw new StoreFault('gone', 'the database is away');
      });
    },
  };
}

function isDue({ next_at }: ForwardRow, now: number): boolean {
  return next_at <= now || next_at > now + FORWARD_WAITS_AT_MOST_MS;
}

/** The oldest of each card. */
function headsOf(waiting: readonly ForwardRow[]): ForwardRow[] {
  const heads = new Map<number, ForwardRow>();
  for (const one of waiting) if (!heads.has(one.card_id)) heads.set(one.card_id, one);
  return [...heads.values()];
}

/** A name in the books: what stands here about limits and PIN is its bank's to know, and never asked. */
function outsideCard(card_id: number, issuer_id: string, pan: string, pan_hash: string): CardRow {
  return {
    ...{ card_id, issuer_id, account_id: `outside:${card_id}`, pan_hash },
    ...{ pan_first6: pan.slice(0, 6), pan_last4: pan.slice(-4), pan_length: pan.length },
    ...{ expiry: '0000', sequence: '000', product: 'debit', status: 'active', online_pin: false },
    ...{ signature_instead_of_pin: false, pin_reference: {} as CardRow['pin_reference'], pin_tries: 0 },
    ...{ per_transaction_minor: 0, daily_minor: 0, daily_count: 0, day: '', day_spent_minor: 0 },
    ...{ day_count: 0, available_minor: 0, code_hash: null, code_until: 0, code_kind: 'once' },
    ...{ code_limit_minor: null, code_merchant_id: null, code_used: false, code_needs_phone: false },
    ...{ highest_atc: 0, atc_open: false, cvm_policy: 'standard', no_pin_limit_minor: null },
    ...{
      phone_confirm_above_minor: null,
      pin_and_phone_above_minor: null,
      pay_hours: null,
      stripe_use: true,
      is_new: false,
      cvm_epoch: 0,
    },
    ...{ unverified_minor: 0, unverified_count: 0, day_unverified_minor: 0, day_unverified_count: 0 },
  };
}
