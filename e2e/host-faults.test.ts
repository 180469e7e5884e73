// Faults of the host's own side. Goal: each ends in its answer code and is named; nothing of it stays, so that the next
// payment goes through; and the books know of none. Method: a real host, faults armed from outside, the virtual POS.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Explanation, HostFaultName, TransactionList } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { openVirtualTill, presented, type VirtualTill } from './virtual-till.harness.js';

const demo = demoHost();
const TERMINAL = '10000002';
const card = demoCard('everyday-2');
const inserted = presented(card, 'contact');

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const place = join(demo.place.dataDir, 'host.json');
  const { http, token } = JSON.parse(readFileSync(place, 'utf8')) as { http: string; token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${http}/api${path}`, init);
  assert.equal(response.status, 200, path);
  return (await response.json()) as Answer;
}

async function explained(rrn: string, cause: string): Promise<Explanation> {
  for (let tries = 0; ; tries += 1) {
    const explanation = await ask<Explanation>(`/transactions/${rrn}/explanation?lang=en`);
    // What is to be found out is found after the answer has left.
    if (explanation.cause.id === cause || tries > 40) return explanation;
    await pause(50);
  }
}

/** The newest payment of the terminal: its answer may have been one that the terminal could not check. */
async function lastPayment(): Promise<TransactionList['transactions'][number]> {
  const { transactions } = await ask<TransactionList>(`/transactions?search=${TERMINAL}`);
  return transactions.find(({ kind }) => kind === 'purchase')!;
}

const stories: ReadonlyArray<readonly [HostFaultName, code: string, cause: string]> = [
  ['hsm-down', 'A7', 'hsm.unreachable'],
  ['stale-keys', 'A0', 'mac.previous-key'],
  ['copied-terminal', 'A0', 'terminal.cloned'],
  ['copied-terminal', 'A0', 'terminal.cloned'],
  ['half-rotation', '99', 'pin.previous-key'],
  ['clock-off', 'C1', 'key.expired'],
];
let till: VirtualTill;

test('a terminal is signed on, and has used its keys', async () => {
  till = await openVirtualTill(demo.host, TERMINAL, card.pin);
  await till.terminal.signOn();
  assert.equal((await till.terminal.sale(inserted, 100)).result, 'approved');
});

for (const [fault, code, cause] of stories) {
  test(`${fault}: ${code}, and it is called ${cause}`, async () => {
    await ask('/lab', { terminalId: TERMINAL, fault });
    assert.notEqual((await till.terminal.sale(inserted, 250)).result, 'approved');
    const payment = await lastPayment();
    assert.equal(payment.answerCode, code);
    const { cause: named, text } = await explained(payment.rrn, cause);
    assert.equal(named.id, cause, text);
    assert.ok(named.evidence.includes(`lab = ${fault}`));
    assert.match(text, /; lab: /);
    if (!till.terminal.status.signedOn) await till.terminal.signOn();
    assert.equal((await till.terminal.sale(inserted, 100)).result, 'approved', 'nothing of it stays');
  });
}

test('the training page breaks its own next message only', async () => {
  const order = (terminalId: string, fault: string) =>
    fetch(`${demo.host.http}/api/demo/host-fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ terminalId, fault }),
    }).then(({ status }) => status);
  assert.equal(await order('19999999', 'hsm-down'), 404);
  assert.equal(await order(TERMINAL, 'answer-lost'), 400);
  assert.equal(await order(TERMINAL, 'hsm-down'), 200);
  await till.terminal.sale(inserted, 100);
  assert.equal((await lastPayment()).answerCode, 'A7');
});

test('the till is told the words of its answer and the advice: no cause, no evidence', async () => {
  const { rrn } = await lastPayment();
  const answer = await fetch(`${demo.host.http}/api/demo/explanations/${rrn}?lang=en`);
  assert.deepEqual(await answer.json(), {
    rrn,
    text: 'Security processing failed',
    next: ['Sign on again later, then retry'],
    signOnHelps: true,
    toHolder: 'You were not charged; pay again later',
  });
  assert.equal((await fetch(`${demo.host.http}/api/demo/explanations/632699999999`)).status, 404);
});

test('the books know of what was approved, and of nothing else', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
