// A PIN changed at a counter, from outside: an independent terminal on the wire, and the command line with its PINs on
// standard input.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, type WireCard } from './demo-world.fixture.js';
import type { Fields } from './wire-message.js';
import { pinBlock } from './wire-security.js';
import { type Answer, expectCode } from './wire-terminal.js';

const demo = demoHost();
const everyday = demoCard('everyday');
const short = demoCard('four-digit-pin');
const ibm = demoCard('credit');

/** As a balance enquiry, with 92 in field 3 and the new block in field 62. */
function changeOf(card: WireCard, newPin: string, oldPin = card.pin): Fields {
  const { keys, batch } = demo.till;
  assert.ok(keys);
  return {
    ...demo.till.balanceInquiry({ ...card, pin: oldPin }),
    3: '920000',
    60: `02${batch}000600`,
    62: pinBlock(keys.pin, newPin, card.pan),
  };
}

const pay = (card: WireCard, pin: string): Promise<Answer> =>
  demo.till.request('0200', demo.till.purchase(card, 100, { pin, reading: '05' }));

for (const card of [short, ibm]) {
  test(`${card.name}: the new PIN pays, the old one is wrong, the same message is answered the same`, async () => {
    const change = changeOf(card, '850317');
    const first = expectCode('00', await demo.till.request('0100', change));
    const again = expectCode('00', await demo.till.request('0100', change));
    assert.equal(again.rrn, first.rrn);
    expectCode('55', await pay(card, card.pin));
    expectCode('00', await pay(card, '850317'));
    const reversal = await demo.till.request('0400', demo.till.reversalOf(change));
    assert.equal(reversal.code, '12');
    expectCode('00', await pay(card, '850317'));
    const told = await demo.place.json<{ reason: { code: string } }>('tx', 'show', reversal.rrn);
    assert.equal(told.reason.code, 'pin-change.final');
  });
}

test('weak, and the same: 12 with its reason; the old PIN stays', async () => {
  const reasons = { '000000': 'same-digits', '234567': 'sequence', [everyday.pin]: 'unchanged' };
  for (const [newPin, reason] of Object.entries(reasons)) {
    const answer = expectCode('12', await demo.till.request('0100', changeOf(everyday, newPin)));
    const told = await demo.place.json<{ reason: { code: string } }>('tx', 'show', answer.rrn);
    assert.equal(told.reason.code, `pin-change.${reason}`);
  }
  expectCode('00', await pay(everyday, everyday.pin));
});

test('the command line changes it, with every PIN on standard input; explain tells', async () => {
  const where = ['--terminal', '10000002'];
  await demo.place.json('terminal', 'sign-on', ...where);
  const change = ['terminal', 'change-pin', ...where, '--card', 'everyday'];
  const differ = await demo.place.runWith(['850317', '850318'], ...change);
  assert.match(differ.out, /not entered the same twice/);
  const changed = await demo.place.runWith(['850317', '850317'], ...change, '-o', 'json');
  assert.equal(changed.code, 0, changed.said);
  const { rrn } = JSON.parse(changed.out) as { rrn: string };
  const told = await demo.place.run('explain', rrn, '--for', 'cardholder');
  assert.match(told.out, /PIN is changed/);
  const back = [everyday.pin, everyday.pin];
  assert.equal((await demo.place.runWith(['850317', ...back], ...change, '--pin-stdin')).code, 0);
  expectCode('00', await pay(everyday, everyday.pin));
});
