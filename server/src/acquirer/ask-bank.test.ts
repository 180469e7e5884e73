// A bank behind a link, as a payment sees it: the question stored, every way it can end, and what stands in the books
// after each. Method: the till's bank moved behind a link that the test answers for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@tillgate/iso8583';
import { createGroupCommit, StoreFault, type TransactionRow } from '../store/index.js';
import type { BankAnswer } from '../switch/index.js';
import { approved, balance, silent, tillWith } from './bank-elsewhere.fixture.js';
import { follow, followerOf, pay } from './chain.fixture.js';
import { expireHoldUnit, forwardUnit, giveUpUnit } from './index.js';
import { openTill } from './open-till.fixture.js';
import { PAN, type Sent, type Till } from './till.fixture.js';

const rowOf = (till: Till, { outcome }: Sent): TransactionRow => till.books.transactions.get(outcome.rrn)!;

function booksOf(till: Till) {
  const clock = { now: () => till.now, micros: () => 0, after: () => () => undefined };
  return createGroupCommit(till.books, { clock, largestBatch: 1, giveUpAfterMs: 0 });
}

test("the bank's yes: its authorization code, the acquirer's part of the books, and the card untouched", async () => {
  const till = await tillWith();
  const before = till.availableMinor;
  const sent = await till.send(till.purchaseWithPin());
  assert.equal(sent.code, '00');
  assert.equal(sent.message.text(38), '777777');
  assert.equal(till.asked[0]?.pinBlock?.length, 8, 'the PIN block went along');
  assert.deepEqual([rowOf(till, sent).state, rowOf(till, sent).side], ['approved', 'acquirer']);
  assert.deepEqual(
    [balance(till, 'receivable:'), balance(till, 'hold:'), balance(till, 'cardholder:')],
    [-100, 0, 0],
  );
  assert.equal(till.availableMinor, before);
  assert.equal(till.books.forwards.size, 0);
});

test("the bank's no is told with its reason, and moves nothing", async () => {
  const no: BankAnswer = {
    ...{ outcome: 'answered', approved: false, answerCode: '55', reason: 'pin.wrong' },
    ...{ figures: { triesLeft: 2 }, authCode: undefined },
  };
  const till = await tillWith(no);
  const sent = await till.send(till.purchaseWithPin());
  assert.deepEqual([sent.code, sent.outcome.reason, sent.outcome.figures.triesLeft], ['55', 'pin.wrong', 2]);
  assert.equal(till.books.entrySets.length, 0);
});

test('a line that is down: 91, and nothing to take back', async () => {
  const till = await tillWith({ outcome: 'unreachable' });
  const sent = await till.send(till.purchase());
  assert.deepEqual([sent.code, rowOf(till, sent).state, till.books.forwards.size], ['91', 'declined', 0]);
});

test('no answer: 98, in doubt, a reversal stored; taken up, the doubt is over', async () => {
  const till = await tillWith(silent);
  const sent = await till.send(till.purchase());
  assert.deepEqual([sent.code, rowOf(till, sent).state], ['98', 'in-doubt']);
  const { rrn } = sent.outcome;
  assert.deepEqual(
    [till.books.forwards.get(rrn)?.purpose, till.books.forwards.get(rrn)?.state],
    ['reversal', 'waiting'],
  );
  const confirmed = { at: till.now, outcome: 'confirmed', code: '00' } as const;
  await booksOf(till).submit(forwardUnit(rrn, confirmed));
  assert.deepEqual([rowOf(till, sent).state, till.books.forwards.get(rrn)?.state], ['declined', 'confirmed']);
  assert.equal(await booksOf(till).submit(forwardUnit(rrn, confirmed)), undefined, 'once');
});

