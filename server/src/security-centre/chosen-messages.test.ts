// What an attacker learns from chosen messages. Goal: answers tell of the cause what the answer code tells and no bit
// more, whatever was found for the staff. Method: mutual information between the named cause and what was received.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenMessages } from './chosen-messages.fixture.js';

test('600 chosen messages tell no more than their answer codes', async () => {
  const { causes, bitsOfCode, bitsOfAnswer } = await chosenMessages(1, 600);
  assert.ok(causes > 20, `${causes} causes were told apart for the staff`);
  assert.ok(bitsOfCode > 0.1, 'the codes themselves do tell something');
  assert.ok(Math.abs(bitsOfAnswer - bitsOfCode) < 1e-9, `${bitsOfAnswer} bits, by the code ${bitsOfCode}`);
});
