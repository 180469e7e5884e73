// Goal: each tidy rule fails on what it forbids and on no other. Method: a tidy file, and copies of it with one
// planted violation each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTidy } from './check-tidy.mjs';

const README = { 'server/src/issuer/README.md': '# Issuer\n' };
const TIDY = '// What the issuer decides.\nexport const limit = 1;\n';

function rulesBroken(sources, ratchet = {}) {
  const files = new Map(Object.entries({ ...README, ...sources }).map(([path, text]) => [path, () => text]));
  return checkTidy(files, ratchet).map(({ rule }) => rule);
}

const inRoom = (text) => ({ 'server/src/issuer/a.ts': `${TIDY}${text}\n` });
const long = (lines) => `${TIDY}${'let a;\n'.repeat(lines - 2)}`;

test('a tidy project has no finding, and words in comments and texts are no calls', () => {
  assert.deepEqual(
    rulesBroken({
      ...inRoom("// never setTimeout() here: as any clock\nconst text = 'new Date() process.env';"),
      'server/src/issuer/a.test.ts': '// Goal.\nsetTimeout(() => {}, Date.now());\n',
      'server/src/kernel/clock.ts': '// Time.\nexport const now = () => Date.now();\n',
      'server/src/kernel/README.md': '# Kernel\n```\n# not a title\n```\n',
      'server/src/issuer/reason-table.ts': long(700),
    }),
    [],
  );
});

const PLANTED = [
  ['banned-name', { 'server/src/issuer/card-utils.ts': TIDY }],
  ['banned-name', { 'server/src/issuer/common/card.ts': TIDY }],
  ['line-length', inRoom(`// ${'x'.repeat(118)}`)],
  ['file-length', { 'server/src/issuer/a.ts': long(301) }],
  ['opening-comment', { 'server/src/issuer/a.ts': 'export {};\n' }],
  ['leftover', inRoom('// TODO later')],
  ['unchecked-type', inRoom('const a = b as any;')],
  ['silenced-compiler', inRoom('// @ts-ignore')],
  ['skipped-test', { 'server/src/issuer/a.test.ts': "// Goal.\ntest.skip('a', () => {});\n" }],
  ['edge-wall-clock', inRoom('const a = new Date();')],
  ['edge-wall-clock', inRoom('const a = Date.now();')],
  ['edge-timer', inRoom('setTimeout(a, 1);')],
  ['edge-randomness', inRoom('const a = Math.random();')],
  ['edge-environment', inRoom('const a = process.env.HOME;')],
  ['edge-network', inRoom("import net from 'node:net';")],
  ['edge-files', inRoom("import { readFile } from 'node:fs/promises';")],
  ['edge-processes', inRoom("import { spawn } from 'node:child_process';")],
  ['readme', { 'server/src/ledger/a.ts': TIDY }],
  ['readme', { 'server/src/issuer/README.md': `# Issuer\n${'line\n'.repeat(40)}` }],
  ['one-title', { 'docs/page.md': '# One\n\n# Two\n' }],
  ['one-title', { 'docs/page.md': 'no title\n' }],
];

PLANTED.forEach(([rule, sources], index) => {
  test(`${rule} is found, alone (${index + 1})`, () => assert.deepEqual(rulesBroken(sources), [rule]));
});

test('a listed file may only get shorter, and never be over the hard limit', () => {
  const file = 'server/src/issuer/a.ts';
  assert.deepEqual(rulesBroken({ [file]: long(320) }, { [file]: 320 }), []);
  assert.deepEqual(rulesBroken({ [file]: long(321) }, { [file]: 320 }), ['file-length']);
  assert.deepEqual(rulesBroken({ [file]: long(310) }, { [file]: 320 }), ['file-length-ratchet']);
  assert.deepEqual(rulesBroken({}, { [file]: 320 }), ['file-length-ratchet']);
  assert.deepEqual(rulesBroken({ [file]: long(501) }, { [file]: 501 }), ['file-length']);
});
