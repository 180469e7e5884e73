// What every implementation of the store port must do for messages that name earlier ones: payments by each of
// their names, whole batches, settlements and their items.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../kernel/clock.js';
import { createGroupCommit } from './group-commit.js';
import type { Reference, TransactionRow } from './rows.js';
import type { SettlementRow } from './settlement-rows.js';
import { nextRun, rowOf, type StoreUnderTest } from './store.contract.js';
import type { LoadSet } from './store.js';
import type { Draft } from './working-set.js';

/** A batch of the run's own: its last number, in six digits. */
const batchOf = (run: string): string => (/-([0-9]+)-$/.exec(run)?.[1] ?? '').padStart(6, '7');

export function namingContract(name: string, make: () => Promise<StoreUnderTest>): void {
  const decide = async <Result>(
    subject: StoreUnderTest,
    load: Partial<LoadSet>,
    work: (draft: Draft) => Result,
  ) =>
    createGroupCommit(subject.store, { clock: systemClock, largestBatch: 8, giveUpAfterMs: 5000 }).submit({
      load: { terminalId: subject.terminalId, panHash: subject.panHash, identities: [], ...load },
      decide: work,
    });

  test(`${name}: each way of naming finds the payment, with the chain of originals behind it`, async () => {
    const subject = await make();
    const run = nextRun();
    const [hold, completion, voided] = [`${run}a`, `${run}b`, `${run}c`];
    const batch = batchOf(run);
    await decide(subject, {}, (draft) => {
      const row = (one: string, kind: string, trace: string, original: string | null): TransactionRow => ({
        ...rowOf(subject, run, one, 100, '00'),
        ...{ kind, trace, batch, original_rrn: original, card_id: 1, auth_code: `A${batch.slice(1)}` },
        ...{
          state: 'approved',
          movement: { heldMinor: 0, capturedMinor: 1, feeMinor: 0, overdrawnMinor: 0 },
        },
      });
      draft.addTransaction(row('a', 'pre-authorization', '000001', null));
      draft.addTransaction(row('b', 'completion', '000002', hold));
      draft.addTransaction({ ...row('c', 'completion-void', '000003', completion), auth_code: null });
    });
    const { terminalId, panHash } = subject;
    const ways: ReadonlyArray<readonly [Reference, readonly string[]]> = [
      [{ rrn: voided }, [voided]],
      [{ identity: `${run}|c` }, [voided]],
      [{ terminalId, batch, trace: '000003' }, [voided]],
      [{ panHash, authCode: `A${batch.slice(1)}` }, [completion, hold]],
      [{ rrn: `${run}none` }, []],
    ];
    for (const [reference, expected] of ways) {
      const found = await decide(subject, { references: [reference] }, (draft) => ({
        named: draft.named(reference).map((row) => row.rrn),
        chain: expected.length === 0 ? [] : [hold, completion].map((rrn) => draft.transactionOf(rrn)?.rrn),
      }));
      assert.deepEqual([...found.named].sort(), [...expected].sort());
      assert.deepEqual(found.chain, expected.length === 0 ? [] : [hold, completion]);
    }
    const approved = await decide(subject, { batch }, (draft) => draft.batch(terminalId, batch));
    assert.deepEqual(approved.map((row) => row.rrn).sort(), [hold, completion]);
    assert.deepEqual(approved[0]?.movement, {
      heldMinor: 0,
      capturedMinor: 1,
      feeMinor: 0,
      overdrawnMinor: 0,
    });
  });

  test(`${name}: the amounts of a payment change, and more is never given back than was taken`, async () => {
    const subject = await make();
    const run = nextRun();
    const reference = { rrn: `${run}a` };
    const change = (refunded: number) =>
      decide(subject, { references: [reference] }, (draft) => {
        draft.changeTransaction({ ...draft.named(reference)[0]!, refunded_minor: refunded });
      });
    await decide(subject, {}, (draft) => {
      draft.addTransaction({ ...rowOf(subject, run, 'a', 100, '00'), captured_minor: 100 });
    });
    await change(60);
    await assert.rejects(change(101));
    const kept = await decide(subject, { references: [reference] }, (draft) => draft.named(reference)[0]);
    assert.deepEqual([kept?.captured_minor, kept?.refunded_minor], [100, 60]);
  });

  test(`${name}: a settlement is replaced, an item of its upload is not`, async () => {
    const subject = await make();
    const batch = batchOf(nextRun());
    const side = { debit: { count: 1, amountMinor: 5 }, credit: { count: 0, amountMinor: 0 } };
    const totals = { domestic: side, foreign: side };
    const row: SettlementRow = {
      ...{ terminal_id: subject.terminalId, batch, merchant_id: '999290054110001', rrn: '632600000001' },
      ...{
        settled_at: 1,
        host_totals: totals,
        terminal_totals: totals,
        state: 'settled',
        outcome: 'unequal',
      },
      ...{ closed_at: null, announced_items: null, exceptions: [] },
    };
    const item = { terminal_id: subject.terminalId, batch, list: '201', trace: '000001', pan_masked: '' };
    await decide(subject, {}, (draft) => {
      draft.putSettlement(row);
      draft.addBatchItem({ ...item, amount_minor: 5 });
    });
    await decide(subject, {}, (draft) => {
      draft.putSettlement({ ...row, state: 'closed', closed_at: 2, announced_items: 1 });
      draft.addBatchItem({ ...item, amount_minor: 6 });
    });
    const kept = await decide(subject, { batch }, (draft) => ({
      settlement: draft.settlement(subject.terminalId, batch),
      items: draft.batchItems(subject.terminalId, batch),
    }));
    assert.deepEqual(
      [kept.settlement?.state, kept.settlement?.host_totals, kept.items.map((one) => one.amount_minor)],
      ['closed', totals, [5]],
    );
  });
}
