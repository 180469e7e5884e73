// Every shipped profile over real sockets. Goal: a terminal that speaks it signs on, pays by chip, by hand and by
// stripe, takes back what it is not sure of and settles, at a host that serves the others too. Method: the virtual
// terminal as the demo's terminal of each profile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { openVirtualTill, presented } from './virtual-till.harness.js';

const demo = demoHost();
const card = demoCard('everyday');

for (const [terminalId, profile, ...signOns] of [
  ['10000001', 'cup-pos', '003', '004'],
  ['10000011', 'cup-pos-legacy', '001', '003'],
  ['10000012', 'cup-pos-x9.19', '003', '004'],
  ['10000013', 'cup-pos-bare', '003', '004'],
  ['10000014', 'cup-pos-sm4-mac', '003', '004'],
] as const) {
  test(`${profile}: sign-on ${signOns.join(' and ')}, sales, a reversal and a settlement`, async () => {
    const till = await openVirtualTill(demo.host, terminalId, card.pin);
    const { terminal } = till;
    for (const keySet of signOns) {
      assert.equal((await terminal.signOn(keySet)).result, 'approved', keySet);
      for (const entry of ['contact', 'stripe', 'manual'] as const) {
        const sale = await terminal.sale(presented(card, entry), 123);
        assert.equal(sale.result, 'approved', `${keySet} ${entry} ${JSON.stringify(sale)}`);
      }
    }
    till.answerMs = 0;
    assert.equal((await terminal.sale(presented(card, 'contactless'), 456)).result, 'unknown');
    till.answerMs = 20_000;
    assert.equal((await terminal.sale(presented(card, 'contactless'), 789)).result, 'approved');
    assert.equal(terminal.status.pendingReversal, undefined);
    const settled = await terminal.settle();
    assert.equal(settled.result, 'approved', JSON.stringify(settled));
    assert.equal(settled.settlement?.result, 'equal');
  });
}

test('what a bare message said is kept and shown like any other', async () => {
  const [{ rrn } = { rrn: '' }] = await demo.place.json<ReadonlyArray<{ rrn: string }>>(
    ...['tx', 'list', '--search', '10000013', '--limit', '1'],
  );
  const shown = await demo.place.json<{ messages: { request: { mti: string } | null } }>('tx', 'show', rrn);
  assert.match(shown.messages.request?.mti ?? '', /^0[0-9]{3}$/);
});

test('the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
