// Does the host name the mistake that was made? Goal: right in 97 of 100 at least, and hardly ever confidently wrong,
// under every profile. Method: each mistake made by a terminal of the tests with code of its own, over the whole path;
// `npm run confusion` does the same with 10,000.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedProfiles } from '@tillgate/pos-protocol';
import { confusion } from './confusion.fixture.js';

test('of 420 mistakes of all kinds and profiles, nearly all are named', async () => {
  const { cases, right, confidentlyWrong, counts, profiles, wrong } = await confusion(20_261_122, 420);
  assert.equal(cases, 420);
  assert.ok(right >= 0.97 * cases, `${right} of ${cases}:\n${wrong.join('\n')}`);
  assert.ok(confidentlyWrong <= 0.005 * cases, wrong.join('\n'));
  assert.ok(counts.size >= 40, `${counts.size} kinds`);
  assert.equal(profiles.size, shippedProfiles.length);
});

test('none fits is said of what is on no list, and of nothing else', async () => {
  const { counts } = await confusion(7, 420);
  for (const [injected, named] of counts) {
    const isUnlisted = injected === 'mac.changed-on-the-way' || injected === 'pin.unknown';
    for (const none of ['mac.changed-on-the-way', 'pin.unknown']) {
      if (!isUnlisted) assert.equal(named.get(none), undefined, injected);
    }
  }
});
