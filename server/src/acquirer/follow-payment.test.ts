// The table of pairs, walked: every follower against every kind of payment, and for each pair that the table
// allows its amounts, its repetition, its terminal, its batch, its card, and its undoing. Method: the whole path
// in memory; what the table says is compared with what the host answers and with every fen of the books.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Follower, followRules, type MessageKind, messageKinds } from '@tillgate/pos-protocol';
import { follow, followerOf, pay, reverse, type Told, tell } from './chain.fixture.js';
import { openTill } from './open-till.fixture.js';
import { TERMINAL_ID, type Till } from './till.fixture.js';

const OTHER_TERMINAL = '10000002';
const OTHER_PAN = '6299990001000040';
const OPENING = 100_000;
const AMOUNT = 10_000;

const payments: readonly MessageKind[] = [
  'purchase',
  'qr-sale',
  'pre-authorization',
  'completion',
  'completion-advice',
  'offline-sale',
  'void',
  'refund',
  'balance',
];
/** Followers that move money; script results and signatures have tests of their own. */
const followers = (Object.keys(followRules) as Follower[]).filter(
  (kind) => followRules[kind].amount !== 'none',
);

async function signedOn(): Promise<Till> {
  const till = await openTill();
  await till.signOn();
  await till.send(till.purchase(1)); // the first message under the new keys
  await reverse(till, await tell(till, 'purchase', till.purchase(1), 1));
  till.books.terminals.set(OTHER_TERMINAL, { ...till.terminal, terminal_id: OTHER_TERMINAL });
  await till.addCard(OTHER_PAN);
  return till;
}

/** An amount that the rule takes. */
function goodAmount(kind: Follower): number {
  return followRules[kind].amount === 'original-plus-tip' ? AMOUNT + 500 : AMOUNT;
}

/** The books add up: the card is what the postings say, and every root what is held and captured of it. */
function assertBooks(till: Till): void {
  const sum = (fits: (account: string) => boolean, rrn?: string): number =>
    till.books.entrySets
      .filter((set) => rrn === undefined || set.rrn === rrn)
      .flatMap((set) => set.postings)
      .reduce((total, { account, amountMinor }) => total + (fits(account) ? amountMinor : 0), 0);
  assert.equal(
    till.availableMinor - OPENING,
    sum((account) => account === 'cardholder:1'),
  );
  for (const row of till.books.transactions.values()) {
    const held = sum((account) => account === 'hold:1', row.rrn);
    const captured = sum((account) => /^(payable|fee):/.test(account), row.rrn);
    assert.deepEqual(
      [row.held_minor, row.captured_minor - row.refunded_minor],
      [held, captured],
      `${row.kind} ${row.state}`,
    );
  }
}

const stateOf = (till: Till, told: Told): string => till.books.transactions.get(told.rrn)!.state;

