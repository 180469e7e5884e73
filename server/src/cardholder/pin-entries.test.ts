// Goal: an occasion to set a PIN is over after five minutes, belongs to its holder and card, and counts by what the
// bank's policy and the card say at that moment. Method: a database of this test's own, a clock that it moves, and
// orders that open to nothing: one that is let through ends as broken.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PinEntryTerms } from '../http/api.js';
import { systemRandom } from '../kernel/random.js';
import { createGroupCommit, MemoryStore } from '../store/index.js';
import { HOLDER, type HolderWorld, holderWorld, START } from './holder.fixture.js';
import { createOneTimeCodes } from './one-time-codes.js';
import { createPinEntries, type PinEntries } from './pin-entries.js';

const CARD = 1;
const EMPTY = { ephemeralKey: 'AA', sealed: 'AA' };
let world: HolderWorld;
let pins: PinEntries;
let isHere = true;

before(async () => {
  world = await holderWorld();
  const pvk = await world.hsm.formKey({
    components: ['D97AE0AE04F4B3CD15704F4ADFEF198A', '00000000000000000000000000000000'].map((hex) =>
      Uint8Array.from(Buffer.from(hex, 'hex')),
    ),
    role: 'pvk-visa',
    label: '',
  });
  await world.sql.unsafe('update issuer set pvk = $1', [pvk.block]);
  await world.directory.refresh();
  const { clock, sent } = world;
  pins = createPinEntries({
    ...world,
    ...{ random: systemRandom, codes: createOneTimeCodes({ ...world, random: systemRandom }) },
    books: createGroupCommit(new MemoryStore(), { clock, largestBatch: 1, giveUpAfterMs: 0 }),
    gateway: { send: async (_mobile, body) => void sent.push(body) },
    passkeys: { isAnswered: async () => false, idsOf: async () => [] },
    decidesHere: () => isHere,
    site: () => ({ origin: 'http://localhost', relyingParty: 'localhost' }),
  });
});
after(() => world.end());

async function begun(): Promise<PinEntryTerms> {
  world.now = START;
  const terms = await pins.begin(HOLDER, CARD);
  assert.ok(typeof terms === 'object');
  return terms;
}

async function codeFor({ nonce }: PinEntryTerms): Promise<string> {
  assert.equal(await pins.sendCode(HOLDER, CARD, nonce), 'sent');
  return /验证码 (\d{6})/.exec(world.sent.at(-1) ?? '')?.[1] ?? '';
}

test('the key is made once, and shown with its fingerprint', async () => {
  const [one, two] = [await begun(), await begun()];
  assert.notEqual(one.nonce, two.nonce);
  assert.deepEqual([one.publicKey, one.fingerprint.length], [two.publicKey, 64]);
});

test('good to the last moment of five minutes, and over after it', async () => {
  for (const [ms, said] of [
    [299_999, 'TG_PIN_ENTRY_BROKEN'],
    [300_001, 'TG_PIN_ENTRY_OVER'],
  ] as const) {
    const terms = await begun();
    const code = await codeFor(terms);
    world.now = START + ms;
    assert.equal(await pins.set(HOLDER, CARD, { nonce: terms.nonce, ...EMPTY, proof: { code } }), said);
  }
});

test('a wrong proof leaves it open, a right one ends it, whatever became of the PIN', async () => {
  const terms = await begun();
  const code = await codeFor(terms);
  const order = (proof: string) => ({ nonce: terms.nonce, ...EMPTY, proof: { code: proof } });
  assert.equal(await pins.set(HOLDER, CARD, order(code === '000000' ? '000001' : '000000')), 'TG_CODE_WRONG');
  assert.equal(await pins.set(HOLDER, CARD, order(code)), 'TG_PIN_ENTRY_BROKEN');
  assert.equal(await pins.set(HOLDER, CARD, order(code)), 'TG_PIN_ENTRY_OVER');
});

test('nobody else has it: another holder, another card, a nonce of nobody', async () => {
  const { nonce } = await begun();
  const stranger = { ...HOLDER, holderId: 'zhou' };
  assert.equal(await pins.begin(stranger, CARD), undefined);
  assert.equal(await pins.sendCode(stranger, CARD, nonce), 'TG_PIN_ENTRY_OVER');
  assert.equal(await pins.sendCode(HOLDER, 2, nonce), 'TG_PIN_ENTRY_OVER');
  assert.equal(await pins.sendCode(HOLDER, CARD, 'x'.repeat(43)), 'TG_PIN_ENTRY_OVER');
});

test('what the bank says counts: elsewhere, not on the phone, a locked one', async () => {
  isHere = false;
  assert.equal(await pins.begin(HOLDER, CARD), 'TG_PIN_NOT_ON_PHONE');
  isHere = true;
  await world.sql.unsafe('update card set pin_tries = 3');
  assert.equal(await pins.begin(HOLDER, CARD), 'TG_PIN_LOCKED');
  await publish({ pinOnPhone: 'set-and-unlock' });
  assert.ok(typeof (await pins.begin(HOLDER, CARD)) === 'object');
  await publish({ pinOnPhone: 'refused' });
  assert.equal(await pins.begin(HOLDER, CARD), 'TG_PIN_NOT_ON_PHONE');
});

let version = 0;
async function publish(rules: object): Promise<void> {
  version += 1;
  await world.sql.unsafe(
    `insert into cvm_policy values ('62999900', 'standard', $1, $2::text::json, 'published', 'a', 'b', 0)`,
    [version, JSON.stringify(rules)],
  );
  await world.directory.refresh();
}
