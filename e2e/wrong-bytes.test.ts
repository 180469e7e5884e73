// Wrong requests and wrong bytes of every kind. Goal: each gets its code of section 11 or a closed connection with
// one line in the log, and the host goes on serving. Method: a good purchase, bent in one place, sent to a real host.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { pinBlock } from './wire-security.js';
import { expectCode, framed, NoAnswer, WireLink, WireTerminal } from './wire-terminal.js';

const demo = demoHost();
const spender = demoCard('everyday-2');

test('terminals that may not pay are told so', async () => {
  const { merchantId } = demoTerminal('10000001');
  const stranger = { terminalId: '19999999', merchantId, tmk: { value: '00'.repeat(16) } };
  const elsewhere = { ...demoTerminal('10000001'), merchantId: '999290058120003' };
  for (const [identity, code] of [
    [stranger, '97'],
    [demoTerminal('10000007'), '58'],
    [demoTerminal('10000008'), '97'],
    [elsewhere, '03'],
  ] as const) {
    const one = new WireTerminal(identity, demo.host.posPort);
    assert.equal((await one.signOn()).code, code, identity.terminalId);
    one.close();
  }
});

const UNKNOWN = '6299990000009999999';

/** Wrong requests that parse: what is changed in a good purchase of 1.00 with a PIN, and the code it gets. */
const wrongRequests: ReadonlyArray<
  readonly [string, string, (pin: Buffer) => Record<number, string | undefined>]
> = [
  ['an unknown card', '14', (pin) => ({ 2: UNKNOWN, 52: pinBlock(pin, spender.pin, UNKNOWN) })],
  ['a card of no bank here', '15', () => ({ 2: '4000000000000002' })],
  ['another currency', '12', () => ({ 49: '840' })],
  ['no amount', '13', () => ({ 4: '000000000000' })],
  ['a PIN block of zeros', '99', () => ({ 52: '0000000000000000' })],
  ['the PIN block of another card', '99', (pin) => ({ 52: pinBlock(pin, spender.pin, '6299990001000032') })],
  ['field 22 that says PIN without a PIN', '30', () => ({ 52: undefined, 26: undefined })],
  ['a PIN that field 22 does not announce', '30', () => ({ 22: '052' })],
  ['field 53 that names another PIN block', '30', () => ({ 53: '1600000000000000' })],
  ['no card at all', '30', () => ({ 2: undefined })],
  ['a message that is not served', '40', () => ({ 3: '990000' })],
];

for (const [what, code, change] of wrongRequests) {
  test(`${what}: ${code}`, async () => {
    const good = demo.till.purchase(spender, 100, { pin: spender.pin, reading: '05' });
    const changed = Object.entries({ ...good, ...change(demo.till.keys!.pin) }).filter(
      ([, value]) => value !== undefined,
    );
    expectCode(code, await demo.till.request('0200', Object.fromEntries(changed) as Record<number, string>));
  });
}

/** Wrong bytes in a good purchase, and the code they get; `undefined`: the connection is closed with one line. */
const wrongBytes: ReadonlyArray<readonly [string, string | undefined, (message: Buffer) => Buffer]> = [
  ['a changed MAC', 'A0', (good) => withByte(good, good.length - 1, (good.at(-1) ?? 0) ^ 1)],
  ['a changed amount', 'A0', (good) => withByte(good, good.indexOf('000000000100', 0, 'hex') + 4, 0x99)],
  ['a message cut off in field 41', '30', (good) => good.subarray(0, good.indexOf('10000001') + 12)],
  ['a byte behind the last field', '30', (good) => Buffer.concat([good, Buffer.alloc(1)])],
  ['bit 1 of the bitmap', undefined, (good) => withByte(good, 2, (good[2] ?? 0) | 0x80)],
  [
    'a bitmap of ones',
    undefined,
    (good) => Buffer.concat([good.subarray(0, 2), Buffer.alloc(8, 0xff), good.subarray(10)]),
  ],
  ['a length prefix beyond its field', undefined, (good) => withByte(good, 10, 0x99)],
  ['a message cut off before field 11', undefined, (good) => good.subarray(0, 26)],
  ['an MTI that is none', undefined, (good) => withByte(good, 0, 0x99)],
  ['an answer in place of a request', undefined, (good) => withByte(good, 1, 0x10)],
  ['no message', undefined, () => Buffer.alloc(0)],
];

function withByte(good: Buffer, at: number, byte: number): Buffer {
  const bytes = Buffer.from(good);
  bytes[at] = byte;
  return bytes;
}

for (const [what, code, bend] of wrongBytes) {
  test(`${what}: ${code ?? 'closed, with one line'}`, async () => {
    const lines = demo.host.said().split('\n').length;
    const link = new WireLink(demo.host.posPort);
    const sent = demo.till.request('0200', demo.till.purchase(spender, 100), { link, bend });
    if (code === undefined) {
      await assert.rejects(sent, NoAnswer);
      assert.equal(demo.host.said().split('\n').length, lines + 1, demo.host.said());
    } else {
      const answer = await sent;
      assert.equal(answer.code, code);
      assert.match(answer.rrn, /^[0-9]{12}$/);
    }
    link.close();
    expectCode('00', await demo.till.pay(spender, 1));
  });
}

/** Bytes that are no frame of this dialect. */
const wrongFrames: ReadonlyArray<readonly [string, Buffer]> = [
  ['a frame longer than the limit', Buffer.from('ffff60', 'hex')],
  ['an empty frame', Buffer.from('0000', 'hex')],
  ['another TPDU', framed(Buffer.from(`680012000061310031100002${'00'.repeat(40)}`, 'hex'))],
  ['a web browser', Buffer.from('GET / HTTP/1.1\r\nHost: tillgate\r\n\r\n')],
];

for (const [what, bytes] of wrongFrames) {
  test(`${what}: closed`, async () => {
    const link = new WireLink(demo.host.posPort);
    await assert.rejects(link.exchangeBytes(bytes), NoAnswer);
    expectCode('00', await demo.till.pay(spender, 1));
  });
}
