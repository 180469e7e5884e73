// The reference says what the code says: every page is current, and every reason, code, message and field stands
// in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { referencePages } from './generate.mjs';
import { root } from './run.mjs';

for (const [path, text] of await referencePages()) {
  test(`${path} is current`, () => {
    assert.equal(readFileSync(join(root, path), 'utf8'), text, 'run npm run generate');
  });
}
