// Goal: the closing line counts every test once, and nothing that went wrong is missing from it.
// Method: node's runner on small test files of each kind, with this reporter.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from './findings.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
after(() => rmSync(folder, { recursive: true }));

function closingLine(name, source) {
  const file = join(folder, name);
  writeFileSync(file, `const { test, describe, before } = require('node:test');\n${source}`);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const reporter = join(root, 'scripts/test-reporter.mjs');
  const done = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, file], {
    env,
    encoding: 'utf8',
  });
  return [done.stdout.trimEnd().split('\n').at(-1), done.status];
}

const KINDS = [
  ['passing.test.js', "test('a', () => {});", '1 passed, 0 failed', 0],
  ['failing.test.js', "test('a', () => {}); test('b', () => { throw 1; });", '1 passed, 1 failed', 1],
  ['nested.test.js', "test('a', (t) => t.test('b', (u) => u.test('c', () => {})));", '1 passed, 0 failed', 0],
  [
    'suite.test.js',
    "describe('s', () => { test('a', () => {}); test('b', () => { throw 1; }); });",
    '1 passed, 1 failed',
    1,
  ],
  [
    'skipped.test.js',
    "test('a', { skip: 'no browser' }, () => {}); test('b', () => {});",
    '1 passed, 0 failed',
    0,
  ],
  ['crashing.test.js', "throw new Error('at load');", '0 passed, 1 failed', 1],
  ['killed.test.js', "process.kill(process.pid, 'SIGKILL');", '0 passed, 1 failed', 1],
  ['empty.test.js', '', '0 passed, 1 failed', 1],
  ['leaving.test.js', "test('a', () => process.exit(3));", '0 passed, 1 failed', 1],
  [
    'hook.test.js',
    "describe('s', () => { before(() => { throw 1; }); test('a', () => {}); });",
    '0 passed, 2 failed',
    1,
  ],
];

for (const [name, source, line, status] of KINDS) {
  test(`${name}: ${line}`, () => assert.deepEqual(closingLine(name, source), [line, status]));
}
