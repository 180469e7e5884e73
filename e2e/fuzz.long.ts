// Twenty thousand messages bent at random, most of them with a right MAC over the bent bytes, so that they get past
// the door. Goal: an answer that is not 96 or a closed connection for each, a host that goes on paying, clean books.
// Method: a seeded generator over good purchases of a real terminal; a failure prints the seed and the message.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { packMessage, unpackMessage } from './wire-message.js';
import { macOf } from './wire-security.js';
import { expectCode, NoAnswer, WireLink } from './wire-terminal.js';

const SEED = 20_261_122;
const MESSAGES = 20_000;

const demo = demoHost();
const card = demoCard('load-01');

/** Numbers from 0 up to but not including 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A good purchase, with up to three bytes changed, perhaps cut off, perhaps without a right MAC. */
function bentPurchase(random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const fields = demo.till.purchase(card, below(200_000), random() < 0.5 ? { pin: card.pin } : {});
  const whole = Buffer.from(packMessage('0200', { ...fields, 64: '0000000000000000' }).subarray(0, -8));
  for (let changes = below(4); changes > 0; changes -= 1) whole[below(whole.length)] = below(256);
  const data = random() < 0.2 ? whole.subarray(0, below(whole.length)) : whole;
  const mac = random() < 0.7 ? macOf(demo.till.keys!.mac, data) : Buffer.alloc(8);
  return Buffer.concat([data, mac]);
}

test(`${MESSAGES} bent messages, seed ${SEED}`, async () => {
  const random = seeded(SEED);
  let link = new WireLink(demo.host.posPort);
  const seen = { answered: 0, closed: 0 };
  for (let count = 0; count < MESSAGES; count += 1) {
    const message = bentPurchase(random);
    try {
      const code = unpackMessage(await link.exchange(message)).fields[39];
      assert.match(code ?? '', /^[0-9A-Z]{2}$/, `message ${count}`);
      assert.notEqual(code, '96', `message ${count} of seed ${SEED}`);
      seen.answered += 1;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      seen.closed += 1;
      link.close();
      link = new WireLink(demo.host.posPort);
    }
  }
  link.close();
  assert.ok(seen.answered > MESSAGES / 3 && seen.closed > MESSAGES / 20, JSON.stringify(seen));
  const failures = demo.host
    .said()
    .split('\n')
    .filter((line) => line.includes('ended in a failure'));
  assert.deepEqual(failures.slice(0, 5), []);
  expectCode('00', await demo.till.pay(card, 100));
  assert.equal((await demo.place.run('books', 'verify')).code, 0);
});
