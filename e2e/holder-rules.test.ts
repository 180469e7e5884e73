// What a holder sets on the phone, at a terminal of the stories' own: PIN and phone above an amount, hours, the stripe;
// set, met, and taken back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { Phone } from './phone.harness.js';
import type { Fields } from './wire-message.js';
import { type Answer, expectCode } from './wire-terminal.js';

const demo = demoHost();
const card = demoCard('everyday-2');
const send = (fields: Fields): Promise<Answer> => demo.till.request('0200', fields);

async function holder() {
  const phone = new Phone(demo.host.http.replace('127.0.0.1', 'localhost'), '13800000002');
  assert.equal((await phone.signIn()).status, 200);
  const view = async () => {
    const { body } = await phone.ask('GET', '/view');
    const cards = body.cards as ReadonlyArray<Readonly<Record<string, unknown>>>;
    const own = cards.find(({ panMasked }) => String(panMasked).endsWith(card.pan.slice(-4)));
    assert.ok(own);
    return own;
  };
  const { cardId } = await view();
  const set = async (settings: object): Promise<void> =>
    assert.equal((await phone.post(`/cards/${String(cardId)}`, settings)).said, 'set');
  return { phone, view, set, cardId };
}

test('PIN and phone: listed, asked one after the other, paid, and taken back', async () => {
  const { phone, view, set } = await holder();
  await set({ pinAndPhoneAboveMinor: 10_000 });
  assert.equal((await view()).pinAndPhoneAboveMinor, 10_000);
  expectCode('00', await send(demo.till.purchase(card, 10_000)));
  const first = demo.till.purchase(card, 10_001);
  expectCode('70', await send(first));
  const named = `${demo.till.batch}${first[11]}`;
  const wrongPin = card.pin === '246810' ? '246811' : '246810';
  expectCode('55', await send({ ...demo.till.purchase(card, 10_001, { pin: wrongPin }), 61: named }));
  const again = demo.till.purchase(card, 10_001);
  expectCode('70', await send(again));
  const second = {
    ...demo.till.purchase(card, 10_001, { pin: card.pin }),
    61: `${demo.till.batch}${again[11]}`,
  };
  const asked = expectCode('1A', await send(second));
  await phone.post(`/payments/${asked.rrn}/code`);
  const text = Buffer.from(asked.fields[63] ?? '', 'hex').toString('latin1');
  const number = /(\d\d)\s*$/.exec(text)?.[1];
  const order = { proof: { code: await phone.lastCode() }, seen: { number } };
  assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, order)).said, 'confirmed');
  expectCode('00', await send(second));
  await set({ pinAndPhoneAboveMinor: null });
  expectCode('00', await send(demo.till.purchase(card, 10_001)));
});

test('hours: refused outside them with the words for each, and at any hour once they are taken back', async () => {
  const { phone, set, cardId } = await holder();
  const hour = (ahead: number): string => {
    const local = new Date(Date.now() + (8 + ahead) * 3_600_000);
    return local.toISOString().slice(11, 16).replace(':', '');
  };
  const hours = `${hour(2)}-${hour(3)}`;
  await set({ payHours: hours });
  const { rrn } = expectCode('62', await send(demo.till.purchase(card, 100)));
  const begins = `${hours.slice(0, 2)}:${hours.slice(2, 4)}`;
  const told = await demo.place.run('explain', rrn, '--for', 'cardholder');
  assert.ok(told.out.includes(begins), told.out);
  assert.match(told.out, /on it would pass/);
  const atTill = await demo.place.run('explain', rrn, '--for', 'cashier');
  assert.ok(!atTill.out.includes(begins), atTill.out);
  for (const wrong of ['0800-0800', '2400-0100', '8-22']) {
    assert.equal((await phone.post(`/cards/${String(cardId)}`, { payHours: wrong })).status, 400, wrong);
  }
  await set({ payHours: null });
  expectCode('00', await send(demo.till.purchase(card, 100)));
});

test('the stripe: off and on', async () => {
  const { set } = await holder();
  const swipe = (): Promise<Answer> => send(demo.till.purchase(card, 100, { pin: card.pin, reading: '02' }));
  expectCode('00', await swipe());
  await set({ stripeUse: false });
  expectCode('45', await swipe());
  expectCode('00', await send(demo.till.purchase(card, 100)));
  await set({ stripeUse: true });
  expectCode('00', await swipe());
});
