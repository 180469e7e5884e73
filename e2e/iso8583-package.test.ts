// Goal: packages/iso8583 can be published as it is: its examples run and say what they say they do, the README opens
// with the first of them, and the package holds what its exports name and no tests. Method: run and pack it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('../../packages/iso8583/', import.meta.url));

const expected: Readonly<Record<string, RegExp>> = {
  'broken-message':
    /^field 4, byte 15: expected BCD digits, got nibble C\n.*\n0\+2 mti mti 0200\n.*unread.*left\n$/s,
  'byte-stream': /^1804 29 bytes\n1804 29 bytes\n$/,
  'first-message': /^2 PAN: 629999\*{9}0011\n4 transaction amount: 000000001234\n$/,
  'import-spec': /^2\nline 5, field 48: class com\.example\.OwnPackager: .*\n$/,
  'own-dialect': /^01121234567890120203250\n250\n$/,
};

test('there is an expectation for each example', () => {
  const files = readdirSync(`${HOME}examples`).filter((file) => file.endsWith('.ts'));
  assert.deepEqual(files.map((file) => file.replace('.ts', '')).sort(), Object.keys(expected).sort());
});

for (const [name, output] of Object.entries(expected)) {
  test(`the example ${name} runs`, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [`${HOME}dist-examples/${name}.js`], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, output);
  });
}

test('the README opens with the first message', () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${HOME}README.md`, 'utf8')) ?? [];
  const example = readFileSync(`${HOME}examples/first-message.ts`, 'utf8');
  assert.equal(example.replace(/^\/\/.*\n/, ''), code);
});

test('the package that would be published holds its exports, its licence and no tests', () => {
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--offline'], {
    ...{ cwd: HOME, encoding: 'utf8', timeout: 60_000 },
  });
  assert.equal(status, 0, stderr);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = new Set(files.map(({ path }) => path));
  const { exports } = JSON.parse(readFileSync(`${HOME}package.json`, 'utf8')) as {
    exports: Record<string, Record<string, string>>;
  };
  for (const path of Object.values(exports).flatMap((door) => Object.values(door))) {
    assert.ok(paths.has(path.replace('./', '')), `${path} is missing`);
  }
  assert.ok(paths.has('README.md') && paths.has('package.json') && paths.has('LICENSE'));
  const strays = [...paths].filter((path) => /test|fixture|\.map$|tsbuildinfo|^src|example/.test(path));
  assert.deepEqual(strays, []);
});
