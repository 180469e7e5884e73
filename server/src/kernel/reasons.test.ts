// The registry and the code agree in both directions: every reason that the code gives is registered (the types
// see to that), and every registered reason is given somewhere. Method: the sources, read as text.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reasons } from './reasons.js';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test|\.long)\.ts$/.test(path) && !path.endsWith('reasons.ts')
      ? [readFileSync(path, 'utf8')]
      : [];
  });
}

test('every registered reason is given somewhere', () => {
  const text = sources(SOURCES).join('\n');
  const unused = [...reasons.keys()].filter((id) => !text.includes(`'${id}'`));
  assert.deepEqual(unused, []);
});

test('figures in the words of a reason are written the same in both languages', () => {
  const namesIn = (text: string): string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
  for (const { id, cashier, cardholder, engineer } of reasons.values()) {
    for (const words of [cashier, cardholder, engineer]) {
      assert.deepEqual(namesIn(words.zh), namesIn(words.en), id);
    }
  }
});
