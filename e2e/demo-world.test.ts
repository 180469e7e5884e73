// What an independent terminal sees in the demo world. Goal: each card does what its `expect` says, keys change
// hands as section 5 of the protocol has it, and nothing is booked twice. Method: a real host, real bytes over TCP.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoCard, demoCards, demoTerminal } from './demo-world.fixture.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { encryptTrack, pinBlock } from './wire-security.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const place = new DataPlace();
const everyday = demoCard('everyday');
const spender = demoCard('everyday-2');
let host: RunningHost;
let till: WireTerminal;

before(async () => {
  host = await place.up('--demo');
  till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
});
after(async () => {
  till?.close();
  await host?.stop();
  await place.remove();
});

/** A terminal of the demo world that the test closes itself. */
function terminal(terminalId: string): Promise<WireTerminal> {
  return WireTerminal.signedOn(demoTerminal(terminalId), host.posPort);
}

test('sign-on 003 and 004 bring keys whose check values fit; 001 is refused and brings none', async () => {
  const two = new WireTerminal(demoTerminal('10000002'), host.posPort);
  const refused = await two.signOn('001');
  assert.equal(refused.code, '58');
  assert.equal(refused.fields[62], undefined);
  assert.equal((await two.signOn('003')).fields[62]?.length, 2 * 40);
  assert.equal((await two.signOn('004')).fields[62]?.length, 2 * 60);
  assert.ok(two.keys?.track);
  expectCode('00', await two.pay(everyday, 1));
  two.close();
});

for (const name of [
  'everyday',
  'four-digit-pin',
  'twelve-digit-pin',
  'credit',
  'never-used',
  'pin-and-signature',
]) {
  const card = demoCard(name);
  test(`${name}: ${card.pan.length}-digit PAN pays with its ${card.pin.length}-digit PIN`, async () => {
    const { fields } = expectCode('00', await till.pay(card, 150_000, { pin: card.pin, reading: '05' }));
    for (const number of [12, 13, 15, 32, 37, 38, 44, 60, 63]) {
      assert.ok(fields[number], `field ${number} is in the answer`);
    }
    assert.equal(fields[38]?.length, 6);
    const wrong = `${card.pin.startsWith('9') ? '0' : '9'}${card.pin.slice(1)}`;
    expectCode('55', await till.pay(card, 100, { pin: wrong }));
    expectCode('00', await till.pay(card, 100, { pin: card.pin }));
  });
}

/** What each card of the world does, by the `expect` it is printed with. */
const stories: Readonly<Record<string, () => Promise<void>>> = {
  everyday: async () => void expectCode('00', await till.pay(everyday, 100_000)),
  'low-balance': async () => {
    expectCode('51', await till.pay(demoCard('low-balance'), 5001));
    expectCode('00', await till.pay(demoCard('low-balance'), 5000));
    expectCode('51', await till.pay(demoCard('low-balance'), 1));
  },
  lost: async () => void expectCode('41', await till.pay(demoCard('lost'), 100)),
  stolen: async () => void expectCode('43', await till.pay(demoCard('stolen'), 100)),
  expired: async () => void expectCode('54', await till.pay(demoCard('expired'), 100)),
  'frozen-by-holder': async () => void expectCode('62', await till.pay(demoCard('frozen-by-holder'), 100)),
  'not-activated': async () => void expectCode('21', await till.pay(demoCard('not-activated'), 100)),
  'online-pin-not-enabled': async () => {
    const card = demoCard('online-pin-not-enabled');
    expectCode('57', await till.pay(card, 100, { pin: card.pin }));
    expectCode('57', await till.pay(card, 100_001));
    expectCode('00', await till.pay(card, 100_000));
  },
  'transaction-limit': async () => {
    expectCode('61', await till.pay(demoCard('transaction-limit'), 50_001));
    expectCode('00', await till.pay(demoCard('transaction-limit'), 50_000));
  },
  'count-limit': async () => {
    for (const code of ['00', '00', '00', '65'])
      expectCode(code, await till.pay(demoCard('count-limit'), 100));
  },
  'pin-lock-1': async () => {
    const card = demoCard('pin-lock-1');
    for (const [pin, code] of [
      ['111111', '55'],
      ['222222', '55'],
      ['333333', '75'],
      [card.pin, '75'],
    ] as const) {
      expectCode(code, await till.pay(card, 100, { pin }));
    }
  },
  'phone-confirm': async () =>
    void expectCode(
      '00',
      await till.pay(demoCard('phone-confirm'), 200_000, { pin: demoCard('phone-confirm').pin }),
    ),
};

for (const { name, expect: expected } of demoCards) {
  if (expected === undefined || name.startsWith('load-')) continue;
  test(`${name}: ${expected.answer ?? expected.en}`, async () => {
    const story = stories[name];
    assert.ok(story, 'every card with an expectation has its story here');
    await story();
  });
}

test('a right PIN between wrong ones starts the count again', async () => {
  const card = demoCard('pin-lock-2');
  for (const [pin, code] of [
    ['111111', '55'],
    ['222222', '55'],
    [card.pin, '00'],
    ['111111', '55'],
    ['222222', '55'],
    [card.pin, '00'],
  ] as const) {
    expectCode(code, await till.pay(card, 100, { pin }));
  }
});

