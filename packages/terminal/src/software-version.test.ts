// The version that terminals report is that of the package.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { softwareVersion } from './software-version.js';

test('as the package says', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  assert.equal(softwareVersion, (JSON.parse(text) as { version: string }).version);
});
