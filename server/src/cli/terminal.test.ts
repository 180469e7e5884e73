// Goal: `tillgate terminal` keeps its contract for what it is given and for a host that is not there.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cli } from './cli.js';
import { parseAmount, terminalCommand } from './terminal.js';

async function run(
  action: string,
  options: Record<string, unknown>,
): Promise<{ code: number; out: string; said: string }> {
  const data = await mkdtemp(join(tmpdir(), 'terminal-command-'));
  let [out, said] = ['', ''];
  const cli: Cli = {
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
    ...{ language: 'en', env: {}, json: true, colour: false },
  };
  try {
    // Port 1 is the one where nobody listens.
    const given = { terminal: '10000001', entry: 'contact', data, host: '127.0.0.1', port: '1', ...options };
    const code = await terminalCommand.run(cli, [action], given);
    return { code, out, said };
  } finally {
    await rm(data, { recursive: true });
  }
}

test('amounts as people write them', () => {
  for (const [text, amountMinor] of [
    ['12.34', 1234],
    ['12.3', 1230],
    ['12', 1200],
    ['0.01', 1],
  ] as const) {
    assert.equal(parseAmount(text), amountMinor);
  }
  for (const text of ['0', '0.00', '-1', '1.234', '1,00', '', '1e3', undefined]) {
    assert.equal(parseAmount(text), undefined);
  }
});

test('what is missing or not understood: exit 2; what the demo world lacks: exit 3', async () => {
  assert.equal((await run('fly', {})).code, 2);
  assert.equal((await run('sale', { amount: '1' })).code, 2);
  assert.equal((await run('sale', { card: 'everyday' })).code, 2);
  assert.equal((await run('sale', { card: 'everyday', amount: '1.234' })).code, 2);
  assert.equal((await run('sale', { card: 'nobody', amount: '1' })).code, 3);
  assert.equal((await run('sign-on', { terminal: '../../x' })).code, 3);
});

test('each action says what it lacks, and what it does not understand', async () => {
  const wrong: readonly [action: string, options: Record<string, unknown>, option: string][] = [
    ['preauth', { card: 'everyday' }, '--amount'],
    ['qr-sale', { amount: '1' }, '--code'],
    ['tip', {}, '--tip'],
    ['tip', { tip: '1.234' }, '--tip'],
    ['signature', {}, '--image'],
    ['void', { trace: '1234567' }, '--trace'],
    ['refund', { rrn: '12', amount: '1' }, '--rrn'],
    ['refund', { date: '21.11.', amount: '1' }, '--date'],
    ['complete', { authCode: '12345' }, '--auth-code'],
  ];
  for (const [action, options, option] of wrong) {
    const { code, said } = await run(action, options);
    assert.equal(code, 2, action);
    assert.ok(said.endsWith(option), `${action}: ${said}`);
  }
});

test('without a host: a sale offline is kept, and what the terminal knows by itself is told', async () => {
  const { code, out } = await run('offline-sale', { card: 'everyday', amount: '7', entry: 'stripe' });
  assert.equal(code, 0);
  const sold = JSON.parse(out) as { answerCode: string; receipt: { type: { en: string }; lines: string[] } };
  assert.deepEqual([sold.answerCode, sold.receipt.type.en], ['Y1', 'OFFLINE SALE']);
  assert.ok(sold.receipt.lines.some((line) => line.includes('RMB 7.00')));
  const journal = JSON.parse((await run('journal', {})).out) as { totals: object; journal: unknown[] };
  assert.deepEqual(journal.journal, []);
  assert.equal((await run('last', {})).code, 3);
  const { status } = JSON.parse((await run('status', {})).out) as { status: { batch: string } };
  assert.equal(status.batch, '000001');
});

test('what refers to nothing, or to what needs another person: exit 4 before anything is sent', async () => {
  assert.equal((await run('void', { trace: '2' })).code, 4);
  assert.equal((await run('settle', {})).code, 4);
});

test('a host that is not there: exit 69, and JSON that says so', async () => {
  for (const action of ['sign-on', 'echo']) {
    const { code, out } = await run(action, {});
    assert.equal(code, 69);
    const printed = JSON.parse(out) as { result: string; reason: string; texts: { zh: string } };
    assert.equal(printed.result, 'failed');
    assert.equal(printed.reason, 'unreachable');
    assert.match(printed.texts.zh, /未发送/);
  }
});

test('a sale before the sign-on: exit 4', async () => {
  const { code, out } = await run('sale', { card: 'everyday', amount: '1' });
  assert.equal(code, 4);
  assert.equal(JSON.parse(out).reason, 'not-signed-on');
});
