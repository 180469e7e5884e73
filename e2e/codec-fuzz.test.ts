// A short run of the fuzzer of everything that reads bytes: public crashers at every reader, and fifty thousand
// bent inputs. The long run is codec-fuzz.long.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz, runCrashers } from './codec-fuzz.js';

test('every public crasher, at every reader, is a clean problem', () => {
  runCrashers();
});

test('fifty thousand bent inputs, among them enough good ones', () => {
  const { accepted, byTarget } = fuzz({ inputs: 50_000, seed: 20_261_122 });
  assert.ok(accepted > 10_000, `${accepted} accepted`);
  assert.ok(byTarget.size > 25, `${byTarget.size} targets`);
});
