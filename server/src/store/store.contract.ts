// What every implementation of the store port must do, told as payments. Goal: the batch example of the design
// gives its four answers, nothing is half done, and one bad request never spoils the others of its step.
// Method: group commit over the store under test, with a debit as small as a payment can be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../kernel/clock.js';
import type { CardRow } from './card-row.js';
import { createGroupCommit, type GroupCommit, type Unit } from './group-commit.js';
import type { EntrySet, TransactionRow } from './rows.js';
import type { Store } from './store.js';
import type { Draft } from './working-set.js';

/** A store with one terminal and one card, and what is needed to look into it afterwards. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Names of the card and the terminal that are there. */
  readonly panHash: string;
  readonly terminalId: string;
  setAvailable(amountMinor: number): Promise<void>;
  available(): Promise<number>;
  /** RRNs of all transactions with this prefix. */
  transactions(prefix: string): Promise<readonly TransactionRow[]>;
  entrySets(rrnPrefix: string): Promise<readonly EntrySet[]>;
}

let runs = 0;

export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  const books = (subject: StoreUnderTest, largestBatch = 256): GroupCommit =>
    createGroupCommit(subject.store, { clock: systemClock, largestBatch, giveUpAfterMs: 5000 });

  test(`${name}: 600, the same again, 600 and 300 on an account with 1,000 answer 00, 00, 51, 00`, async () => {
    const subject = await make();
    await subject.setAvailable(1000);
    const commit = books(subject);
    const run = nextRun();
    // Something is under way, so the four that follow make one step together.
    const first = commit.submit({ load: undefined, decide: () => undefined });
    const answers = await Promise.all([
      commit.submit(debit(subject, run, 'a', 600)),
      commit.submit(debit(subject, run, 'a', 600)),
      commit.submit(debit(subject, run, 'b', 600)),
      commit.submit(debit(subject, run, 'c', 300)),
      first,
    ]);
    assert.deepEqual(answers.slice(0, 4), ['00', '00 stored', '51', '00']);
    assert.equal(commit.counters.steps, 2, 'the four were one step');
    assert.equal(await subject.available(), 100);
    const kept = await subject.transactions(run);
    assert.deepEqual(kept.map((row) => row.answer_code).sort(), ['00', '00', '51']);
    assert.equal((await subject.entrySets(run)).length, 2);
  });

  test(`${name}: two hundred payments at once on money for one give exactly one approval`, async () => {
    const subject = await make();
    await subject.setAvailable(500);
    const run = nextRun();
    const hosts = [books(subject), books(subject, 16)];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        hosts[index % 2]?.submit(debit(subject, run, `n${index}`, 500)),
      ),
    );
    assert.equal(answers.filter((answer) => answer === '00').length, 1);
    assert.equal(answers.filter((answer) => answer === '51').length, 199);
    assert.equal(await subject.available(), 0);
  });

  test(`${name}: one identity sent to two hosts at once has one effect`, async () => {
    const subject = await make();
    await subject.setAvailable(10_000);
    const run = nextRun();
    const hosts = [books(subject), books(subject)];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        hosts[index % 2]?.submit(debit(subject, run, `s${index >> 2}`, 7)),
      ),
    );
    assert.equal(answers.filter((answer) => answer === '00').length, 10);
    assert.equal(answers.filter((answer) => answer === '00 stored').length, 30);
    assert.equal(await subject.available(), 10_000 - 70);
  });

  test(`${name}: a card comes back as a decision left it, its PIN reference and tries, too`, async () => {
    const subject = await make();
    const commit = books(subject);
    const load = loadOf(subject, nextRun());
    const before = await commit.submit({ load, decide: (draft) => draft.card(subject.panHash)! });
    const pin_reference = { method: 'visa-pvv', pvki: 2, pvv: '24681357' } as const;
    const changed: CardRow = {
      ...{ ...before, pin_reference, pin_tries: 2, cvm_epoch: before.cvm_epoch + 1, highest_atc: 77 },
      ...{ unverified_minor: 300, unverified_count: 3, day: '20261122', day_spent_minor: 900, day_count: 4 },
    };
    await commit.submit({ load, decide: (draft) => draft.putCard(changed) });
    const after = await commit.submit({ load, decide: (draft) => draft.card(subject.panHash)! });
    assert.deepEqual(after, changed);
    assert.equal(JSON.stringify(after.pin_reference), JSON.stringify(pin_reference));
  });

  test(`${name}: a request that fails leaves nothing, and those beside it pass`, async () => {
    const subject = await make();
    await subject.setAvailable(1000);
    const run = nextRun();
    const commit = books(subject);
    const bad: Unit<string> = {
      load: loadOf(subject, `${run}|bad`),
      decide: (draft) => {
        debit(subject, run, 'bad', 10).decide(draft);
        throw new Error('planted');
      },
    };
    const refused: Unit<string> = {
      load: loadOf(subject, `${run}|low`),
      // More than there is, past every check of ours: the database's own condition must say no.
      decide: (draft) => pay(draft, subject, run, 'low', 5000),
    };
    const answers = await Promise.allSettled([
      commit.submit(debit(subject, run, 'x', 100)),
      commit.submit(bad),
      commit.submit(refused),
      commit.submit(debit(subject, run, 'y', 100)),
    ]);
    assert.deepEqual(
      answers.map((answer) => answer.status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal(await subject.available(), 800);
    assert.deepEqual((await subject.transactions(run)).map((row) => row.rrn).sort(), [`${run}x`, `${run}y`]);
  });
}

/** Sets the rows of one test apart from those of the others in the same database. */
export function nextRun(): string {
  runs += 1;
  return `c${process.pid}-${runs}-`;
}

function loadOf(subject: StoreUnderTest, identity: string) {
  return { terminalId: subject.terminalId, panHash: subject.panHash, identities: [identity] };
}

/** A payment in four lines: repeated, too much, or paid. */
function debit(subject: StoreUnderTest, run: string, name: string, amountMinor: number): Unit<string> {
  const identity = `${run}|${name}`;
  return {
    load: loadOf(subject, identity),
    decide: (draft) => {
      const earlier = draft.transaction(identity);
      if (earlier) return `${earlier.answer_code} stored`;
      const card = draft.card(subject.panHash);
      assert.ok(card, 'the card was loaded');
      if (card.available_minor < amountMinor) {
        draft.addTransaction(rowOf(subject, run, name, amountMinor, '51'));
        return '51';
      }
      return pay(draft, subject, run, name, amountMinor);
    },
  };
}

function pay(draft: Draft, subject: StoreUnderTest, run: string, name: string, amountMinor: number): string {
  const card = draft.card(subject.panHash) as CardRow;
  draft.putCard({ ...card, available_minor: card.available_minor - amountMinor });
  draft.addTransaction(rowOf(subject, run, name, amountMinor, '00'));
  draft.post({
    rrn: `${run}${name}`,
    causedBy: `${run}${name}`,
    purpose: 'hold',
    currency: '156',
    at: 0,
    postings: [
      { account: card.account_id, amountMinor: -amountMinor },
      { account: `hold:${card.card_id}`, amountMinor },
    ],
  });
  return '00';
}

export function rowOf(
  subject: StoreUnderTest,
  run: string,
  name: string,
  amountMinor: number,
  answerCode: string,
): TransactionRow {
  return {
    rrn: `${run}${name}`,
    identity: `${run}|${name}`,
    kind: 'purchase',
    state: answerCode === '00' ? 'approved' : 'declined',
    terminal_id: subject.terminalId,
    merchant_id: '999290054110001',
    batch: '000001',
    trace: '000001',
    business_date: '20261122',
    received_at: 0,
    amount_minor: amountMinor,
    currency: '156',
    card_id: null,
    issuer_id: null,
    pan_masked: null,
    pan_last4: null,
    entry_mode: '072',
    answer_code: answerCode,
    reason: answerCode === '00' ? 'approved' : 'funds.insufficient',
    figures: {},
    auth_code: null,
    content_hash: null,
    original_rrn: null,
    side: 'both',
    ...{ movement: null, held_minor: 0, captured_minor: 0, refunded_minor: 0 },
  };
}
