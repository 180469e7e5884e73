// Security processing failed, and why. Goal: each mistake of a terminal is named to the staff, soon after its answer,
// with its evidence; the till hears what it always heard. Method: a real host, a terminal of the stories' own that is
// given wrong keys and bends its messages, and the interface that the commands use.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Explanation } from '@tillgate/server/api';
import type { PadMistake } from '@tillgate/terminal';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { openVirtualTill, presented } from './virtual-till.harness.js';
import { macOf, pinBlock } from './wire-security.js';
import { type Answer, WireTerminal, type WorkingKeys } from './wire-terminal.js';

const TERMINAL = '10000001';
const OTHER = '10000002';
const demo = demoHost(TERMINAL);
const card = demoCard('everyday');
const other = demoCard('everyday-2');
const FRONT = Buffer.from('6000120000613100311000', 'hex');

/** The interface that the commands use. */
async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const place = join(demo.place.dataDir, 'host.json');
  const { http, token } = JSON.parse(readFileSync(place, 'utf8')) as { http: string; token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body ? { headers, method: 'POST', body: JSON.stringify(body) } : { headers };
  const response = await fetch(`${http}/api${path}`, init);
  assert.equal(response.status, 200, path);
  return (await response.json()) as Answer;
}

async function explained(rrn: string, audience = 'engineer'): Promise<Explanation> {
  const path = `/transactions/${rrn}/explanation?audience=${audience}&lang=en`;
  for (let tries = 0; ; tries += 1) {
    const explanation = await ask<Explanation>(path);
    // The cause is found after the answer has left.
    if (explanation.cause?.confidence < 1 || tries > 50) return explanation;
    await pause(50);
  }
}

async function named(code: string, answer: Answer): Promise<string> {
  assert.equal(answer.code, code);
  return (await explained(answer.rrn)).cause.id;
}

/** A payment with these keys in the place of the right ones. */
async function payUnder(keys: Partial<WorkingKeys>, pin?: string): Promise<Answer> {
  const { till } = demo;
  const right = till.keys!;
  const { mac, pin: pinKey } = { ...right, ...keys };
  const usual = till.purchase(card, 100, pin === undefined ? {} : { pin });
  const fields = pin === undefined ? usual : { ...usual, 52: pinBlock(pinKey, pin, card.pan) };
  return till.request('0200', fields, { bend: (message) => maced(mac, message) });
}

function maced(key: Buffer, message: Buffer, data = message.subarray(0, -8)): Buffer {
  return Buffer.concat([message.subarray(0, -8), macOf(key, data)]);
}

test('keys that are not those of the MAC', async () => {
  const { till } = demo;
  await till.signOn('004');
  await till.pay(card, 100);
  const { mac, pin, track } = till.keys!;
  const neighbour = await WireTerminal.signedOn(demoTerminal(OTHER), demo.host.posPort);
  await neighbour.pay(other, 100);
  const half = mac.subarray(0, 8);
  const tmk = Buffer.from(till.identity.tmk.value, 'hex');
  const wrong: ReadonlyArray<readonly [string, Buffer]> = [
    ['mac.pin-key', pin],
    ['mac.track-key', track!],
    ['mac.tmk', tmk],
    ['mac.half-key', Buffer.concat([half, half])],
    ['mac.other-terminal', neighbour.keys!.mac],
    ['mac.changed-on-the-way', Buffer.alloc(16, 0x52)],
  ];
  for (const [cause, key] of wrong) assert.equal(await named('A0', await payUnder({ mac: key })), cause);
  neighbour.close();
});

test('the keys of the sign-on before: a terminal that was set back, or two that take turns', async () => {
  const { till } = demo;
  const before = till.keys!;
  await till.signOn();
  await till.pay(card, 100);
  const answer = await payUnder({ mac: before.mac });
  assert.equal(await named('A0', answer), 'mac.previous-key');
  const { cause, text, next } = await explained(answer.rrn);
  assert.ok(cause.confidence > 0.9 && cause.evidence.some((fact) => fact.startsWith('kcv = ')), text);
  assert.match(next.join(' '), /sign on/);
  const copy = new WireTerminal(till.identity, demo.host.posPort);
  copy.keys = before;
  const itsPurchase = () => copy.request('0200', copy.purchase(card, 100), { bend: (message) => message });
  await itsPurchase();
  await till.pay(card, 100);
  assert.equal(await named('A0', await itsPurchase()), 'terminal.cloned');
  copy.close();
});

