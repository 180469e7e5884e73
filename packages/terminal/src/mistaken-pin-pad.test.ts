// Goal: each mistake changes what is sent and nothing else, and none leaves the PIN pad as any other. Method: keys of
// the tests, and a right PIN pad beside the mistaken one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTdes, encryptEcb, kcvOfZeros } from '@tillgate/payment-crypto';
import { standardProfile } from '@tillgate/pos-protocol';
import { tmk } from './host.fixture.js';
import { MistakenPinPad, PAD_MISTAKES } from './mistaken-pin-pad.js';
import { PinPad } from './pin-pad.js';

const PAN = '6299990000001000011';
const data = Uint8Array.from({ length: 41 }, (_, at) => 7 * at);

function keysFrom(first: number) {
  const key = (from: number) => {
    const clear = Uint8Array.from({ length: 16 }, (_, at) => from + 2 * at);
    return { keyUnderTmk: encryptEcb(createTdes(tmk), clear), kcvBytes: kcvOfZeros(createTdes(clear), 4) };
  };
  return { pinKey: key(first), macKey: key(first + 100) };
}

test('each mistake changes a MAC or a PIN block, and no mistake none', () => {
  const right = new PinPad(tmk);
  const pad = new MistakenPinPad(tmk, standardProfile);
  pad.loadWorkingKeys(keysFrom(60));
  for (const one of [right, pad]) assert.equal(one.loadWorkingKeys(keysFrom(0)), undefined);
  const sent = (one: PinPad) => [one.mac(data).join(), one.encryptPin('2468', PAN).join()];
  assert.deepEqual(sent(pad), sent(right));
  const seen = new Set([sent(right).join(' ')]);
  for (const mistake of PAD_MISTAKES) {
    pad.mistake = mistake;
    seen.add(sent(pad).join(' '));
    assert.ok(pad.checkMac(data, right.mac(data)), 'answers are checked as they should be');
  }
  assert.equal(seen.size, 1 + PAD_MISTAKES.length);
});

test('the keys before the last sign-on are those that came before', () => {
  const before = new PinPad(tmk);
  before.loadWorkingKeys(keysFrom(60));
  const pad = new MistakenPinPad(tmk);
  pad.loadWorkingKeys(keysFrom(60));
  pad.mistake = 'previous-keys';
  assert.deepEqual(pad.mac(data), before.mac(data), 'there is none before, so the mistake cannot be made');
  pad.loadWorkingKeys(keysFrom(0));
  assert.deepEqual(pad.mac(data), before.mac(data));
});
