// Goal: a script can rely on what `tillgate sim` prints. Method: small runs, read as a script would.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from './index.js';

async function run(...args: string[]): Promise<{ code: number; out: string; said: string }> {
  let [out, said] = ['', ''];
  const code = await runCommandLine(args, {
    out: (text) => {
      out += `${text}\n`;
    },
    say: (text) => {
      said += `${text}\n`;
    },
    env: {},
    interactive: false,
  });
  return { code, out, said };
}

test('a seed gives its payments, faults, violations and hash, and the same again', async () => {
  const args = ['sim', '--seed', '3', '--transactions', '60', '--faults', 'loss,crash', '-o', 'json'];
  const [one, again] = [await run(...args), await run(...args)];
  assert.deepEqual(one, again);
  assert.equal(one.code, 0);
  const report = JSON.parse(one.out) as Record<string, unknown>;
  assert.deepEqual(Object.keys(report), ['seed', 'commit', 'transactions', 'faults', 'violations', 'hash']);
  assert.deepEqual([report.seed, report.transactions, report.violations], [3, 60, []]);
  assert.match(String(report.hash), /^[0-9a-f]{64}$/);
  const faults = report.faults as Record<string, number>;
  assert.ok(faults.loss! > 0 && faults['power-cut'] === 0);
});

test('an unknown fault and a number that is none are usage errors, with the names said', async () => {
  const unknown = await run('sim', '--faults', 'loss,gremlins');
  assert.deepEqual([unknown.code, unknown.out], [2, '']);
  assert.match(unknown.said, /power-cut/);
  assert.equal((await run('sim', '--transactions', '-5')).code, 2);
});
