// Goal: the simulation finds what it is there to find. Method: five of the planted bugs, cheap ones; all of them run
// by `npm run planted-bugs`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantAll } from './planted-bugs.mjs';
import { PLANTED_BUGS } from './planted-bugs-table.mjs';

const CHEAP = [
  'a repetition is decided anew',
  'the answer leaves before the commit',
  'fees are rounded down',
  'a wrong PIN is not counted',
  'a reversal gives no money back',
];

test('five planted bugs are caught', { timeout: 600_000 }, () => {
  const bugs = PLANTED_BUGS.filter(({ name }) => CHEAP.includes(name));
  assert.equal(bugs.length, CHEAP.length);
  const results = plantAll(bugs, () => undefined);
  const missed = results.filter(({ caught }) => caught === undefined).map(({ bug }) => bug.name);
  assert.deepEqual(missed, []);
});
