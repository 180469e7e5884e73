// Profile files. Goal: a file is read as the table of settings has it, and what is wrong comes back with its line,
// column, setting, what was expected and what stands there; no text makes the reader throw or hang.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type ProfileProblem,
  profileSettings,
  readProfile,
  shippedProfiles,
  standardProfile,
} from './index.js';

const FILES = new URL('../src/profiles/', import.meta.url);
const fileOf = (name: string): string => readFileSync(new URL(`${name}.json`, FILES), 'utf8');

function problemsOf(text: string): readonly ProfileProblem[] {
  const reading = readProfile(text);
  assert.ok('problems' in reading, 'the file is refused');
  return reading.problems;
}

for (const profile of shippedProfiles) {
  test(`${profile.name}: the file is the profile`, () => {
    assert.deepEqual(readProfile(fileOf(profile.name)), { profile });
  });
}

test('the standard profile says every setting at its standard value', () => {
  for (const [name, { standard }] of Object.entries(profileSettings)) {
    assert.deepEqual(standardProfile[name as keyof typeof profileSettings], standard, name);
    assert.ok(fileOf('cup-pos').includes(`"${name}"`), name);
  }
});

test('what a file leaves out is as in the standard profile', () => {
  assert.deepEqual(readProfile('{"name":"mine","padNibble":"F"}'), {
    profile: { ...standardProfile, name: 'mine', padNibble: 'F' },
  });
});

const lines = (...text: readonly string[]): string => ['{', '  "name": "mine",', ...text, '}'].join('\n');

for (const [what, text, expected] of [
  ['a value of another kind', lines('  "padNibble": 0'), [3, 16, 'padNibble', '"0", "F"', '0']],
  [
    'a value that is none of its setting',
    lines('  "controlLength": 12'),
    [3, 20, 'controlLength', '14, 11, 13, 17', '12'],
  ],
  ['digits too many', lines('', '  "chipClass": "611"'), [4, 16, 'chipClass', 'a text of 2 digits', '"611"']],
  [
    'a number out of range',
    lines('  "frameLimitBytes": 70000'),
    [3, 22, 'frameLimitBytes', 'a whole number from 512 to 16384', '70000'],
  ],
  ['approvals without 00', lines('  "approvals": ["11"]'), [3, 16, 'approvals', undefined, 'another list']],
  ['a setting that there is not', lines('  "mac": "x9.9"'), [3, 3, 'mac', undefined, '"x9.9"']],
  [
    'a setting twice',
    lines('  "tpdu": "same",', '  "tpdu": "same"'),
    [4, 3, 'tpdu', 'each setting once', 'it again'],
  ],
  ['no name', '{"tpdu": "same"}', [1, 1, 'name', undefined, 'nothing']],
  ['a list', '[]', [1, 1, 'file', 'an object', 'another list']],
  [
    'a missing comma',
    lines('  "tpdu": "same"', '  "header": "present"'),
    [4, 3, 'file', '"}"', '"header": "p'],
  ],
  ['a text that is not closed', '{"name": "mine\n}', [1, 10, 'file', 'a value', '"mine']],
  ['half a file', '{"name": "mine",', [1, 17, 'file', 'a name in quotes', 'the end of the file']],
  [
    'settings that exclude each other',
    lines('  "macAlgorithm": "x9.19",', '  "macKeyLength": "single"'),
    [4, 19, 'macKeyLength', '"double" for x9.19', '"single"'],
  ],
] as const) {
  test(`${what}: line ${expected[0]}, column ${expected[1]}`, () => {
    const [first] = problemsOf(text);
    const [line, column, setting, words, got] = expected;
    assert.deepEqual([first?.line, first?.column, first?.setting, first?.got], [line, column, setting, got]);
    if (words !== undefined) assert.equal(first?.expected, words);
  });
}

test('every problem of a file is named, in the order of its lines', () => {
  const text = lines('  "tpdu": 1,', '  "header": 2,', '  "wrong": 3');
  assert.deepEqual(
    problemsOf(text).map(({ line }) => line),
    [3, 4, 5],
  );
});

test('deep nesting ends the reading, and no changed file makes it throw', () => {
  assert.match(problemsOf('['.repeat(100_000))[0]?.expected ?? '', /16 levels/);
  const files = shippedProfiles.map(({ name }) => fileOf(name));
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(600), fc.nat(4), fc.string({ maxLength: 3 })), { maxLength: 4 }),
      (file, changes) => {
        let text = file;
        for (const [at, cut, put] of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        const reading = readProfile(text);
        if ('profile' in reading)
          assert.equal(Object.keys(reading.profile).length, 1 + Object.keys(profileSettings).length);
        else assert.ok(reading.problems.every(({ line, column }) => line >= 1 && column >= 1));
      },
    ),
    { numRuns: 2000 },
  );
});