test('a terminal that was copied stands first among the suspects, and can be taken out of service', async () => {
  const suspects = await ask<readonly { terminalId: string; score: number }[]>('/suspects');
  assert.equal(suspects[0]?.terminalId, TERMINAL);
  assert.ok(suspects[0].score > 0.6, JSON.stringify(suspects));
  const statusNow = (status: string) => ask(`/terminals/${TERMINAL}/status`, { status });
  await statusNow('suspended');
  assert.equal((await demo.till.pay(card, 100)).code, '58');
  await statusNow('active');
  assert.equal((await demo.till.pay(card, 100)).code, '00');
});

test('other bytes than those MACed', async () => {
  const { till } = demo;
  const { mac } = till.keys!;
  const bent = (bend: (message: Buffer) => Buffer) =>
    till.request('0200', till.purchase(card, 100), { bend }).then((answer) => named('A0', answer));
  assert.equal(
    await bent((message) => maced(mac, message, Buffer.concat([FRONT, message.subarray(0, -8)]))),
    'mac.range-header',
  );
  const amount = Buffer.from('000000000100', 'hex');
  const flipped = await bent((message) => {
    const at = message.indexOf(amount) + 4;
    return Buffer.from(message.map((byte, place) => (place === at ? byte ^ 0x02 : byte)));
  });
  assert.equal(flipped, 'mac.changed-on-the-way');
});

test('PIN blocks under another key, for another card, and of another format', async () => {
  const { till } = demo;
  const { mac, pin } = till.keys!;
  assert.equal(await named('99', await payUnder({ pin: mac }, card.pin)), 'pin.mac-key');
  assert.equal(await named('99', await payUnder({ pin: Buffer.alloc(16, 0x52) }, card.pin)), 'pin.unknown');
  const fields = till.purchase(card, 100, { pin: card.pin });
  const track = `${other.pan}D${other.expiry}2200000000000`;
  const ofOther = { ...fields, 35: track, 52: pinBlock(pin, card.pin, other.pan) };
  assert.equal(await named('99', await till.request('0200', ofOther)), 'pin.other-pan');
  const again = till.purchase(card, 100, { pin: card.pin });
  const unbound = { ...again, 52: pinBlock(pin, card.pin, '0'.repeat(16)) };
  assert.equal(await named('99', await till.request('0200', unbound)), 'pin.format');
});

test('the till hears what the answer code says, and no evidence', async () => {
  const answer = await payUnder({ mac: demo.till.keys!.pin });
  await explained(answer.rrn);
  for (const audience of ['cashier', 'cardholder']) {
    const told = await explained(answer.rrn, audience);
    assert.deepEqual(told.cause.evidence, []);
    assert.ok(!/PIN key|[0-9A-F]{6}/.test(told.text), told.text);
  }
  assert.equal((await explained(answer.rrn, 'cashier')).text, 'MAC wrong');
});

test('the virtual POS makes each mistake of its list, and the cause of each is named', async () => {
  const names = new Map<PadMistake, string>([
    ['swapped-keys', 'mac.pin-key'],
    ['other-algorithm', 'mac.algorithm-x9.9'],
    ['other-case', 'mac.lower-case'],
    ['length-in-range', 'mac.range-length'],
    ['mti-left-out', 'mac.range-mti'],
    ['changed-bit', 'mac.changed-on-the-way'],
    ['pan-left-out', 'pin.format'],
  ]);
  const till = await openVirtualTill(demo.host, OTHER, other.pin);
  const inserted = presented(other, 'contact');
  for (const [mistake, cause] of names) {
    till.pad.mistake = undefined;
    await till.terminal.signOn();
    till.pad.mistake = mistake;
    const sale = await till.terminal.sale(inserted, 100);
    assert.equal((await explained(sale.rrn ?? '')).cause.id, cause, JSON.stringify([mistake, sale]));
  }
});