for (const follower of followers) {
  const rule = followRules[follower];

  test(`${follower} follows ${rule.originals.join(', ')} and no other`, async () => {
    for (const kind of payments) {
      const till = await signedOn();
      const original = await pay(till, kind, kind === 'balance' ? 0 : AMOUNT);
      const { sent } = await follow(till, follower, original, goodAmount(follower));
      assert.equal(
        sent.code === '00',
        rule.originals.includes(kind),
        `${kind}: ${sent.code} ${sent.outcome.reason}`,
      );
      if (sent.code !== '00') assert.match(sent.code, /^(12|25|22)$/);
      assertBooks(till);
    }
  });

  for (const kind of rule.originals) {
    const named = `${follower} of a ${kind}`;

    test(`${named}: at most as often and as much as the table says`, async () => {
      const till = await signedOn();
      const before = till.availableMinor;
      const original = await pay(till, kind, AMOUNT);
      const tooMuch = refusedAmount(follower);
      const refused = tooMuch && (await follow(till, follower, original, tooMuch));
      if (refused) assert.match(refused.sent.code, /^(61|64)$/);
      assert.equal(till.availableMinor, before - AMOUNT, 'a refusal changes nothing');
      const first = await follow(till, follower, original, goodAmount(follower));
      assert.deepEqual([first.sent.code, first.sent.macFits], ['00', true], first.sent.outcome.reason);
      const again = await follow(till, follower, original, goodAmount(follower));
      assert.equal(again.sent.code === '00', rule.times === 'any', again.sent.outcome.reason);
      assertBooks(till);
    });

    test(`${named}: from another terminal ${rule.sameTerminal ? 'refused' : 'taken'}`, async () => {
      const till = await signedOn();
      const original = await pay(till, kind, AMOUNT);
      const { sent } = await follow(till, follower, original, goodAmount(follower), {
        terminalId: OTHER_TERMINAL,
      });
      assert.equal(sent.code === '00', !rule.sameTerminal, sent.outcome.reason);
      assertBooks(till);
    });

    test(`${named}: after settlement ${rule.sameBatch ? 'refused' : 'taken'}`, async () => {
      const till = await signedOn();
      const original = await pay(till, kind, AMOUNT);
      await till.send(till.message('0500').set(48, '0'.repeat(62)).set(60, '00000001201'));
      const { sent } = await follow(till, follower, original, goodAmount(follower), { batch: '000002' });
      assert.equal(sent.code === '00', !rule.sameBatch, sent.outcome.reason);
      const late = await follow(till, follower, original, goodAmount(follower));
      assert.deepEqual([late.sent.code, late.sent.outcome.reason], ['C1', 'batch.settled']);
      assertBooks(till);
    });

    test(`${named}: with another card, or of a payment that was declined or reversed, refused`, async () => {
      const till = await signedOn();
      const original = await pay(till, kind, AMOUNT);
      const other = await follow(till, follower, original, goodAmount(follower), { pan: OTHER_PAN });
      assert.match(other.sent.code, /^(12|25)$/);
      const tooMuch = await pay(till, kind === 'offline-sale' ? 'purchase' : kind, OPENING + 1);
      const declined = await follow(till, follower, tooMuch, OPENING + 1);
      assert.match(declined.sent.code, /^(12|25|30)$/, declined.sent.outcome.reason);
      if (messageKinds[kind].reversible) {
        assert.equal((await reverse(till, original)).code, '00');
        const late = await follow(till, follower, original, goodAmount(follower));
        assert.equal(late.sent.code, '12', late.sent.outcome.reason);
      }
      assertBooks(till);
    });

    const undoing = messageKinds[follower].reversible ? 'undoes it' : 'is refused';
    test(`${named}: sent twice it has one effect; its reversal ${undoing}`, async () => {
      const till = await signedOn();
      const original = await pay(till, kind, AMOUNT);
      const before = { available: till.availableMinor, state: stateOf(till, original) };
      const message = followerOf(till, follower, original, goodAmount(follower));
      const told = await tell(till, follower, message, goodAmount(follower));
      const after = till.availableMinor;
      const repeated = await till.send(message);
      assert.deepEqual([repeated.code, repeated.outcome.rrn, till.availableMinor], ['00', told.rrn, after]);
      const reversal = await reverse(till, told);
      assertBooks(till);
      if (!messageKinds[follower].reversible) {
        assert.deepEqual([reversal.code, till.availableMinor], ['12', after]);
        return;
      }
      assert.deepEqual([reversal.code, reversal.outcome.reason], ['00', 'reversal.done']);
      assert.deepEqual({ available: till.availableMinor, state: stateOf(till, original) }, before);
      const anew = await follow(till, follower, original, goodAmount(follower));
      assert.equal(anew.sent.code, '00', 'what was undone may be done again');
      assertBooks(till);
    });
  }
}

/** An amount just beyond what the rule takes; undefined where it takes any. */
function refusedAmount(kind: Follower): number | undefined {
  switch (followRules[kind].amount) {
    case 'at-most-115-percent':
      return 11_501;
    case 'original-plus-tip':
      return 12_001;
    case 'any':
      return undefined;
    default:
      return AMOUNT + 1;
  }
}

test('completions at 115 per cent pass, and take the rest from the balance', async () => {
  const till = await signedOn();
  const before = till.availableMinor;
  const hold = await pay(till, 'pre-authorization', AMOUNT);
  assert.equal(till.availableMinor, before - AMOUNT);
  assert.equal((await follow(till, 'completion', hold, 11_500)).sent.code, '00');
  assert.equal(till.availableMinor, before - 11_500);
  assertBooks(till);
});

