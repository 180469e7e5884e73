// What people set for a terminal while the host serves: it is asked to download its parameters and does, and it
// changes its dialect with a sign-on between. Method: the commands of a person, the virtual terminal, one host.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { openVirtualTill, presented } from './virtual-till.harness.js';

const demo = demoHost();
const card = demoCard('everyday');
const TERMINAL = '10000002';
const OTHER = '10000003';

test('the centre asks for a parameter download: the terminal does it once, behind its next payment', async () => {
  const { terminal } = await openVirtualTill(demo.host, TERMINAL, card.pin);
  await terminal.signOn('003');
  const asked = await demo.place.run('centre', 'ask', 'downloadParameters', '--terminal', TERMINAL);
  assert.equal(asked.code, 0, asked.said);
  assert.equal((await terminal.sale(presented(card, 'contactless'), 100)).result, 'approved');
  assert.equal((await terminal.sale(presented(card, 'contactless'), 101)).result, 'approved');
  const kinds = (
    await demo.place.json<ReadonlyArray<{ kind: string }>>('tx', 'list', '--search', TERMINAL)
  ).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'parameter-download').length, 1, kinds.join(' '));
});

test('another dialect: the terminal has to sign on again, and then speaks it', async () => {
  const till = await openVirtualTill(demo.host, OTHER, card.pin);
  const changed = await demo.place.run('profile', 'use', 'cup-pos-legacy', '--terminal', OTHER);
  assert.equal(changed.code, 0, changed.said);
  const refused = await till.terminal.sale(presented(card, 'contactless'), 102);
  assert.notEqual(refused.result, 'approved');
  const back = await demo.place.run('profile', 'use', 'cup-pos', '--terminal', OTHER);
  assert.equal(back.code, 0);
  assert.equal((await till.terminal.signOn('003')).result, 'approved');
  const paid = await till.terminal.sale(presented(card, 'contactless'), 103);
  assert.equal(paid.result, 'approved', JSON.stringify(paid));
});

test('a dialect or a terminal that is not there changes nothing, in words', async () => {
  for (const [profile, terminal, code] of [
    ['nothing', TERMINAL, 1],
    ['cup-pos', '99999999', 3],
  ] as const) {
    assert.equal((await demo.place.run('profile', 'use', profile, '--terminal', terminal)).code, code);
  }
  assert.equal((await demo.place.run('centre', 'ask', 'sing', '--terminal', TERMINAL)).code, 2);
});
