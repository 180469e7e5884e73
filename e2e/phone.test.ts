// A payment confirmed on the phone, from outside: an independent terminal on the wire, and the phone page's interface
// with an authenticator in software. Only the first word of the right holder, about this very payment, counts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { Phone } from './phone.harness.js';
import { qrSale } from './wire-followers.js';
import type { Fields } from './wire-message.js';
import { type Answer, expectCode, WireTerminal } from './wire-terminal.js';

const OWNER = '13800000001';
const OTHER = '13800000002';
const AMOUNT = 200_001;

describe('the phone', () => {
  const demo = demoHost();
  const card = demoCard('phone-confirm');

  interface Asked {
    readonly fields: Fields;
    readonly answer: Answer;
    readonly rrn: string;
    readonly link: string;
    readonly number: string;
  }

  const at = (): string => demo.host.http.replace('127.0.0.1', 'localhost');
  const phoneOf = (mobile: string): Phone => new Phone(at(), mobile);

  const phones = new Map<string, Phone>();

  /** The holder's phone, signed in once and with a passkey: codes are not to be had without end. */
  async function signedIn(mobile = OWNER): Promise<Phone> {
    const known = phones.get(mobile);
    if (known) return known;
    const phone = phoneOf(mobile);
    assert.equal((await phone.signIn()).status, 200);
    assert.equal((await phone.addPasskey()).said, 'added');
    phones.set(mobile, phone);
    return phone;
  }

  async function pay(amountMinor = AMOUNT): Promise<Asked> {
    const fields = demo.till.purchase(card, amountMinor);
    const answer = expectCode('1A', await demo.till.request('0200', fields));
    const [, link = ''] = /^Q1\d{3}(.*)$/.exec(answer.fields[59] ?? '') ?? [];
    const text = new TextDecoder('gbk').decode(Buffer.from(answer.fields[63] ?? '', 'hex'));
    return { fields, answer, rrn: answer.rrn, link, number: /(\d\d)\s*$/.exec(text)?.[1] ?? '' };
  }

  const poll = ({ fields }: Asked): Promise<Answer> => demo.till.request('0200', fields);

  test('at 2,000.00 nothing is asked of the phone; a fen above, 1A', async () => {
    assert.equal((await demo.till.pay(card, 200_000)).code, '70');
    const atLimit = demo.till.purchase(card, 200_000, { pin: card.pin });
    expectCode('00', await demo.till.request('0200', atLimit));
    expectCode('00', await demo.till.request('0400', demo.till.reversalOf(atLimit)));
    await pay(200_001);
  });

  test('scanned and confirmed with the passkey: paid, and only once', async () => {
    const phone = await signedIn();
    const before = await demo.till.balanceMinor(card);
    const asked = await pay();
    expectCode('1A', await poll(asked));
    const scanned = await phone.post('/scan', { link: asked.link });
    assert.deepEqual([scanned.status, scanned.body.rrn], [200, asked.rrn]);
    const order = { proof: await phone.sign(asked.rrn), seen: { token: scanned.body.token } };
    assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, order)).said, 'confirmed');
    const again = { proof: await phone.sign(asked.rrn), seen: { token: scanned.body.token } };
    assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, again)).said, 'TG_CONFIRMATION_ALREADY');
    const paid = expectCode('00', await poll(asked));
    assert.equal(paid.rrn, asked.rrn);
    assert.equal(before - (await demo.till.balanceMinor(card)), AMOUNT);
    assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, order)).said, 'TG_CONFIRMATION_OVER');
  });

  test('a proof for one payment is none for another, and a replayed one is none at all', async () => {
    const phone = await signedIn();
    const [one, other] = [await pay(), await pay(AMOUNT + 1)];
    const proof = await phone.sign(one.rrn);
    const order = { proof, seen: { number: other.number } };
    assert.equal((await phone.post(`/payments/${other.rrn}/confirm`, order)).said, 'TG_PASSKEY_REFUSED');
    const right = { proof, seen: { number: one.number } };
    assert.equal((await phone.post(`/payments/${one.rrn}/confirm`, right)).said, 'confirmed');
    assert.equal(
      (await phone.post(`/payments/${one.rrn}/confirm`, right)).said,
      'TG_PASSKEY_REFUSED',
      'its count',
    );
    expectCode('00', await poll(one));
    expectCode('1A', await poll(other));
    assert.equal((await phone.post(`/payments/${other.rrn}/refuse`)).said, 'refused');
    expectCode('05', await poll(other));
  });

  test('another amount under the same trace is not what was confirmed', async () => {
    const phone = await signedIn();
    const asked = await pay();
    const order = { proof: await phone.sign(asked.rrn), seen: { number: asked.number } };
    await phone.post(`/payments/${asked.rrn}/confirm`, order);
    const changed = { ...asked.fields, 4: String(AMOUNT + 100).padStart(12, '0') };
    assert.equal((await demo.till.request('0200', changed)).code, '94');
    expectCode('00', await poll(asked));
  });

  test('another holder’s phone cannot see, confirm or refuse it', async () => {
    const [phone, asked] = [await signedIn(OTHER), await pay()];
    assert.equal((await phone.post('/scan', { link: asked.link })).said, 'TG_SCAN_OTHER_CARD');
    assert.equal((await phone.ask('GET', `/payments/${asked.rrn}/question`)).status, 404);
    assert.equal((await phone.post(`/payments/${asked.rrn}/refuse`)).said, 'TG_CONFIRMATION_OVER');
    const order = { proof: { code: '000000' }, seen: { number: asked.number } };
    assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, order)).said, 'TG_CONFIRMATION_OVER');
    expectCode('1A', await poll(asked));
  });

  test('a number that is not the terminal’s: told twice, refused at the third', async () => {
    const [phone, asked] = [await signedIn(), await pay()];
    const wrong = asked.number === '10' ? '11' : '10';
    for (let tries = 0; tries < 3; tries += 1) {
      const order = { proof: await phone.sign(asked.rrn), seen: { number: wrong } };
      assert.equal((await phone.post(`/payments/${asked.rrn}/confirm`, order)).said, 'TG_NUMBER_WRONG');
    }
    expectCode('05', await poll(asked));
  });

  test('codes that are not this host’s, forged ones, and one of another page are incidents', async () => {
    const [phone, asked] = [await signedIn(), await pay()];
    const scan = async (link: string): Promise<string> => (await phone.post('/scan', { link })).said;
    assert.equal(await scan(asked.link.replace('localhost', 'localhost.trap.example')), 'TG_SCAN_FOREIGN');
    assert.equal(await scan('https://trap.example/phone/'), 'TG_SCAN_FOREIGN');
    const last = asked.link.endsWith('A') ? 'B' : 'A';
    assert.equal(await scan(`${asked.link.slice(0, -1)}${last}`), 'TG_SCAN_FORGED');
    const otherRrn = `${asked.rrn.slice(0, -1)}${(Number(asked.rrn.at(-1)) + 1) % 10}`;
    assert.equal(await scan(asked.link.replace(asked.rrn, otherRrn)), 'TG_SCAN_FORGED');
    assert.equal((await phone.post('/scan', { link: asked.link })).status, 200);
  });

  test('a code by message instead of a passkey: once, for this payment, five guesses', async () => {
    const [phone, one, other] = [await signedIn(), await pay(), await pay(AMOUNT + 2)];
    const confirm = async ({ rrn, number }: Asked, code: string): Promise<string> =>
      (await phone.post(`/payments/${rrn}/confirm`, { proof: { code }, seen: { number } })).said;
    await phone.post(`/payments/${one.rrn}/code`);
    const code = await phone.lastCode();
    assert.equal(await confirm(other, code), 'TG_CODE_NONE', 'it was sent for another payment');
    const wrong = code === '000000' ? '000001' : '000000';
    assert.equal(await confirm(one, wrong), 'TG_CODE_WRONG');
    assert.equal(await confirm(one, code), 'confirmed');
    assert.equal(await confirm(one, code), 'TG_CODE_NONE', 'it was used');
    expectCode('00', await poll(one));
    await phone.post(`/payments/${other.rrn}/code`);
    const second = await phone.lastCode();
    const miss = second === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess += 1) assert.equal(await confirm(other, miss), 'TG_CODE_WRONG');
    assert.equal(await confirm(other, second), 'TG_CODE_GUESSED_OUT');
    expectCode('1A', await poll(other));
  });

  test('reversed while the holder is asked: too late', async () => {
    const [phone, asked] = [await signedIn(), await pay()];
    expectCode('00', await demo.till.request('0400', demo.till.reversalOf(asked.fields)));
    assert.equal((await phone.post(`/payments/${asked.rrn}/refuse`)).said, 'TG_CONFIRMATION_OVER');
    assert.equal((await poll(asked)).code, '12');
  });

  test('frozen on the phone: declined at the till at once, and paid again when it is not', async () => {
    const phone = await signedIn();
    const { body } = await phone.ask('GET', '/view');
    const cards = body.cards as ReadonlyArray<{ readonly cardId: number; readonly panMasked: string }>;
    const everyday = demoCard('everyday');
    const own = cards.find(({ panMasked }) => panMasked.endsWith(everyday.pan.slice(-4)));
    assert.ok(own, 'the card is the holder’s');
    const set = (settings: object) => phone.post(`/cards/${own.cardId}`, settings);
    assert.equal((await set({ status: 'frozen' })).said, 'set');
    expectCode('62', await demo.till.pay(everyday, 100));
    assert.equal((await set({ status: 'active', noPinLimitMinor: 5_000 })).said, 'set');
    expectCode('00', await demo.till.pay(everyday, 5_000));
    expectCode('70', await demo.till.pay(everyday, 5_001));
    assert.equal((await set({ noPinLimitMinor: null })).said, 'set');
    expectCode('00', await demo.till.pay(everyday, 5_001));
    const other = await signedIn(OTHER);
    assert.equal((await other.post(`/cards/${own.cardId}`, { status: 'frozen' })).said, 'TG_SETTING_REFUSED');
    assert.equal((await set({ status: 'lost' })).said, 'set');
    assert.equal((await set({ status: 'active' })).said, 'TG_SETTING_REFUSED');
    expectCode('41', await demo.till.pay(everyday, 100));
  });

  test('a password of payment: to its amount, once, at one merchant, with the phone, and taken back', async () => {
    const phone = await signedIn(OTHER);
    const { body } = await phone.ask('GET', '/view');
    const own = (body.cards as ReadonlyArray<{ cardId: number; panMasked: string }>).find(({ panMasked }) =>
      panMasked.endsWith(demoCard('everyday-2').pan.slice(-4)),
    );
    assert.ok(own);
    const issue = async (order: object): Promise<string> => {
      const usual = { kind: 'once', limitMinor: null, minutes: 5, needsPhone: false };
      const issued = await phone.post(`/cards/${own.cardId}/code`, { ...usual, ...order });
      return String(issued.body.code);
    };
    const scan = async (code: string, amountMinor: number): Promise<string> =>
      (await qrSale(demo.till, code, amountMinor)).answer.code;
    const once = await issue({ limitMinor: 5_000 });
    assert.match(once, /^62\d{16}$/);
    assert.deepEqual(
      [await scan(once, 5_001), await scan(once, 5_000), await scan(once, 1)],
      ['61', '00', '14'],
    );
    const recurring = await issue({ kind: 'recurring' });
    assert.deepEqual([await scan(recurring, 100), await scan(recurring, 200)], ['00', '00']);
    const elsewhere = await WireTerminal.signedOn(demoTerminal('10000003'), demo.host.posPort);
    assert.equal((await qrSale(elsewhere, recurring, 100)).answer.code, '57');
    elsewhere.close();
    assert.equal((await phone.post(`/cards/${own.cardId}/code/revoke`)).said, 'revoked');
    assert.equal(await scan(recurring, 100), '14');
    const both = await issue({ needsPhone: true });
    const asked = await qrSale(demo.till, both, 300);
    assert.equal(asked.answer.code, '1A');
    assert.equal((await phone.post(`/payments/${asked.answer.rrn}/refuse`)).said, 'refused');
    assert.equal((await demo.till.request('0200', asked.fields)).code, '05');
    const stranger = await signedIn(OWNER);
    assert.equal((await stranger.post(`/cards/${own.cardId}/code/revoke`)).status, 404);
  });

  test('six codes in a row are not sent', async () => {
    const phone = phoneOf(OWNER);
    const said = [];
    for (let turn = 0; turn < 6; turn += 1) said.push((await phone.post('/code', { mobile: OWNER })).said);
    assert.equal(said.at(-1), 'TG_CODES_TOO_MANY');
    assert.equal(said[0], 'sent');
  });

  test('signing in: an unknown number learns nothing, a code is good once, a passkey opens, too', async () => {
    const stranger = phoneOf('13999999999');
    assert.equal((await stranger.post('/code', { mobile: '13999999999' })).said, 'sent');
    const guess = { mobile: '13999999999', code: '123456' };
    assert.equal((await stranger.post('/sign-in', guess)).said, 'TG_CODE_NONE');
    const phone = phoneOf(OTHER);
    await phone.post('/code', { mobile: OTHER });
    const code = await phone.lastCode();
    assert.equal((await phone.post('/sign-in', { mobile: OTHER, code })).status, 200);
    assert.equal((await phone.post('/sign-in', { mobile: OTHER, code })).said, 'TG_CODE_NONE');
    await phone.addPasskey();
    await phone.post('/sign-out');
    assert.equal((await phone.ask('GET', '/view')).status, 401);
    const { body } = await phone.post('/passkey-question', { mobile: OTHER });
    const answer = phone.answerTo(body as { challenge: string; relyingParty: string });
    assert.equal((await phone.post('/passkey-sign-in', { mobile: OTHER, answer })).status, 200);
    assert.equal(
      (await phone.post('/passkey-sign-in', { mobile: OTHER, answer })).said,
      'TG_PASSKEY_REFUSED',
    );
  });

  test('why a payment was refused: to its holder, not to another, and what named no card to both', async () => {
    const [own, other] = [await signedIn(), await signedIn(OTHER)];
    const reference = (phone: Phone, rrn: string) => phone.ask('GET', `/references/${rrn}`);
    const refused = await demo.till.request('0200', demo.till.purchase(card, 100, { pin: '9999' }));
    assert.equal(refused.code, '55');
    assert.equal((await reference(other, refused.rrn)).status, 404);
    const told = (await reference(own, refused.rrn)).body;
    assert.match((told.text as { en: string }).en, /PIN/);
    assert.deepEqual(Object.keys(told).sort(), ['next', 'rrn', 'text'], 'no cause, no figures');
    const flipped = (message: Buffer) =>
      Buffer.from(message.map((byte, at) => (at === message.length - 1 ? byte ^ 1 : byte)));
    const bent = { bend: flipped };
    const unproved = await demo.till.request('0200', demo.till.purchase(card, 100), bent);
    assert.equal(unproved.code, 'A0');
    for (const phone of [own, other]) {
      const { next } = (await reference(phone, unproved.rrn)).body;
      assert.equal((next as { en: string }).en, 'You were not charged; pay again later');
    }
    assert.equal((await reference(own, '632699999999')).status, 404);
  });
});