test('refunds in parts, until nothing is left', async () => {
  const till = await signedOn();
  const original = await pay(till, 'purchase', AMOUNT);
  for (const [part, code] of [
    [4_000, '00'],
    [6_001, '64'],
    [6_000, '00'],
    [1, '12'],
  ] as const) {
    assert.equal((await follow(till, 'refund', original, part)).sent.code, code, `${part}`);
  }
  assert.equal(stateOf(till, original), 'refunded');
  assertBooks(till);
});

test('an advice is booked even when the money is gone: the bank takes over what is missing', async () => {
  const till = await signedOn();
  const hold = await pay(till, 'pre-authorization', AMOUNT);
  await pay(till, 'purchase', till.availableMinor);
  assert.equal(till.availableMinor, 0);
  assert.equal((await follow(till, 'completion', hold, 11_000)).sent.code, '51');
  assert.equal((await follow(till, 'completion-advice', hold, 11_000)).sent.code, '00');
  const overdrawn = till.books.entrySets
    .flatMap((set) => set.postings)
    .filter(({ account }) => account.startsWith('overdrawn:'));
  assert.deepEqual(
    overdrawn.map(({ amountMinor }) => amountMinor),
    [-1_000],
  );
  assertBooks(till);
});

test('a hold that came back smaller still takes an advice for 115 per cent of what was authorized', async () => {
  const till = await signedOn();
  const hold = await pay(till, 'pre-authorization', AMOUNT);
  const completion = await follow(till, 'completion', hold, 4_000);
  await pay(till, 'purchase', till.availableMinor);
  assert.equal((await follow(till, 'completion-void', completion, 4_000)).sent.code, '00');
  assert.equal(till.books.transactions.get(hold.rrn)?.held_minor, 4_000);
  assert.equal((await follow(till, 'completion', hold, AMOUNT)).sent.code, '51');
  assert.equal((await follow(till, 'completion-advice', hold, 11_501)).sent.code, '61');
  assert.equal((await follow(till, 'completion-advice', hold, 11_500)).sent.code, '00');
  assertBooks(till);
});

test('the reversal of a void is done even when the holder spent the money meanwhile', async () => {
  const till = await signedOn();
  const original = await pay(till, 'purchase', AMOUNT);
  const voided = await follow(till, 'void', original, AMOUNT);
  await pay(till, 'purchase', till.availableMinor);
  assert.equal((await reverse(till, voided)).code, '00');
  assert.deepEqual([till.availableMinor, stateOf(till, original)], [0, 'approved']);
  assertBooks(till);
});

test('a payment on which something rests is not reversed under it', async () => {
  const till = await signedOn();
  const hold = await pay(till, 'pre-authorization', AMOUNT);
  await follow(till, 'completion', hold, AMOUNT);
  const before = till.availableMinor;
  const sent = await reverse(till, hold);
  assert.deepEqual(
    [sent.code, sent.outcome.reason, till.availableMinor],
    ['12', 'reversal.followed', before],
  );
  assertBooks(till);
});

test('a payment code is good once, and not after its time', async () => {
  const till = await signedOn();
  const first = await pay(till, 'qr-sale', AMOUNT);
  assert.equal(first.sent.code, '00');
  const again = first.message.clone().set(11, '000999');
  assert.deepEqual([(await till.send(again)).code, (await till.send(first.message)).code], ['14', '00']);
  await till.showCode('620000000000000001', -1);
  const late = again.clone().set(11, '000998').set(59, 'A3018620000000000000001');
  assert.equal((await till.send(late)).code, '14');
  assert.equal(
    (await till.send(late.clone().set(11, '000997').set(59, 'A3018629999999999999999'))).code,
    '14',
  );
  assertBooks(till);
});

test('a reversal of a scanned payment names no card, and comes in any order', async () => {
  const till = await signedOn();
  const before = till.availableMinor;
  const paid = await pay(till, 'qr-sale', AMOUNT);
  assert.equal((await reverse(till, paid)).code, '00');
  assert.equal(till.availableMinor, before);
  const early = till.reversalOf(paid.message).set(11, '000777').set(61, '000001000777');
  early.delete(59);
  assert.equal((await till.send(early)).code, '25');
  await till.showCode('620000000000000002');
  const late = paid.message.clone().set(11, '000777').set(59, 'A3018620000000000000002');
  assert.deepEqual([(await till.send(late)).code, till.availableMinor], ['12', before]);
  assert.equal(till.terminal.terminal_id, TERMINAL_ID);
  assertBooks(till);
});