test('a PIN is asked for by 70, and the same purchase pays with it; an older terminal is told 61 or 65', async () => {
  const asked = till.purchase(everyday, 100_001);
  expectCode('70', await till.request('0200', asked));
  const again = {
    ...till.purchase(everyday, 100_001, { pin: everyday.pin }),
    61: `${till.batch}${asked[11]}`,
  };
  expectCode('00', await till.request('0200', again));
  const five = await terminal('10000005');
  expectCode('61', await five.pay(everyday, 30_001));
  expectCode('65', await five.pay(everyday, 100, { reading: '05' }));
  five.close();
});

test('a stripe sale reads the card from track 2, in clear or under the track key', async () => {
  const track = `${everyday.pan}D${everyday.expiry}${everyday.serviceCode}1234567890`;
  const four = new WireTerminal(demoTerminal('10000004'), host.posPort);
  const stripe = (value: string, f53: string) => {
    const { 2: _pan, 14: _expiry, 23: _sequence, ...rest } = four.purchase(everyday, 300, { reading: '02' });
    const block = pinBlock(four.keys!.pin, everyday.pin, everyday.pan);
    return { ...rest, 22: '021', 26: '12', 35: value, 52: block, 53: f53 };
  };
  const before = await till.balanceMinor(everyday);
  await four.signOn('003');
  expectCode('00', await four.request('0200', stripe(track, '2600000000000000')));
  // No track key was handed out: what was encrypted with something else is refused.
  expectCode(
    'A7',
    await four.request('0200', stripe(encryptTrack(four.keys!.mac, track), '2610000000000000')),
  );
  await four.signOn('004');
  const hidden = encryptTrack(four.keys!.track!, track);
  assert.notEqual(hidden, track);
  expectCode('00', await four.request('0200', stripe(hidden, '2610000000000000')));
  four.close();
  assert.equal(await till.balanceMinor(everyday), before - 600);
});

test('one trace sent twice has one effect and the same answer; other content gets 94', async () => {
  const before = await till.balanceMinor(spender);
  const fields = till.purchase(spender, 777, { pin: spender.pin });
  const first = expectCode('00', await till.request('0200', fields));
  assert.deepEqual((await till.request('0200', fields)).bytes, first.bytes);
  expectCode('94', await till.request('0200', { ...fields, 4: '000000000778' }));
  assert.equal(await till.balanceMinor(spender), before - 777);
});

test('a reversal gives the money back once, however often it is sent', async () => {
  const before = await till.balanceMinor(spender);
  const fields = till.purchase(spender, 555);
  expectCode('00', await till.request('0200', fields));
  assert.equal(await till.balanceMinor(spender), before - 555);
  for (const reason of ['98', '98', '06']) {
    expectCode('00', await till.request('0400', till.reversalOf(fields, reason)));
  }
  assert.equal(await till.balanceMinor(spender), before);
});

test('a reversal that arrives first is answered 25, and its original is declined when it comes', async () => {
  const before = await till.balanceMinor(spender);
  const fields = till.purchase(spender, 444);
  expectCode('25', await till.request('0400', till.reversalOf(fields)));
  expectCode('12', await till.request('0200', fields));
  expectCode('25', await till.request('0400', till.reversalOf(fields)));
  assert.equal(await till.balanceMinor(spender), before);
});

test('a reversal with another amount or of another card takes nothing back', async () => {
  const fields = till.purchase(spender, 333);
  expectCode('00', await till.request('0200', fields));
  const before = await till.balanceMinor(spender);
  expectCode('64', await till.request('0400', { ...till.reversalOf(fields), 4: '000000000332' }));
  assert.equal(await till.balanceMinor(spender), before);
});

test('the old keys serve until the first message under the new ones, and never after it', async () => {
  const three = await terminal('10000003');
  const old = three.keys;
  expectCode('00', await three.pay(spender, 1));
  await three.signOn();
  const fresh = three.keys;
  three.keys = old;
  expectCode('00', await three.pay(spender, 1));
  three.keys = fresh;
  expectCode('00', await three.pay(spender, 1));
  three.keys = old;
  assert.equal((await three.pay(spender, 1)).code, 'A0');
  three.keys = fresh;
  expectCode('00', await three.pay(spender, 1));
  three.close();
});

test('an echo is answered, and after the sign-off a payment gets C1', async () => {
  const six = await terminal('10000006');
  assert.equal((await six.manage('0820', '301', {})).code, '00');
  assert.equal((await six.manage('0820', '002', { 11: six.nextTrace() })).code, '00');
  assert.equal((await six.pay(everyday, 100)).code, 'C1');
  six.close();
});

test('after all of this the books add up, and nothing that was said names a card', async () => {
  const proof = await place.json<{ entries: number; violations: unknown[] }>('books', 'verify');
  assert.deepEqual(proof.violations, []);
  assert.ok(proof.entries > 30);
  for (const { pan } of demoCards) assert.ok(!host.said().includes(pan));
});
