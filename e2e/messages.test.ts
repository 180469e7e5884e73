// A story for each message, through sockets: the stories' own terminal against a host as people start it. Goal: the
// money and the states are those that the message means. What the holder may spend is asked for before and after.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import {
  amount,
  type Done,
  type FollowerName,
  follow,
  offlineSale,
  preAuthorization,
  purchase,
  qrSale,
  scriptResult,
  signature,
} from './wire-followers.js';
import { expectCode, type WireTerminal } from './wire-terminal.js';

const demo = demoHost();
const card = demoCard('everyday');
let till: WireTerminal;
let spendable: number;

test('at first the holder has a balance, and every story leaves it as it was', async () => {
  till = demo.till;
  spendable = await till.balanceMinor(card);
  assert.ok(spendable > 0);
});

async function expectSpent(amountMinor: number): Promise<void> {
  assert.equal(spendable - (await till.balanceMinor(card)), amountMinor);
}

async function stateOf({ answer }: Done): Promise<unknown> {
  return (await demo.place.json<{ state: unknown }>('tx', 'show', answer.rrn)).state;
}

function approved(done: Done): Done {
  expectCode('00', done.answer);
  return done;
}

test('a void gives all back, once', async () => {
  const paid = approved(await purchase(till, card, 1_234));
  await expectSpent(1_234);
  approved(await follow(till, 'void', paid));
  await expectSpent(0);
  assert.equal(await stateOf(paid), 'voided');
  const again = await follow(till, 'void', paid);
  assert.notEqual(again.answer.code, '00');
  assert.ok(again.answer.macFits);
  await expectSpent(0);
});

test('refunds give back part by part, and no more than was paid', async () => {
  const paid = approved(await purchase(till, card, 1_000));
  approved(await follow(till, 'refund', paid, { 4: amount(400) }));
  await expectSpent(600);
  assert.notEqual((await follow(till, 'refund', paid, { 4: amount(601) })).answer.code, '00');
  approved(await follow(till, 'refund', paid, { 4: amount(600) }));
  await expectSpent(0);
  assert.equal(await stateOf(paid), 'refunded');
});

test('a hold is completed for up to 115 %, and its completion can be voided', async () => {
  const held = approved(await preAuthorization(till, card, 10_000));
  await expectSpent(10_000);
  assert.notEqual((await follow(till, 'completion', held, { 4: amount(11_501) })).answer.code, '00');
  const completed = approved(await follow(till, 'completion', held, { 4: amount(11_500) }));
  await expectSpent(11_500);
  assert.equal(await stateOf(held), 'completed');
  approved(await follow(till, 'completion-void', completed));
  await expectSpent(10_000);
  approved(await follow(till, 'pre-authorization-void', held));
  await expectSpent(0);
  assert.equal(await stateOf(held), 'voided');
});

test('a completion by advice takes what was used and lets the rest go', async () => {
  const held = approved(await preAuthorization(till, card, 5_000));
  const completed = approved(await follow(till, 'completion-advice', held, { 4: amount(4_200) }));
  await expectSpent(4_200);
  // The same notice again has the same answer and no second effect.
  const again = await till.request('0220', completed.fields);
  assert.deepEqual([again.code, again.rrn], ['00', completed.answer.rrn]);
  await expectSpent(4_200);
  approved(await follow(till, 'refund', completed, { 4: amount(4_200) }));
  await expectSpent(0);
});

test('a sale made offline is booked, and adjusted', async () => {
  const sold = approved(await offlineSale(till, card, 700));
  await expectSpent(700);
  approved(await follow(till, 'adjustment', sold, { 4: amount(650) }));
  await expectSpent(650);
  approved(await follow(till, 'refund', sold, { 4: amount(650) }));
  await expectSpent(0);
});

