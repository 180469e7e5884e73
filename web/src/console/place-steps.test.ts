// The timeline is true to scale: steps follow each other without gaps and fill the whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Step } from '@tillgate/server/api';
import { placeSteps } from './place-steps.js';

function step(micros: number): Step {
  return { at: 0, station: 'hsm', what: 'mac.checked', words: { zh: '', en: '' }, micros, message: null };
}

test('each step starts where the one before ended', () => {
  const { placed, totalMicros } = placeSteps([step(100), step(300), step(600)]);
  assert.equal(totalMicros, 1000);
  assert.deepEqual(
    placed.map(({ startShare, share }) => [startShare, share]),
    [
      [0, 0.1],
      [0.1, 0.3],
      [0.4, 0.6],
    ],
  );
});

test('steps of no measurable length have no length', () => {
  assert.deepEqual(
    placeSteps([step(0)]).placed.map(({ share }) => share),
    [0],
  );
});
