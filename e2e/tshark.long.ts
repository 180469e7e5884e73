// Ten thousand messages of ours against another decoder. Goal: tshark reads every field of each as it was written.
// Method: the script of conformance/, which says in one line when there is no tshark.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../conformance/tshark.mjs', import.meta.url));

test('another decoder reads ten thousand messages as they were written', (context) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '10000'], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  assert.match(last, /^(?:10000 passed, 0 failed|skipped: .*)$/);
  context.diagnostic(last);
});
