// `tillgate profile`: its exit codes and what it says about a file. Method: files on disk, the command in process.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCommandLine } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'tillgate-profile-'));
after(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const code = await runCommandLine(args, {
    out: (text) => lines.push(text),
    say: (text) => lines.push(text),
    env: { LANG: 'C' },
    interactive: false,
  });
  return { code, out: lines.join('\n') };
}

test('the shipped profiles are listed and shown; one that there is not ends with 3', async () => {
  assert.match((await run('profile', 'list')).out, /cup-pos-legacy +.*macKeyLength "single"/);
  assert.match((await run('profile', 'show', 'cup-pos')).out, /frameLimitBytes +4096/);
  assert.equal((await run('profile', 'show', 'nobody')).code, 3);
});

test('what show prints as JSON is a file that check takes', async () => {
  const path = join(folder, 'legacy.json');
  writeFileSync(path, (await run('profile', 'show', 'cup-pos-legacy', '-o', 'json')).out);
  assert.equal((await run('profile', 'check', path)).code, 0);
});

test('a wrong file ends with 7 and its line; one that cannot be read with 3', async () => {
  const path = join(folder, 'wrong.json');
  writeFileSync(path, '{\n  "name": "mine",\n  "padNibble": "A"\n}\n');
  const { code, out } = await run('profile', 'check', path);
  assert.equal(code, 7);
  assert.equal(out, `${path}:3:16: padNibble: expected "0", "F"; got "A"`);
  assert.match((await run('profile', 'check', path, '--lang', 'zh')).out, /应为/);
  assert.equal((await run('profile', 'check', join(folder, 'none.json'))).code, 3);
});