test('a bank that could not keep its decision leaves it open: 98, and a reversal stored', async () => {
  const broken: BankAnswer = {
    ...{ outcome: 'answered', approved: false, answerCode: '96', reason: 'host.malfunction' },
    ...{ figures: {}, authCode: undefined },
  };
  const till = await tillWith(broken);
  const sent = await till.send(till.purchase());
  const { state, reason } = rowOf(till, sent);
  assert.deepEqual([sent.code, state, reason], ['98', 'in-doubt', 'issuer.malfunction']);
  assert.equal(till.books.forwards.get(sent.outcome.rrn)?.purpose, 'reversal');
});

test('the same message again gets the same answer, and the bank is asked once', async () => {
  const till = await tillWith();
  const message = till.purchase();
  const [one, other] = [await till.send(message), await till.send(message)];
  assert.deepEqual([one.code, other.code, till.asked.length], ['00', '00', 1]);
  assert.equal(other.outcome.rrn, one.outcome.rrn);
});

test('the same message while the bank is asked waits for the one answer', async () => {
  const till = await tillWith();
  const message = till.purchase();
  let answer: (said: BankAnswer) => void = () => undefined;
  till.banks = {
    ...till.banks,
    ask: () =>
      new Promise((said) => {
        answer = said;
      }),
    soon: () => new Promise((wake) => setImmediate(wake)),
  };
  const both = [till.send(message), till.send(message)];
  for (let turn = 0; turn < 50; turn += 1) await new Promise((wake) => setImmediate(wake));
  answer(approved);
  const [one, other] = await Promise.all(both);
  assert.deepEqual([one?.code, other?.code], ['00', '00']);
  assert.equal(one?.outcome.rrn, other?.outcome.rrn);
  assert.equal(balance(till, 'receivable:'), -100);
});

test('a reversal while the bank is asked: its late yes changes nothing', async () => {
  const till = await tillWith();
  const message = till.purchase();
  let reversed: Sent | undefined;
  till.banks = {
    ...till.banks,
    ask: async () => {
      reversed = await till.send(till.reversalOf(message));
      return approved;
    },
  };
  const sent = await till.send(message);
  assert.equal(reversed?.code, '00');
  assert.notEqual(sent.code, '00');
  assert.deepEqual([rowOf(till, sent).state, till.books.entrySets.length], ['reversed', 0]);
  assert.equal(till.books.forwards.get(reversed!.outcome.rrn)?.purpose, 'reversal');
});

test('a question that nobody waits for is given up once; an answer after that is too late', async () => {
  const till = await tillWith();
  const message = till.purchase();
  till.banks = {
    ...till.banks,
    ask: async (_issuer, { rrn }) => {
      const asked = { rrn, terminal_id: '10000001' };
      assert.equal(await booksOf(till).submit(giveUpUnit(asked, 1000, till.now)), true);
      assert.equal(await booksOf(till).submit(giveUpUnit(asked, 1000, till.now)), false);
      return approved;
    },
  };
  const sent = await till.send(message);
  assert.deepEqual([sent.code, rowOf(till, sent).state, till.books.entrySets.length], ['98', 'in-doubt', 0]);
});

test('an approval whose commit fails is none: 96, and the question stays to be given up', async () => {
  const till = await tillWith();
  const message = till.purchase();
  till.banks = {
    ...till.banks,
    ask: async () => {
      till.storeFaults.push(new StoreFault('refused', 'no'), new StoreFault('refused', 'no'));
      return approved;
    },
  };
  const sent = await till.send(message);
  assert.equal(sent.code, '96');
  assert.equal([...till.books.transactions.values()].at(-1)?.reason, 'issuer.asked');
  assert.equal(till.books.entrySets.length, 0);
});

test('what follows a payment waits for the bank; meanwhile nothing else may follow it', async () => {
  const till = await tillWith(approved, silent);
  const paid = await pay(till, 'purchase', 500);
  const first = await follow(till, 'void', paid, 500);
  assert.deepEqual([first.sent.code, rowOf(till, first.sent).state], ['98', 'in-doubt']);
  const second = await follow(till, 'void', paid, 500);
  assert.deepEqual([second.sent.code, second.sent.outcome.reason], ['22', 'original.in-doubt']);
  await booksOf(till).submit(forwardUnit(first.rrn, { at: till.now, outcome: 'confirmed', code: '25' }));
  const third = await follow(till, 'void', paid, 500);
  assert.equal(third.sent.code, '00');
  assert.equal(balance(till, 'receivable:'), 0);
  assert.equal(till.asked.at(-1)?.original?.trace, paid.trace, 'the bank is told which payment');
});

