// 持卡人认证失败 and its neighbours. Goal: each thing that can be wrong with a card, its data, its holder's PIN, its limits or
// its bank gets a cause of its own, with words and a next step for the till, the holder and the engineer; and the till
// is not told which part of typed data is wrong. Method: a table, each row sent over the wire to a real host, whose
// second bank is behind a link that nobody answers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Explanation } from '@tillgate/server/api';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { pinBlock } from './wire-security.js';
import { type Answer, WireTerminal } from './wire-terminal.js';

/** Of the bank that is down. */
const DOWN = '62999800';
const place = new DataPlace();
let host: RunningHost;
let till: WireTerminal;

before(async () => {
  host = await place.up('--demo', '--bank', `${DOWN}=127.0.0.1:1`, '--bank-limit', '500');
  till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
  // A key is in use from its first message on.
  await till.pay(card, 100);
});

after(async () => {
  till.close();
  await host.stop();
  await place.remove();
});

const card = demoCard('everyday');
const locked = demoCard('pin-lock-1');
const limited = demoCard('count-limit');
const WRONG_PIN = '999999';
const TYPED = '01';

type Fields = ReturnType<WireTerminal['purchase']>;

function send(fields: Fields, ...left: readonly number[]): Promise<Answer> {
  const kept = Object.entries(fields).filter(([number]) => !left.includes(Number(number)));
  return till.request('0200', Object.fromEntries(kept));
}

/** The last of them is the one that counts. */
async function times(count: number, request: () => Promise<Answer>): Promise<Answer> {
  for (let done = 1; done < count; done += 1) await request();
  return request();
}

const pay = (name: string, amountMinor = 100) => till.pay(demoCard(name), amountMinor);
const typed = (): Fields => till.purchase(card, 100, { pin: card.pin, reading: TYPED });
const swiped = (track: string) =>
  send({ ...till.purchase(card, 100, { pin: card.pin, reading: '02' }), 35: track }, 2, 14);

interface Row {
  readonly cause: string;
  readonly code: string;
  readonly request: () => Promise<Answer>;
}

const WRONG_NUMBER = '6299990000001000012';
const UNKNOWN_NUMBER = '6299990000009999998';
const rows: readonly Row[] = [
  { cause: 'card.expiry-wrong', code: '05', request: () => send({ ...typed(), 14: '2912' }) },
  { cause: 'card.data-incomplete', code: '05', request: () => send(typed(), 14) },
  {
    ...{ cause: 'card.number-wrong', code: '14' },
    request: () =>
      send({ ...typed(), 2: WRONG_NUMBER, 52: pinBlock(till.keys!.pin, card.pin, WRONG_NUMBER) }),
  },
  {
    ...{ cause: 'card.unknown', code: '14' },
    request: () => send({ ...till.purchase(card, 100), 2: UNKNOWN_NUMBER }),
  },
  { cause: 'card.track-damaged', code: '05', request: () => swiped(card.pan) },
  { cause: 'card.expiry-wrong', code: '05', request: () => swiped(`${card.pan}D29122200000000000`) },
  {
    cause: 'issuer.unknown',
    code: '15',
    request: () => send({ ...till.purchase(card, 100), 2: '4000000000000002' }),
  },
  { cause: 'card.expired', code: '54', request: () => pay('expired') },
  { cause: 'cvm.fallback', code: '70', request: () => till.pay(card, 100, { reading: '80' }) },
  { cause: 'card.frozen', code: '62', request: () => pay('frozen-by-holder') },
  { cause: 'card.lost', code: '41', request: () => pay('lost') },
  { cause: 'card.stolen', code: '43', request: () => pay('stolen') },
  { cause: 'card.inactive', code: '21', request: () => pay('not-activated') },
  {
    ...{ cause: 'issuer.unavailable', code: '91' },
    request: () => {
      const credit = demoCard('credit');
      return till.pay(credit, 100, { pin: credit.pin, reading: '05' });
    },
  },
  { cause: 'pin.wrong', code: '55', request: () => till.pay(locked, 100, { pin: WRONG_PIN }) },
  {
    ...{ cause: 'pin.locked', code: '75' },
    request: () => times(2, () => till.pay(locked, 100, { pin: WRONG_PIN })),
  },
  {
    ...{ cause: 'pin.not-enabled', code: '57' },
    request: () => {
      const without = demoCard('online-pin-not-enabled');
      return till.pay(without, 100, { pin: without.pin, reading: '05' });
    },
  },
  { cause: 'limit.amount', code: '61', request: () => pay('transaction-limit', 50_001) },
  { cause: 'limit.count', code: '65', request: () => times(4, () => till.pay(limited, 100)) },
  { cause: 'funds.insufficient', code: '51', request: () => pay('low-balance', 5_001) },
];

async function explained(rrn: string, audience: string, lang: string): Promise<Explanation> {
  const { http, token } = JSON.parse(readFileSync(join(place.dataDir, 'host.json'), 'utf8')) as {
    http: string;
    token: string;
  };
  const path = `/api/transactions/${rrn}/explanation?audience=${audience}&lang=${lang}`;
  const response = await fetch(`${http}${path}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200);
  return (await response.json()) as Explanation;
}

const ofDeclines = new Map<string, string>();

for (const [at, { cause, code, request }] of rows.entries()) {
  test(`${at + 1}. ${cause}: ${code}`, async () => {
    const answer = await request();
    assert.equal(answer.code, code);
    const told = await explained(answer.rrn, 'engineer', 'en');
    assert.equal(told.cause.id, cause, told.text);
    for (const audience of ['cashier', 'cardholder', 'engineer']) {
      for (const lang of ['zh', 'en']) {
        const { text, next } = await explained(answer.rrn, audience, lang);
        assert.ok(text.length > 0 && (next[0] ?? '').length > 0, `${cause} ${audience} ${lang}`);
        assert.doesNotMatch(text + next.join(), /\?|\{/, 'every figure is filled in');
      }
    }
    ofDeclines.set(cause, (await explained(answer.rrn, 'cashier', 'zh')).text);
  });
}

test('no two causes are one, and typed data is refused without telling which part was wrong', () => {
  assert.equal(ofDeclines.size, new Set(rows.map(({ cause }) => cause)).size);
  assert.equal(ofDeclines.get('card.expiry-wrong'), ofDeclines.get('card.data-incomplete'));
  assert.equal(ofDeclines.get('card.number-wrong'), ofDeclines.get('card.unknown'));
});
