// The phone page's interface: who gets in, what is refused before the desk hears of it, and how refusals are told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastify } from 'fastify';
import { NONCE, phoneDesk, RRN, TOKEN } from './phone-desk.fixture.js';
import { phoneRoutes } from './phone-routes.js';

const cookie = `tillgate-phone=${TOKEN}`;
const PROOF = { code: '123456' };

async function opened() {
  const done: string[] = [];
  const app = fastify();
  await app.register(async (inner) =>
    phoneRoutes(
      inner,
      phoneDesk((what) => done.push(what)),
    ),
  );
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object, headers: object = { cookie }) => {
    const answer = await app.inject({ method, url, headers: { ...headers }, ...(payload && { payload }) });
    return {
      status: answer.statusCode,
      body: answer.json(),
      cookie: String(answer.headers['set-cookie'] ?? ''),
    };
  };
  return { ask, done };
}

test('a right code opens a session in a cookie that no script reads', async () => {
  const { ask } = await opened();
  const signIn = { mobile: '13800000001', code: '123456' };
  const { status, body, cookie: set } = await ask('POST', '/sign-in', signIn, {});
  assert.deepEqual([status, body.holderId], [200, 'lin']);
  assert.match(set, /^tillgate-phone=T{43}; Path=\/api\/phone; HttpOnly; SameSite=Strict$/);
});

test('a refusal comes with its reason in both languages', async () => {
  const { ask } = await opened();
  const { status, body } = await ask('POST', '/sign-in', { mobile: '13800000001', code: '000000' }, {});
  assert.deepEqual([status, body.error.code], [409, 'TG_CODE_WRONG']);
  assert.deepEqual([body.error.zh, body.error.en], ['验证码不对', 'The code is wrong']);
  assert.equal(
    (await ask('POST', '/code', { mobile: '13800000009' }, {})).body.error.code,
    'TG_CODES_TOO_MANY',
  );
  const scanned = await ask('POST', '/scan', { link: 'https://trap' });
  assert.deepEqual([scanned.status, scanned.body.error.code], [409, 'TG_SCAN_FORGED']);
});

test('without a session nothing of a holder is there', async () => {
  const { ask, done } = await opened();
  const paths = [
    ['GET', '/view'],
    ['GET', `/payments/${RRN}/question`],
    ['POST', `/payments/${RRN}/refuse`],
    ['POST', `/payments/${RRN}/dispute`],
    ['GET', `/references/${RRN}`],
    ['POST', `/payments/${RRN}/code`],
    ['POST', '/passkeys/question'],
    ['POST', '/cards/7/pin/begin'],
  ] as const;
  for (const [method, path] of paths) {
    for (const headers of [{}, { cookie: 'tillgate-phone=short' }, { cookie: `tillgate=${TOKEN}` }]) {
      assert.equal((await ask(method, path, undefined, headers)).status, 401, path);
    }
  }
  const order = { proof: PROOF, seen: { number: '42' } };
  assert.equal((await ask('POST', `/payments/${RRN}/confirm`, order, {})).status, 401);
  assert.deepEqual(done, []);
});

test('a confirmation says how it was proved and what was seen, one of each', async () => {
  const { ask, done } = await opened();
  const confirm = (order: object) => ask('POST', `/payments/${RRN}/confirm`, order);
  assert.deepEqual((await confirm({ proof: PROOF, seen: { number: '42' } })).body, { status: 'confirmed' });
  for (const order of [
    { proof: PROOF },
    { seen: { number: '42' } },
    { proof: PROOF, seen: {} },
    { proof: PROOF, seen: { number: '4' } },
    { proof: { code: '12345' }, seen: { number: '42' } },
    { proof: {}, seen: { number: '42' } },
  ]) {
    assert.equal((await confirm(order)).status, 400, JSON.stringify(order));
  }
  const passkey = { credentialId: 'i', clientData: 'c', authenticatorData: 'a', signature: 's' };
  await confirm({ proof: { passkey }, seen: { token: 't' } });
  assert.deepEqual(done, [
    `confirmed ${RRN} ${JSON.stringify({ proof: PROOF, seen: { number: '42' } })}`,
    `confirmed ${RRN} ${JSON.stringify({ proof: { passkey }, seen: { token: 't' } })}`,
  ]);
});

test('settings of a card: known ones, of their type, null where the bank decides', async () => {
  const { ask, done } = await opened();
  assert.equal((await ask('POST', '/cards/7', { noPinLimitMinor: null, status: 'frozen' })).status, 200);
  for (const settings of [
    { status: 'inactive' },
    { dailyMinor: 0 },
    { noPinLimitMinor: -1 },
    { dailyMinor: 1.5 },
  ]) {
    assert.equal((await ask('POST', '/cards/7', settings)).status, 400, JSON.stringify(settings));
  }
  assert.deepEqual(done, ['set 7 {"noPinLimitMinor":null,"status":"frozen"}']);
});

test('what is not the holder’s is not there', async () => {
  const { ask } = await opened();
  assert.equal((await ask('GET', '/payments/632600000009/question')).status, 404);
  assert.equal((await ask('POST', '/payments/632600000009/dispute')).status, 404);
  assert.equal((await ask('POST', `/payments/${RRN}/dispute`)).status, 200);
});

test('a PIN comes sealed, with one proof; nothing that could be a PIN in clear is taken', async () => {
  const { ask, done } = await opened();
  assert.equal((await ask('POST', '/cards/7/pin/begin')).body.fingerprint, 'f');
  assert.equal((await ask('POST', '/cards/8/pin/begin')).status, 404);
  assert.equal((await ask('POST', '/cards/7/pin/code', { nonce: NONCE })).body.status, 'sent');
  const other = await ask('POST', '/cards/7/pin/code', { nonce: 'x'.repeat(43) });
  assert.deepEqual([other.status, other.body.error.code], [409, 'TG_PIN_ENTRY_OVER']);
  const order = { nonce: NONCE, ephemeralKey: 'ZQ', sealed: 'cw', proof: PROOF };
  const withPin = { ...order, pin: '902751' };
  assert.deepEqual((await ask('POST', '/cards/7/pin', withPin)).body, { status: 'set' });
  for (const wrong of [{ proof: {} }, { nonce: 'short' }, { sealed: '' }]) {
    assert.equal((await ask('POST', '/cards/7/pin', { ...order, ...wrong })).status, 400);
  }
  assert.deepEqual(done, [`PIN of 7 ${JSON.stringify(order)}`]);
});
