// The bare loop: the same rows read under locks and written, one transaction a payment, with nothing around it.

import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { firstMovement, postMovement } from '../ledger/index.js';
import { PostgresStore } from '../store/index.js';
import { withDatabase } from './bench-database.js';
import { rowOf } from './bench-ways.js';
import type { Cli } from './cli.js';

export interface BareLoop {
  readonly perSecond: number;
  readonly perSecondOn16: number;
}

interface Subject {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly panHash: string;
}

export async function bareLoop(dataDir: string, env: Cli['env'], measureMs: number): Promise<BareLoop> {
  return withDatabase(dataDir, env, async (sql) => {
    const store = new PostgresStore(sql);
    const terminals = await sql.unsafe('select terminal_id, merchant_id from terminal order by 1 limit 16');
    const cards = await sql.unsafe('select pan_hash from card order by card_id limit 16');
    const subjects = terminals.map((terminal, index) => ({
      terminalId: String(terminal.terminal_id),
      merchantId: String(terminal.merchant_id),
      panHash: String(cards[index]?.pan_hash),
    }));
    const perSecond = await loop(store, subjects.slice(0, 1), measureMs, 'one');
    const perSecondOn16 = await loop(store, subjects, measureMs, 'sixteen');
    await store.close();
    return { perSecond, perSecondOn16 };
  });
}

async function loop(
  store: PostgresStore,
  subjects: readonly Subject[],
  measureMs: number,
  run: string,
): Promise<number> {
  const until = systemClock.now() + measureMs;
  let done = 0;
  await Promise.all(
    subjects.map(async (subject, index) => {
      for (let count = 0; systemClock.now() < until; count += 1) {
        await payOnce(store, subject, `bare-${run}-${index}-${count}`);
        done += 1;
      }
    }),
  );
  return Math.round((done * 1000) / measureMs);
}

async function payOnce(store: PostgresStore, subject: Subject, name: string): Promise<void> {
  const load = { terminalId: subject.terminalId, panHash: subject.panHash, identities: [name] };
  await store.transact([load], ({ cards: [card] }) => {
    assert(card, 'the card of the run is there');
    const debit = {
      identity: name,
      terminalId: subject.terminalId,
      panHash: subject.panHash,
      amountMinor: 100,
    };
    const row = rowOf(debit, '00', card.card_id, card.issuer_id);
    return {
      terminals: [],
      cards: [
        { ...card, available_minor: card.available_minor - row.amount_minor, day_count: card.day_count + 1 },
      ],
      changedTransactions: [],
      newTransactions: [row],
      tombstones: [],
      forwards: [],
      traces: [],
      settlements: [],
      batchItems: [],
      signatures: [],
      entrySets: postMovement(
        {
          rrn: name,
          causedBy: name,
          currency: '156',
          card: String(card.card_id),
          issuerId: card.issuer_id,
          merchantId: subject.merchantId,
          side: 'both',
          unconfirmed: false,
          at: row.received_at,
        },
        firstMovement('capture', row.amount_minor, 60).movement,
      ),
    };
  });
}
