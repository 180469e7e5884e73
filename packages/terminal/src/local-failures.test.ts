// Whatever a terminal ends an action with by itself has words for everybody, in both languages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalFailure } from './local-failure.js';
import { localFailureWords } from './local-failure-words-table.js';
import { failureTold, localFailures } from './local-failures.js';

test('every failure has words for cashier, merchant, holder and engineer', () => {
  assert.deepEqual(Object.keys(localFailureWords).sort(), Object.keys(localFailures).sort());
  for (const failure of Object.keys(localFailures) as LocalFailure[]) {
    const { text, advice } = localFailures[failure];
    const { merchant, cardholder, engineer } = failureTold(failure);
    for (const words of [text, advice, merchant, cardholder, engineer]) {
      assert.match(words.zh, /[\u4e00-\u9fff]/, failure);
      assert.ok(words.en.length > 0, failure);
      assert.doesNotMatch(words.en, /[\u4e00-\u9fff]/, failure);
    }
    assert.notEqual(engineer.en, text.en, failure);
  }
});
