// The fault laboratory. Goal: whatever the line does to a payment, the terminal comes through it, nobody is charged for
// what the terminal does not hold for sold, and the transaction tells what happened. Method: a real host, faults armed
// from outside, the virtual terminal's own way out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Explanation, LabView, TransactionList, TransactionView } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { openVirtualTill, presented, type VirtualTill } from './virtual-till.harness.js';

const demo = demoHost();
const TERMINAL = '10000002';
const card = demoCard('everyday-2');
const tapped = presented(card, 'contactless');
const PLENTY_MS = 20_000;
const LITTLE_MS = 1000;
let till: VirtualTill;

test('a terminal is signed on, and has used its keys', async () => {
  till = await openVirtualTill(demo.host, TERMINAL, card.pin);
  assert.equal((await till.terminal.signOn()).result, 'approved');
  assert.equal((await till.terminal.sale(tapped, 100)).result, 'approved');
});

/** The interface that the commands use, without a process for each question. */
async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const { http, token } = JSON.parse(readFileSync(join(demo.place.dataDir, 'host.json'), 'utf8')) as {
    http: string;
    token: string;
  };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${http}/api${path}`, init);
  assert.equal(response.status, 200, path);
  return (await response.json()) as Answer;
}

/** Steps are written just after the answer, which may be on its way to nobody. */
async function shownWithSteps(rrn: string): Promise<TransactionView> {
  for (let tries = 0; tries < 50; tries += 1) {
    const shown = await ask<TransactionView>(`/transactions/${rrn}`);
    if (shown.steps.length > 0) return shown;
    await pause(100);
  }
  throw new Error(`the steps of ${rrn} are not kept`);
}

/** What each fault comes to: what the terminal says, and how the transaction stands in the end. */
const stories: ReadonlyArray<
  readonly [fault: string, result: string, state: string, answerMs: number, holdMs: number]
> = [
  ['cut', 'unknown', 'reversed', PLENTY_MS, 0],
  ['delay', 'unknown', 'reversed', LITTLE_MS, 2 * LITTLE_MS],
  ['duplicate', 'approved', 'approved', PLENTY_MS, 0],
  ['reorder', 'unknown', 'declined', LITTLE_MS, 60_000],
  ['flip-byte', 'declined', 'declined', PLENTY_MS, 0],
  ['wrong-length', 'unknown', 'reversed', PLENTY_MS, 0],
  ['slow-bytes', 'approved', 'approved', PLENTY_MS, 0],
  ['answer-lost', 'unknown', 'reversed', LITTLE_MS, 0],
];

for (const [fault, result, state, answerMs, holdMs] of stories) {
  test(`${fault}: ${result} at the till, and in the books it is ${state}`, async () => {
    await ask('/lab', { terminalId: TERMINAL, fault, holdMs });
    till.answerMs = answerMs;
    const sale = await till.terminal.sale(tapped, 321);
    till.answerMs = PLENTY_MS;
    assert.equal(sale.result, result, JSON.stringify(sale));
    const { armed, done } = await ask<LabView>('/lab');
    assert.deepEqual([armed, done[0]?.fault], [[], fault], 'it disarmed itself');

    // A lost sign-on has to be made again; what is left over goes by itself before the next sale.
    if (!till.terminal.status.signedOn) await till.terminal.signOn();
    assert.equal((await till.terminal.sale(tapped, 100)).result, 'approved', 'the terminal is through');
    assert.equal(till.terminal.status.pendingReversal, undefined);

    const { transactions } = await ask<TransactionList>(`/transactions?search=${sale.trace}`);
    const found = transactions.filter((one) => one.kind === 'purchase' && one.terminalId === TERMINAL);
    assert.equal(found.length, 1, 'booked once');
    const shown = await shownWithSteps(found[0]!.rrn);
    assert.equal(shown.state, state);
    const reversals = shown.related.filter(({ relation }) => relation === 'reversal');
    assert.equal(reversals.length, state === 'reversed' ? 1 : 0);
    assert.ok(
      shown.steps.some(({ what }) => what === `lab.${fault}`),
      'the timeline tells it',
    );
    const explained = (audience: string): Promise<Explanation> =>
      ask(`/transactions/${shown.rrn}/explanation?audience=${audience}&lang=en`);
    const engineer = await explained('engineer');
    assert.match(engineer.text, /; lab: /);
    assert.ok(engineer.cause.evidence.includes(`lab = ${fault}`));
    assert.doesNotMatch((await explained('cashier')).text, /lab/);
  });
}

test('a fault is for demo terminals, so many messages, and can be called off', async () => {
  assert.equal((await demo.place.run('lab', 'cut', '--terminal', '19999999')).code, 3);
  assert.equal((await demo.place.run('lab', 'fire', '--terminal', TERMINAL)).code, 2);
  await demo.place.json('lab', 'slow-bytes', '--terminal', TERMINAL, '--times', '3');
  await till.terminal.echo();
  const { armed } = await demo.place.json<LabView>('lab', 'status');
  assert.deepEqual(
    armed.map(({ timesLeft }) => timesLeft),
    [2],
  );
  assert.equal((await demo.place.run('lab', 'off', '--terminal', TERMINAL)).code, 0);
  assert.equal((await demo.place.run('lab', 'off', '--terminal', TERMINAL)).code, 3);
});

test('after all of this the books add up, and hold what the terminal holds for sold', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
  const { transactions } = await ask<TransactionList>(`/transactions?limit=200&search=${TERMINAL}`);
  const standing = transactions.filter(({ kind, state }) => kind === 'purchase' && state === 'approved');
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);
  assert.equal(
    sum(standing.map(({ amountMinor }) => amountMinor)),
    sum(till.terminal.journal.map(({ amountMinor }) => amountMinor)),
  );
});
