// The independent terminal of conformance/ against a host. Goal: all its cases pass. Method: its own runner, which
// says in one line when there is no Python to run it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('../../conformance/run.mjs', import.meta.url));

test('an independent terminal is served as the protocol says', (context) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUNNER], {
    encoding: 'utf8',
    timeout: 180_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  assert.match(last, /^(?:[1-9][0-9]* passed, 0 failed|skipped: .*)$/);
  context.diagnostic(last);
});
