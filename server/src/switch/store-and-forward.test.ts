// What banks are told, and in which order. Goal: of one card in order, other cards not held up, nothing dropped.
// Method: forwards in a list, a bank that the test switches, and a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardUnit } from '../acquirer/index.js';
import { createGroupCommit, type ForwardRow, MemoryStore, type TransactionRow } from '../store/index.js';
import type { BankAnswer } from './bank-question.js';
import { startForwarding } from './store-and-forward.js';

const ISSUER = '62999900';

/** Nothing of the books waits for the time that the test moves. */
function runSoon(_ms: number, run: () => void): () => void {
  setImmediate(run);
  return () => undefined;
}

class Desk {
  readonly store = new MemoryStore();
  readonly told: string[] = [];
  readonly logged: string[] = [];
  now = 0;
  /** What the bank says of an RRN. */
  bank: (rrn: string) => BankAnswer = () => answered('00');
  #timers: Array<{ at: number; run: () => void }> = [];
  readonly #clock = {
    now: () => this.now,
    micros: () => this.now * 1000,
    after: (ms: number, run: () => void) => {
      const timer = { at: this.now + ms, run };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      };
    },
  };
  readonly #books = createGroupCommit(this.store, {
    clock: { ...this.#clock, after: runSoon },
    ...{ largestBatch: 16, giveUpAfterMs: 0 },
  });

  constructor() {
    startForwarding(
      {
        due: async (issuerId, now, most) => this.#due(issuerId, now).slice(0, most),
        openPan: async () => '6299990001000032',
        ask: async (_issuerId, question) => {
          this.told.push(`${question.mti} ${question.rrn}`);
          return this.bank(question.rrn);
        },
        ended: (rrn, tried) => this.#books.submit(forwardUnit(rrn, tried)),
        clock: this.#clock,
        log: (line) => void this.logged.push(line),
      },
      [ISSUER],
    );
  }

  put(rrn: string, cardId: number): void {
    const row = {
      ...{
        rrn,
        kind: 'offline-sale',
        state: 'approved',
        terminal_id: '10000001',
        merchant_id: '999290054110001',
      },
      ...{
        batch: '000001',
        trace: rrn.slice(-6),
        business_date: '20261122',
        received_at: 0,
        amount_minor: 100,
      },
      ...{
        entry_mode: '012',
        figures: {},
        movement: null,
        side: 'acquirer',
        original_rrn: null,
        currency: '156',
      },
    } as unknown as TransactionRow;
    this.store.transactions.set(rrn, row);
    this.store.forwards.set(rrn, {
      ...{
        rrn,
        issuer_id: ISSUER,
        card_id: cardId,
        purpose: 'advice',
        state: 'waiting',
        tries: 0,
        refusals: 0,
      },
      ...{ next_at: 0, created_at: 0, confirmed_at: null, last_outcome: '' },
    });
  }

  forward(rrn: string): ForwardRow {
    return this.store.forwards.get(rrn)!;
  }

  /** The oldest of each card, as the database answers it. */
  #due(issuerId: string, now: number) {
    const waiting = [...this.store.forwards.values()].filter((one) => one.state === 'waiting');
    const heads = new Map<number, ForwardRow>();
    for (const one of waiting) if (!heads.has(one.card_id)) heads.set(one.card_id, one);
    return [...heads.values()]
      .filter((one) => one.issuer_id === issuerId && one.next_at <= now)
      .map((forward) => ({
        ...{ forward, row: this.store.transactions.get(forward.rrn)!, original: undefined },
        ...{ mcc: '5411', panSealed: '00' },
      }));
  }

  /** Time passes in steps, and each is worked off. */
  async pass(ms: number): Promise<void> {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 250;
      for (const timer of this.#timers.filter(({ at }) => at <= this.now)) {
        this.#timers = this.#timers.filter((one) => one !== timer);
        timer.run();
      }
      for (let turn = 0; turn < 30; turn += 1) await new Promise((wake) => setImmediate(wake));
    }
  }
}

function answered(answerCode: string): BankAnswer {
  const approved = answerCode === '00';
  const reason = approved ? 'approved' : 'issuer.declined';
  return { outcome: 'answered', approved, answerCode, reason, figures: {}, authCode: undefined };
}

test('of one card in order, one after the other', async () => {
  const desk = new Desk();
  for (const rrn of ['632600000001', '632600000002', '632600000003']) desk.put(rrn, 7);
  await desk.pass(2000);
  assert.deepEqual(desk.told, ['0220 632600000001', '0220 632600000002', '0220 632600000003']);
  assert.ok([...desk.store.forwards.values()].every(({ state }) => state === 'confirmed'));
});

test('a card that the bank refuses does not hold up another; it is parked with a line, never dropped', async () => {
  const desk = new Desk();
  desk.bank = (rrn) => answered(rrn === '632600000001' ? '14' : '00');
  desk.put('632600000001', 7);
  desk.put('632600000002', 8);
  await desk.pass(1000);
  assert.equal(desk.forward('632600000002').state, 'confirmed');
  assert.equal(desk.forward('632600000001').state, 'waiting');
  await desk.pass(200_000);
  assert.equal(desk.forward('632600000001').state, 'parked');
  assert.equal(desk.forward('632600000001').last_outcome, '14');
  assert.match(desk.logged.join(), /632600000001 .* is parked: refused with 14/);
  const tries = desk.told.length;
  await desk.pass(60_000);
  assert.equal(desk.told.length, tries, 'a parked one is not sent');
});

test('a bank that is away is tried again without end, with pauses that grow to twenty seconds', async () => {
  const desk = new Desk();
  desk.bank = () => ({ outcome: 'unreachable' });
  desk.put('632600000001', 7);
  await desk.pass(600_000);
  const { state, tries, refusals } = desk.forward('632600000001');
  assert.deepEqual([state, refusals], ['waiting', 0]);
  assert.ok(tries > 25 && tries < 40, `${tries} tries in ten minutes`);
  desk.bank = () => answered('94');
  await desk.pass(21_000);
  assert.equal(desk.forward('632600000001').state, 'confirmed');
  assert.equal(desk.told.at(-1), '0221 632600000001', 'a repetition says that it is one');
});

test('a bank that says that it cannot work now has refused nothing', async () => {
  const desk = new Desk();
  desk.bank = () => answered('96');
  desk.put('632600000001', 7);
  await desk.pass(300_000);
  assert.deepEqual(
    [desk.forward('632600000001').state, desk.forward('632600000001').refusals],
    ['waiting', 0],
  );
});
