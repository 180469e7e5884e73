// Goal: a terminal whose keys are due is asked by the header of its next answer to sign on again, until it has; a key
// that is compromised serves nothing from then on, also where a host remembers it as good. Method: the whole path in
// memory, the row changed behind the host's back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTdes, unionPayEcbMac } from '@tillgate/payment-crypto';
import { centreRequests, packMaced, parseBody } from '@tillgate/pos-protocol';
import { FRONT } from './front.fixture.js';
import { openTill } from './open-till.fixture.js';
import type { Till } from './till.fixture.js';

/** Digit 6 of the header in the answer to a purchase. */
async function centreRequestTo(till: Till): Promise<string | undefined> {
  const macKey = createTdes(till.keys!.mac);
  const envelope = { ...FRONT, message: till.purchase() };
  const reply = await till.answer(await packMaced(envelope, async (input) => unionPayEcbMac(macKey, input)));
  assert.ok('body' in reply);
  assert.equal(reply.outcome.answerCode, '00');
  return parseBody(reply.body).envelope?.header?.centreRequest;
}

test('a due terminal is asked with every answer until it signs on, and its uses start again', async () => {
  const till = await openTill();
  await till.signOn();
  assert.equal(await centreRequestTo(till), centreRequests.nothing);
  till.changeTerminal({ centre_request: centreRequests.signOn, key_uses: 10_000 });
  assert.equal(await centreRequestTo(till), centreRequests.signOn);
  assert.equal(await centreRequestTo(till), centreRequests.signOn);
  await till.signOn();
  assert.deepEqual([till.terminal.key_uses, till.terminal.tmk_uses], [0, 2]);
  assert.equal(await centreRequestTo(till), centreRequests.nothing);
});

test('another wish of the centre outlives a sign-on', async () => {
  const till = await openTill();
  till.changeTerminal({ centre_request: centreRequests.downloadParameters });
  await till.signOn();
  assert.equal(till.terminal.centre_request, centreRequests.downloadParameters);
});

test('a compromised key ends at once, though this host has it in mind; an echo is still answered', async () => {
  const till = await openTill();
  await till.signOn();
  assert.equal((await till.send(till.purchase())).code, '00');
  till.changeTerminal({ tmk_compromised: true, current_keys: null, pending_keys: null });
  for (const message of [till.purchase(), till.message('0800').set(60, '00000001003')]) {
    const refused = await till.send(message);
    assert.deepEqual([refused.code, refused.outcome.reason], ['A7', 'key.compromised']);
  }
  const echo = till.message('0820').set(60, '00000001301').delete(11);
  assert.equal((await till.send(echo)).code, '00');
});
