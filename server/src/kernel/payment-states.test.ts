// The table of states. Goal: every state is reached, final states stay final, and nothing leaves one by accident.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBecome, type PaymentState, paymentEdges } from './payment-states.js';

const states = [...new Set(paymentEdges.flatMap(({ from, to }) => [from, to]))].filter(
  (state): state is PaymentState => state !== 'new',
);

test('every state is reached from the first message', () => {
  const reached = new Set<string>(['new']);
  for (let round = 0; round < states.length; round += 1) {
    for (const { from, to } of paymentEdges) if (reached.has(from)) reached.add(to);
  }
  assert.deepEqual(
    [...states].filter((state) => !reached.has(state)),
    [],
  );
});

test('what is declined, reversed, refunded, expired or done stays so', () => {
  for (const end of ['declined', 'reversed', 'refunded', 'expired', 'done'] as const) {
    assert.deepEqual(
      states.filter((state) => state !== end && mayBecome(end, state)),
      [],
      end,
    );
  }
});

test('from doubt every end is reached, and none leads back into it', () => {
  const fromDoubt = new Set<string>(['in-doubt']);
  for (const _ of states) for (const { from, to } of paymentEdges) if (fromDoubt.has(from)) fromDoubt.add(to);
  for (const end of ['approved', 'held', 'declined', 'reversed']) assert.ok(fromDoubt.has(end), end);
  assert.ok(states.every((state) => state === 'in-doubt' || !mayBecome(state, 'in-doubt')));
});
