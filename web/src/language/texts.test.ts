// Every text of the pages is there in both languages, and both have the same places for values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryTexts, kindTexts, purposeTexts, stateTexts } from '../console/code-texts.js';
import { answerPageTexts, consoleTexts } from '../console/console-texts.js';
import { diagnosisTexts, paymentTimesTexts, timesTexts, valueTexts } from '../console/diagnosis-texts.js';
import { doubtTexts } from '../console/doubt-texts.js';
import { faultTexts } from '../console/fault-texts.js';
import { keysTexts } from '../console/keys-texts.js';
import { settlementTexts } from '../console/settlement-texts.js';
import { softwareTexts } from '../console/software-texts.js';
import { suspectsTexts } from '../console/suspects-texts.js';
import { booksTexts, keyTexts, laneTexts, transactionTexts } from '../console/transaction-texts.js';
import { designTexts } from '../design/design-texts.js';
import { labTexts } from '../lab/lab-texts.js';
import { posTexts, stageTexts } from '../pos/pos-texts.js';
import { startTexts } from '../start/start-texts.js';
import { fillText } from './fill-text.js';
import type { Texts } from './texts.js';

const dictionaries: Readonly<Record<string, Texts>> = {
  consoleTexts,
  ...{ kindTexts, stateTexts, entryTexts, purposeTexts },
  ...{ posTexts, stageTexts, startTexts, designTexts },
  ...{ transactionTexts, laneTexts, booksTexts, keyTexts, settlementTexts, doubtTexts, labTexts, faultTexts },
  ...{ suspectsTexts, keysTexts, answerPageTexts },
  ...{ softwareTexts, diagnosisTexts, paymentTimesTexts, timesTexts, valueTexts },
};

const placesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

for (const [dictionary, texts] of Object.entries(dictionaries)) {
  test(`${dictionary} is whole in both languages`, () => {
    for (const [name, words] of Object.entries(texts)) {
      assert.deepEqual(Object.keys(words).sort(), ['en', 'zh'], name);
      assert.match(words.zh, /\p{Script=Han}/u, `${name} is Chinese`);
      assert.doesNotMatch(words.en, /\p{Script=Han}/u, `${name} is English`);
      assert.notEqual(words.en.trim(), '', name);
      assert.deepEqual(placesIn(words.zh), placesIn(words.en), `${name} has the same places`);
    }
  });
}

test('a text is filled with its values, and says which is missing', () => {
  assert.equal(fillText('{count} of {all}', { count: 3 }), '3 of {all}');
});
