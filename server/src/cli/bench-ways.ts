// The two ways to decide a batch of debits, with the same rows written by both.

import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { firstMovement, moved, postMovement } from '../ledger/index.js';
import {
  createGroupCommit,
  type PostgresStore,
  type Sql,
  type TransactionRow,
  type Unit,
} from '../store/index.js';

export interface Debit {
  readonly identity: string;
  readonly terminalId: string;
  readonly panHash: string;
  readonly amountMinor: number;
}

/** Decides and commits one batch; answers codes in its order. */
export type WayToDecide = (debits: readonly Debit[]) => Promise<readonly string[]>;

const MERCHANT = '999290054110001';
const FEE_BASIS_POINTS = 60;

export function decideInTypeScript(store: PostgresStore): WayToDecide {
  const books = createGroupCommit(store, { clock: systemClock, largestBatch: 256, giveUpAfterMs: 5000 });
  return async (debits) => {
    // While a step is under way all of the batch waits, and then goes together.
    const first = debits.length > 1 ? books.submit({ load: undefined, decide: () => undefined }) : undefined;
    const answers = await Promise.all(debits.map((debit) => books.submit(unitOf(debit))));
    await first;
    return answers;
  };
}

function unitOf(debit: Debit): Unit<string> {
  return {
    load: { terminalId: debit.terminalId, panHash: debit.panHash, identities: [debit.identity] },
    decide: (draft) => {
      const earlier = draft.transaction(debit.identity);
      if (earlier) return earlier.answer_code;
      const card = draft.card(debit.panHash);
      assert(card, 'the card of the run is there');
      const answerCode = card.available_minor < debit.amountMinor ? '51' : '00';
      const row = rowOf(debit, answerCode, card.card_id, card.issuer_id);
      draft.addTransaction(row);
      if (answerCode !== '00') return answerCode;
      const { movement } = firstMovement('capture', debit.amountMinor, FEE_BASIS_POINTS);
      draft.putCard({
        ...moved(card, movement),
        day_count: card.day_count + 1,
        day_spent_minor: card.day_spent_minor + debit.amountMinor,
      });
      const payment = {
        rrn: row.rrn,
        causedBy: row.rrn,
        currency: '156',
        card: String(card.card_id),
        at: row.received_at,
      };
      const parties = {
        issuerId: card.issuer_id,
        merchantId: MERCHANT,
        side: 'both',
        unconfirmed: false,
      } as const;
      for (const set of postMovement({ ...payment, ...parties }, movement)) draft.post(set);
      return answerCode;
    },
  };
}

export function rowOf(debit: Debit, answerCode: string, cardId: number, issuerId: string): TransactionRow {
  return {
    rrn: debit.identity,
    identity: debit.identity,
    kind: 'purchase',
    state: answerCode === '00' ? 'approved' : 'declined',
    terminal_id: debit.terminalId,
    merchant_id: MERCHANT,
    batch: '000001',
    trace: '000001',
    business_date: '20260101',
    received_at: systemClock.now(),
    amount_minor: debit.amountMinor,
    currency: '156',
    card_id: cardId,
    issuer_id: issuerId,
    pan_masked: '629999*********0019',
    pan_last4: '0019',
    entry_mode: '051',
    answer_code: answerCode,
    reason: answerCode === '00' ? 'approved' : 'funds.insufficient',
    figures: { amountMinor: debit.amountMinor, feeBasisPoints: FEE_BASIS_POINTS },
    auth_code: '000000',
    content_hash: '0'.repeat(64),
    original_rrn: null,
    side: 'both',
    movement:
      answerCode === '00' ? firstMovement('capture', debit.amountMinor, FEE_BASIS_POINTS).movement : null,
    held_minor: 0,
    captured_minor: answerCode === '00' ? debit.amountMinor : 0,
    refunded_minor: 0,
  };
}

/** One call a batch: the locks, the decisions in sequence and the writes, all in the database. */
const PAY_BATCH = `
  create or replace function pay_batch(debits json) returns text language plpgsql as $$
  declare
    debit record; c record; a record; code text; answers text := ''; fee bigint;
  begin
    perform 1 from terminal where terminal_id in (select x->>'terminalId' from json_array_elements(debits) x)
      order by terminal_id for no key update;
    perform 1 from card join account using (account_id)
      where pan_hash in (select x->>'panHash' from json_array_elements(debits) x)
      order by card_id for no key update;
    for debit in select x->>'identity' as identity, x->>'terminalId' as terminal_id, x->>'panHash' as pan_hash,
        (x->>'amountMinor')::bigint as amount_minor, (x->>'at')::bigint as at from json_array_elements(debits) x loop
      select answer_code into code from transaction t where t.identity = debit.identity;
      if not found then
        select * into c from card where card.pan_hash = debit.pan_hash;
        select * into a from account where account.account_id = c.account_id;
        code := case when a.balance_minor < debit.amount_minor then '51' else '00' end;
        insert into transaction (rrn, identity, kind, state, terminal_id, merchant_id, batch, trace, business_date,
            received_at, amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode, answer_code,
            reason, figures, auth_code, content_hash, movement, captured_minor)
          values (debit.identity, debit.identity, 'purchase',
            case code when '00' then 'approved' else 'declined' end, debit.terminal_id, '${MERCHANT}', '000001',
            '000001', '20260101', debit.at, debit.amount_minor, '156', c.card_id, c.issuer_id,
            '629999*********0019', '0019', '051', code, 'approved',
            json_build_object('amountMinor', debit.amount_minor, 'feeBasisPoints', ${FEE_BASIS_POINTS}),
            '000000', repeat('0', 64),
            case code when '00' then json_build_object('heldMinor', 0, 'capturedMinor', debit.amount_minor,
              'feeMinor', (debit.amount_minor * ${FEE_BASIS_POINTS} + 5000) / 10000, 'overdrawnMinor', 0) end,
            case code when '00' then debit.amount_minor else 0 end);
        if code = '00' then
          fee := (debit.amount_minor * ${FEE_BASIS_POINTS} + 5000) / 10000;
          update card set day_count = day_count + 1, day_spent_minor = day_spent_minor + debit.amount_minor
            where card_id = c.card_id;
          update account set balance_minor = balance_minor - debit.amount_minor where account_id = c.account_id;
          insert into entry_set (rrn, caused_by, purpose, currency, accounts, amounts_minor, at) values
            (debit.identity, debit.identity, 'hold', '156',
              array['cardholder:' || c.card_id, 'hold:' || c.card_id], array[-debit.amount_minor, debit.amount_minor],
              debit.at),
            (debit.identity, debit.identity, 'capture', '156',
              array['hold:' || c.card_id, 'clearing:' || c.issuer_id, 'receivable:' || c.issuer_id,
                'payable:${MERCHANT}', 'fee:acquirer'],
              array[-debit.amount_minor, debit.amount_minor, -debit.amount_minor, debit.amount_minor - fee, fee],
              debit.at);
        end if;
      end if;
      answers := answers || ' ' || code;
    end loop;
    return ltrim(answers);
  end $$`;

export async function decideInDatabase(sql: Sql): Promise<WayToDecide> {
  await sql.unsafe(PAY_BATCH);
  return async (debits) => {
    const at = systemClock.now();
    const text = JSON.stringify(debits.map((debit) => ({ ...debit, at })));
    const [row] = await sql.unsafe('select pay_batch($1::text::json) as answers', [text], { prepare: true });
    return String(row?.answers).split(' ');
  };
}