test('a tip is added once, and within its limit', async () => {
  const paid = approved(await purchase(till, card, 1_000));
  const tip = (tipMinor: number) => ({ 4: amount(1_000 + tipMinor), 48: amount(tipMinor) });
  assert.notEqual((await follow(till, 'tip', paid, tip(201))).answer.code, '00');
  approved(await follow(till, 'tip', paid, tip(200)));
  await expectSpent(1_200);
  assert.notEqual((await follow(till, 'tip', paid, tip(100))).answer.code, '00');
  approved(await follow(till, 'refund', paid, { 4: amount(1_200) }));
  await expectSpent(0);
});

test("a payment by the customer's code: good once, and voided without a card", async () => {
  const response = await fetch(`${demo.host.http}/api/demo/payment-code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: card.name }),
  });
  const { code } = (await response.json()) as { code: string };
  const paid = approved(await qrSale(till, code, 321));
  await expectSpent(321);
  assert.notEqual((await qrSale(till, code, 321)).answer.code, '00');
  approved(await follow(till, 'void', paid));
  await expectSpent(0);
});

/** Each message that can be reversed, with what it leaves spent before and after its reversal. */
const reversible: ReadonlyArray<
  readonly [name: string, make: () => Promise<Done>, spent: number, after: number, clean: FollowerName]
> = [
  ['void', async () => follow(till, 'void', await kept(purchase(till, card, 500))), 0, 500, 'void'],
  [
    ...(['pre-authorization void'] as const),
    async () => follow(till, 'pre-authorization-void', await kept(preAuthorization(till, card, 600))),
    ...([0, 600, 'pre-authorization-void'] as const),
  ],
  [
    ...(['completion'] as const),
    async () => follow(till, 'completion', await kept(preAuthorization(till, card, 700)), { 4: amount(650) }),
    ...([650, 700, 'pre-authorization-void'] as const),
  ],
  [
    ...(['completion void'] as const),
    async () => {
      const held = await kept(preAuthorization(till, card, 800));
      original = approved(await follow(till, 'completion', held));
      return follow(till, 'completion-void', original);
    },
    ...([800, 800, 'completion-void'] as const),
  ],
];
let original: Done;

/** What is left when the reversal has undone what followed it. */
async function kept(done: Promise<Done>): Promise<Done> {
  original = approved(await done);
  return original;
}

for (const [name, make, spent, after, clean] of reversible) {
  test(`the reversal of a ${name} leaves what was there before it, however often it comes`, async () => {
    const made = approved(await make());
    await expectSpent(spent);
    for (let times = 0; times < 2; times += 1) {
      expectCode('00', await till.request('0400', till.reversalOf(made.fields)));
      await expectSpent(after);
    }
    assert.equal(await stateOf(made), 'reversed');
    const cleared = approved(await follow(till, clean, original));
    if (clean === 'completion-void') {
      await expectSpent(800);
      assert.equal(await stateOf(cleared), 'approved');
      // The hold that its completion had taken up stands again.
      const hold = { ...cleared, fields: { ...cleared.fields, 4: amount(800) } };
      approved(await follow(till, 'pre-authorization-void', hold, { 61: '000000000000' }));
    }
    await expectSpent(0);
  });
}

test('a reversed pre-authorization and a reversed purchase hold nothing', async () => {
  for (const make of [preAuthorization, purchase]) {
    const made = approved(await make(till, card, 900));
    await expectSpent(900);
    expectCode('00', await till.request('0400', till.reversalOf(made.fields)));
    await expectSpent(0);
  }
});

test('the result of scripts is kept with the payment; a signature once', async () => {
  const paid = approved(await purchase(till, card, 150));
  expectCode('00', (await scriptResult(till, paid, '95050000000000DF31052001020304')).answer);
  assert.equal((await signature(till, paid, 'AB'.repeat(300))).answer.code, '00');
  assert.equal((await signature(till, paid, 'AB'.repeat(300))).answer.code, '94');
  const related = await demo.place.json<{ related: { relation: string }[] }>('tx', 'show', paid.answer.rrn);
  assert.ok(related.related.length >= 2, JSON.stringify(related.related));
  approved(await follow(till, 'void', paid));
  await expectSpent(0);
});

test('the books stand after all of it', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
