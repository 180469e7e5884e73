// The fault laboratory. Goal: whatever the line does to a payment, the terminal comes through it, nobody is charged for
// what the terminal does not hold for sold, and the transaction tells what happened. Method: a real host, faults armed
// by the command line, the virtual terminal's own way out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { demoHost } from './demo-host.harness.js';

const demo = demoHost();
const TERMINAL = '10000002';

interface Sold {
  readonly result: string;
  readonly trace: string;
}

interface Listed {
  readonly rrn: string;
  readonly kind: string;
}

interface Shown {
  readonly state: string;
  readonly amountMinor: number;
  readonly steps: ReadonlyArray<{ what: string; words: { en: string } }>;
  readonly postings: ReadonlyArray<{ account: string; amountMinor: number }>;
  readonly related: ReadonlyArray<{ relation: string }>;
}

/** The interface that the commands use, without a process for each question. */
async function ask<Answer>(path: string): Promise<Answer> {
  const { http, token } = JSON.parse(readFileSync(join(demo.place.dataDir, 'host.json'), 'utf8')) as {
    http: string;
    token: string;
  };
  const response = await fetch(`${http}/api${path}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200, path);
  return (await response.json()) as Answer;
}

/** Steps are written just after the answer, which may be on its way to nobody. */
async function shownWithSteps(rrn: string): Promise<Shown> {
  for (let tries = 0; tries < 50; tries += 1) {
    const shown = await ask<Shown>(`/transactions/${rrn}`);
    if (shown.steps.length > 0) return shown;
    await pause(100);
  }
  throw new Error(`the steps of ${rrn} are not kept`);
}

function act(action: string, ...more: readonly string[]) {
  return demo.place.run('terminal', action, '--terminal', TERMINAL, ...more, '-o', 'json');
}

async function sell(yuan: string, wait: string): Promise<Sold & { readonly code: number | null }> {
  const { code, out, said } = await act(
    ...['sale', '--card', 'everyday-2', '--amount', yuan, '--entry', 'contactless', '--wait', wait],
  );
  assert.notEqual(out, '', said);
  return { ...(JSON.parse(out) as Sold), code };
}

/** What each fault comes to: the sale's exit code, and how its transaction stands in the end. */
const stories: ReadonlyArray<
  readonly [fault: string, code: number, state: string, options: readonly string[], wait: string]
> = [
  ['cut', 6, 'reversed', [], '2'],
  ['delay', 6, 'reversed', ['--hold', '4'], '2'],
  ['duplicate', 0, 'approved', [], '20'],
  ['reorder', 6, 'declined', ['--hold', '60'], '2'],
  ['flip-byte', 5, 'declined', [], '20'],
  ['wrong-length', 6, 'reversed', [], '20'],
  ['slow-bytes', 0, 'approved', [], '20'],
  ['answer-lost', 6, 'reversed', [], '2'],
];

test('a terminal is signed on, and has used its keys', async () => {
  assert.equal((await act('sign-on')).code, 0);
  assert.equal((await sell('1.00', '20')).code, 0);
});

for (const [fault, code, state, options, wait] of stories) {
  test(`${fault}: the sale ends with ${code}, and in the books it is ${state}`, async () => {
    await demo.place.json('lab', fault, '--terminal', TERMINAL, ...options);
    const sale = await sell('3.21', wait);
    assert.equal(sale.code, code, JSON.stringify(sale));
    const { armed, done } = await ask<{ armed: unknown[]; done: Array<{ fault: string }> }>('/lab');
    assert.deepEqual([armed, done[0]?.fault], [[], fault], 'it disarmed itself');

    // What is left over goes first; a lost sign-on has to be made again.
    if (fault === 'flip-byte') {
      assert.equal((await act('sign-on')).code, 0);
    }
    assert.equal((await sell('1.00', '20')).code, 0, 'the terminal is through');

    const listed = await ask<{ transactions: readonly Listed[] }>(`/transactions?search=${sale.trace}`);
    const found = listed.transactions.filter(({ kind }) => kind === 'purchase');
    assert.equal(found.length, 1);
    const { rrn } = found[0]!;
    const shown = await shownWithSteps(rrn);
    assert.equal(shown.state, state);
    assert.equal(
      shown.related.filter(({ relation }) => relation === 'reversal').length,
      state === 'reversed' ? 1 : 0,
    );
    assert.ok(
      shown.steps.some(({ what }) => what === `lab.${fault}`),
      JSON.stringify(shown.steps),
    );
    const told = await ask<{ text: string; cause: { evidence: string[] } }>(
      `/transactions/${rrn}/explanation?audience=engineer&lang=en`,
    );
    assert.match(told.text, /lab: /);
    assert.ok(told.cause.evidence.includes(`lab = ${fault}`));
    const cashier = await ask<{ text: string }>(`/transactions/${rrn}/explanation?audience=cashier`);
    assert.doesNotMatch(cashier.text, /lab|实验/);
  });
}

test('a fault is for demo terminals, so many messages, and can be called off', async () => {
  assert.equal((await demo.place.run('lab', 'cut', '--terminal', '19999999')).code, 3);
  assert.equal((await demo.place.run('lab', 'fire', '--terminal', TERMINAL)).code, 2);
  await demo.place.json('lab', 'slow-bytes', '--terminal', TERMINAL, '--times', '3');
  await act('echo');
  const { armed } = await demo.place.json<{ armed: Array<{ timesLeft: number }> }>('lab', 'status');
  assert.deepEqual(
    armed.map(({ timesLeft }) => timesLeft),
    [2],
  );
  await demo.place.json('lab', 'off', '--terminal', TERMINAL);
  assert.equal((await demo.place.run('lab', 'off', '--terminal', TERMINAL)).code, 3);
});

test('after all of this the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
