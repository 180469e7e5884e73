// What makes a package of this repository ready to publish: its examples run and say what they say they do, the README
// opens with the first of them, and the package holds what its exports name and no tests.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** @param expected what each example prints; the first one opens the README */
export function testPackage(name: string, expected: Readonly<Record<string, RegExp>>): void {
  const home = fileURLToPath(new URL(`../../packages/${name}/`, import.meta.url));

  test('there is an expectation for each example', () => {
    const files = readdirSync(`${home}examples`).filter((file) => file.endsWith('.ts'));
    assert.deepEqual(files.map((file) => file.replace('.ts', '')).sort(), Object.keys(expected).sort());
  });

  for (const [example, output] of Object.entries(expected)) {
    test(`the example ${example} runs`, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [`${home}dist-examples/${example}.js`], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, output);
    });
  }

  test('the README opens with the first example', () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${home}README.md`, 'utf8')) ?? [];
    const example = readFileSync(`${home}examples/${Object.keys(expected)[0]}.ts`, 'utf8');
    assert.equal(example.replace(/^\/\/.*\n/, ''), code);
  });

  test('the package that would be published holds its exports, its licence and no tests', () => {
    const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--offline'], {
      ...{ cwd: home, encoding: 'utf8', timeout: 60_000 },
    });
    assert.equal(status, 0, stderr);
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = new Set(files.map(({ path }) => path));
    const { exports } = JSON.parse(readFileSync(`${home}package.json`, 'utf8')) as {
      exports: Record<string, Record<string, string>>;
    };
    for (const path of Object.values(exports).flatMap((door) => Object.values(door))) {
      assert.ok(paths.has(path.replace('./', '')), `${path} is missing`);
    }
    assert.ok(paths.has('README.md') && paths.has('package.json') && paths.has('LICENSE'));
    const strays = [...paths].filter((path) => /test|fixture|\.map$|tsbuildinfo|^src|example/.test(path));
    assert.deepEqual(strays, []);
  });
}
