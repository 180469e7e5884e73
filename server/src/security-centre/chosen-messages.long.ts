// The figure of docs/threat-model.md: 10,000 chosen messages, and what their answers tell beyond the answer code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenMessages } from './chosen-messages.fixture.js';

test('10,000 chosen messages tell no more than their answer codes', async (t) => {
  const { messages, causes, bitsOfCode, bitsOfAnswer } = await chosenMessages(2, 10_000);
  t.diagnostic(
    `${messages} messages, ${causes} causes: ${bitsOfCode} bits by code, ${bitsOfAnswer} by answer`,
  );
  assert.ok(Math.abs(bitsOfAnswer - bitsOfCode) < 1e-9, `${bitsOfAnswer} bits, by the code ${bitsOfCode}`);
});
