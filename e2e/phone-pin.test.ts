// A PIN set on the phone, from outside: sealed here for the bank's key over node:crypto, proved by a passkey in
// software or a code, and then used at a terminal of the stories' own. Replayed, for another card, or by another holder
// it is nothing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, type WireCard } from './demo-world.fixture.js';
import { Phone, type PhoneAnswer } from './phone.harness.js';
import { expectCode } from './wire-terminal.js';

const [OWNER, OTHER] = ['13800000001', '13800000002'];
const demo = demoHost();

type Body = Readonly<Record<string, unknown>>;

async function signedIn(mobile: string): Promise<Phone> {
  const phone = new Phone(demo.host.http.replace('127.0.0.1', 'localhost'), mobile);
  assert.equal((await phone.signIn()).status, 200);
  return phone;
}

async function cardIdOf(phone: Phone, card: WireCard): Promise<number> {
  const { body } = await phone.ask('GET', '/view');
  const cards = body.cards as ReadonlyArray<{ cardId: number; panMasked: string }>;
  const own = cards.find(({ panMasked }) => panMasked.endsWith(card.pan.slice(-4)));
  assert.ok(own);
  return own.cardId;
}

/** Begins, and gives a way to send a PIN that was sealed for it. */
async function begun(phone: Phone, cardId: number) {
  const { body: terms } = await phone.post(`/cards/${cardId}/pin/begin`);
  const byCode = async (): Promise<object> => {
    await phone.post(`/cards/${cardId}/pin/code`, { nonce: terms.nonce as string });
    return { code: await phone.lastCode() };
  };
  const order = (pin: string, proof: object, given: Body = terms): object => ({
    ...{ nonce: given.nonce, proof },
    ...phone.seal(pin, given),
  });
  const send = (whole: object): Promise<PhoneAnswer> => phone.post(`/cards/${cardId}/pin`, whole);
  return { terms, byCode, order, send };
}

const pay = async (card: WireCard, pin: string): Promise<string> =>
  (await demo.till.request('0200', demo.till.purchase(card, 100, { pin, reading: '05' }))).code;

test('by passkey: the new PIN pays, the old one does not, and the same order again is refused', async () => {
  const [card, phone] = [demoCard('everyday'), await signedIn(OWNER)];
  await phone.addPasskey();
  const { terms, order, send } = await begun(phone, await cardIdOf(phone, card));
  const fingerprint = createHash('sha256').update(Buffer.from(String(terms.publicKey), 'base64url'));
  assert.equal(terms.fingerprint, fingerprint.digest('hex').toUpperCase());
  const passkey = phone.answerTo(terms.question as { challenge: string; relyingParty: string });
  const whole = order('850317', { passkey });
  assert.equal((await send(whole)).said, 'set');
  assert.equal((await send(whole)).said, 'TG_PIN_ENTRY_OVER');
  assert.deepEqual([await pay(card, '850317'), await pay(card, card.pin)], ['00', '55']);
  const told = (await (await fetch(`${demo.host.http}/api/demo/outbox`)).json()) as Array<{ body: string }>;
  assert.match(told[0]?.body ?? '', /Your PIN was set/);
});

test('by code: a wrong one first, then the right one; weak PINs are refused, and nothing is set', async () => {
  const [card, phone] = [demoCard('credit'), await signedIn(OWNER)];
  const cardId = await cardIdOf(phone, card);
  const first = await begun(phone, cardId);
  const proof = await first.byCode();
  const guess = order000(proof);
  assert.equal((await first.send(first.order('850317', guess))).said, 'TG_CODE_WRONG');
  assert.equal((await first.send(first.order('5555', proof))).said, 'TG_PIN_SAME_DIGITS');
  assert.equal(await pay(card, card.pin), '00');
  const second = await begun(phone, cardId);
  assert.equal((await second.send(second.order('345678', await second.byCode()))).said, 'TG_PIN_SEQUENCE');
  const third = await begun(phone, cardId);
  assert.equal((await third.send(third.order('850317', await third.byCode()))).said, 'set');
  assert.equal(await pay(card, '850317'), '00');
});

const order000 = (proof: object): object => ({
  code: String((Number((proof as { code: string }).code) + 1) % 1_000_000).padStart(6, '0'),
});

test('sealed for another card or another occasion it does not open; a code of another one proves nothing', async () => {
  const [card, phone] = [demoCard('everyday-2'), await signedIn(OTHER)];
  const cardId = await cardIdOf(phone, card);
  const elsewhere = await begun(phone, await cardIdOf(phone, demoCard('low-balance')));
  const one = await begun(phone, cardId);
  assert.equal((await one.send(one.order('850317', await elsewhere.byCode()))).said, 'TG_CODE_NONE');
  const forOther = phone.seal('850317', { ...one.terms, handle: elsewhere.terms.handle });
  const broken = { nonce: one.terms.nonce, proof: await one.byCode(), ...forOther };
  assert.equal((await one.send(broken)).said, 'TG_PIN_ENTRY_BROKEN');
  const two = await begun(phone, cardId);
  const old = { ...two.order('850317', await two.byCode(), { ...two.terms, nonce: one.terms.nonce }) };
  assert.equal((await two.send({ ...old, nonce: two.terms.nonce })).said, 'TG_PIN_ENTRY_BROKEN');
  const stranger = await signedIn(OWNER);
  assert.equal((await stranger.post(`/cards/${cardId}/pin/begin`)).status, 404);
  assert.equal(await pay(card, card.pin), '00');
});

test('a locked PIN: unlocked where the bank lets the phone do so, else refused with the reason', async () => {
  const phone = await signedIn(OTHER);
  const outcomes: string[] = [];
  for (const name of ['low-balance', 'never-used']) {
    const card = demoCard(name);
    const wrong = String((Number(card.pin) + 1) % 10 ** card.pin.length).padStart(card.pin.length, '0');
    for (const code of ['55', '55', '75']) assert.equal(await pay(card, wrong), code);
    const cardId = await cardIdOf(phone, card);
    const { terms, byCode, order, send } = await begun(phone, cardId);
    const error = terms.error as { code: string } | undefined;
    outcomes.push(error?.code ?? (await send(order('850317', await byCode()))).said);
  }
  assert.deepEqual(outcomes, ['set', 'TG_PIN_LOCKED']);
  assert.equal(await pay(demoCard('low-balance'), '850317'), '00');
});

test('a frozen card gets no PIN', async () => {
  const phone = await signedIn(OTHER);
  const cardId = await cardIdOf(phone, demoCard('everyday-2'));
  assert.equal((await phone.post(`/cards/${cardId}`, { status: 'frozen' })).said, 'set');
  assert.equal((await phone.post(`/cards/${cardId}/pin/begin`)).said, 'TG_SETTING_REFUSED');
  expectCode('62', await demo.till.request('0200', demo.till.purchase(demoCard('everyday-2'), 100)));
});
