// Goal: every published or recomputed known answer in vectors/ comes out of this package.
// Method: the runner of `tillgate vectors` over each file; then it must notice planted mistakes.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runVectorFile } from './vector-file.js';

const folder = new URL('../../vectors/', import.meta.url);

for (const name of readdirSync(folder)) {
  test(`known answers of ${name}`, () => {
    const report = runVectorFile(readFileSync(new URL(name, folder), 'utf8'));
    assert.deepEqual(report.failures, []);
    assert.ok(report.passed > 30);
  });
}

const right = { id: 'a', op: 'kcv_tdes', in: { key: '0123456789ABCDEFFEDCBA9876543210' } };

test('a wrong answer, a missing refusal, an unknown op and an unreadable case are failures', () => {
  const cases = [
    { ...right, out: { kcv: '08D7B4' } },
    { ...right, out: { kcv: '08D7B5' } },
    { ...right, error: 'KEY_LENGTH' },
    { ...right, op: 'kcv_rot13', error: 'ANY' },
    { ...right, op: 'constructor', error: 'ANY' },
    { ...right, in: {}, error: 'ANY' },
    { ...right, op: 'kcv_sm9_ASSUMED', out: {} },
  ];
  const report = runVectorFile(JSON.stringify({ algorithm: 'test', cases }));
  assert.equal(report.passed, 1);
  assert.equal(report.assumed, 1);
  assert.deepEqual(
    report.failures.map((failure) => failure.why.split(':')[0]),
    ['kcv', 'not refused, expected KEY_LENGTH', 'op not known', 'op not known', 'the case cannot be run'],
  );
});

test('what is no vector file is refused as a whole', () => {
  for (const text of ['', '[]', '{"cases":[{}]}', '{"cases":[{"id":"a","op":"b","in":{}}]}']) {
    assert.throws(() => runVectorFile(text), SyntaxError);
  }
});