test('a message without a card number: the bank is told the one that the books keep', async () => {
  const till = await tillWith();
  for (const kind of ['void', 'completion-void'] as const) {
    const paid = await pay(till, kind === 'void' ? 'purchase' : 'completion', 500);
    const message = followerOf(till, kind, paid, 500).set(22, '032').delete(2).delete(14);
    const { code, outcome } = await till.send(message);
    assert.equal(code, '00', outcome.reason);
    assert.equal(till.asked.at(-1)?.pan?.reveal(), PAN);
  }
});

test('a refund is told later: until then what the bank owes stands in suspense', async () => {
  const till = await tillWith();
  const paid = await pay(till, 'purchase', 500);
  const refund = await follow(till, 'refund', paid, 200);
  assert.deepEqual([refund.sent.code, till.asked.length], ['00', 1]);
  assert.deepEqual([balance(till, 'suspense:'), balance(till, 'receivable:')], [200, -500]);
  await booksOf(till).submit(forwardUnit(refund.rrn, { at: till.now, outcome: 'confirmed', code: '00' }));
  assert.deepEqual([balance(till, 'suspense:'), balance(till, 'receivable:')], [0, -300]);
});

test('a refund that names its payment and no card is told, too', async () => {
  const till = await tillWith();
  const paid = await pay(till, 'purchase', 500);
  const sent = await till.send(followerOf(till, 'refund', paid, 200).delete(2).delete(14));
  assert.deepEqual([sent.code, till.books.forwards.get(sent.outcome.rrn)?.purpose], ['00', 'advice']);
});

test("a terminal's reversal: what its bank is told of stands in suspense until then, and not after", async () => {
  const till = await tillWith();
  const message = till.purchase();
  await till.send(message);
  const reversal = await till.send(till.reversalOf(message));
  assert.deepEqual([balance(till, 'suspense:'), balance(till, 'receivable:')], [100, -100]);
  const confirmed = { at: till.now, outcome: 'confirmed', code: '00' } as const;
  await booksOf(till).submit(forwardUnit(reversal.outcome.rrn, confirmed));
  const { issuer_id } = till.card;
  assert.deepEqual(
    [balance(till, `suspense:${issuer_id}`), balance(till, `receivable:${issuer_id}`)],
    [0, 0],
  );
});

test('a hold whose time ran out is given back, once; a completion then comes too late', async () => {
  const till = await openTill();
  await till.signOn();
  const before = till.availableMinor;
  const held = await pay(till, 'pre-authorization', 700);
  assert.equal(till.availableMinor, before - 700);
  const hold = { rrn: held.rrn, terminal_id: '10000001', pan_hash: till.card.pan_hash };
  const expire = (): Promise<boolean> => booksOf(till).submit(expireHoldUnit(hold, 'R0000000000E', till.now));
  assert.equal(await expire(), true);
  assert.equal(await expire(), false);
  assert.deepEqual([till.availableMinor, balance(till, 'hold:')], [before, 0]);
  assert.equal(till.books.transactions.get(held.rrn)?.state, 'expired');
  const late = await follow(till, 'completion', held, 700);
  assert.deepEqual([late.sent.code, late.sent.outcome.reason], ['12', 'original.closed']);
});

/** Field numbers that the question repeats: nothing of a message is guessed. */
test('the question says what the message said', async () => {
  const till = await tillWith();
  const message: Message = till.purchase(1234);
  await till.send(message);
  const [question] = till.asked;
  assert.deepEqual(
    [question?.amountMinor, question?.trace, question?.entryMode, question?.pan?.reveal(), question?.type],
    [1234, message.text(11), '072', message.text(2), '22'],
  );
});
