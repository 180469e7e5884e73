// Goal: `tillgate vectors` keeps its contract: names failed cases, last line, exit codes, JSON.
// Method: the command against files written here, with the streams collected.

import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cli, EXIT } from './cli.js';
import { vectorsCommand } from './vectors.js';

const key = '0123456789ABCDEFFEDCBA9876543210';
const rightCase = { id: 'right', op: 'kcv_tdes', in: { key }, out: { kcv: '08D7B4' } };
const wrongCase = { id: 'wrong', op: 'kcv_tdes', in: { key }, out: { kcv: '000000' } };
const unknownCase = { id: 'new', op: 'kcv_unheard_of', in: { key }, out: {} };
const assumedCase = { id: 'maybe', op: 'kcv_ASSUMED', in: { key }, out: {} };

async function run(
  cases: readonly object[],
  json = false,
): Promise<{ code: number; out: string; said: string }> {
  const file = join(await mkdtemp(join(tmpdir(), 'tillgate-vectors-')), 'cases.json');
  await writeFile(file, JSON.stringify({ algorithm: 'test', cases }));
  return runFiles([file], json);
}

async function runFiles(
  files: readonly string[],
  json = false,
): Promise<{ code: number; out: string; said: string }> {
  let [out, said] = ['', ''];
  const cli: Cli = {
    out: (text) => {
      out += `${text}\n`;
    },
    say: (text) => {
      said += `${text}\n`;
    },
    language: 'en',
    env: {},
    json,
    colour: false,
  };
  const code = await vectorsCommand.run(cli, files, {});
  return { code, out, said };
}

test('all right: exit 0 and the last line counts', async () => {
  const { code, out } = await run([rightCase, assumedCase]);
  assert.equal(code, EXIT.ok);
  assert.deepEqual(out.trimEnd().split('\n'), [
    '1 _ASSUMED skipped: no source confirms them',
    '1 passed, 0 failed',
  ]);
});

test('a wrong and an unknown case are named: exit 1', async () => {
  const { code, out } = await run([rightCase, wrongCase, unknownCase]);
  assert.equal(code, EXIT.failed);
  assert.match(out, /wrong {2}kcv_tdes {2}kcv: expected "000000", got "08D7B4"/);
  assert.match(out, /new {2}kcv_unheard_of {2}op not known/);
  assert.match(out, /\n1 passed, 2 failed\n$/);
});

test('as JSON: data alone on standard output', async () => {
  const { code, out, said } = await run([rightCase, wrongCase, assumedCase], true);
  assert.equal(code, EXIT.failed);
  assert.equal(said, '');
  const report: unknown = JSON.parse(out);
  assert.ok(typeof report === 'object' && report !== null && 'failed' in report && 'assumed' in report);
  assert.deepEqual([report.failed, report.assumed], [1, 1]);
});

test('no file named is 2, a file that is not there 3, a file of another kind 2', async () => {
  assert.equal((await runFiles([])).code, EXIT.usage);
  const missing = await runFiles(['/nowhere/cases.json']);
  assert.equal(missing.code, EXIT.notFound);
  assert.match(missing.said, /nowhere/);
  assert.equal((await runFiles([join(import.meta.dirname, '..', 'cli', 'vectors.js')])).code, EXIT.usage);
});
