// Goal: nobody does alone what two people have to do, in whatever order and however often they ask.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TwoPeople } from './two-people.js';

function dualControl() {
  const clock = { now: 1000 };
  return { clock, people: new TwoPeople(() => clock.now) };
}

test('the second person brings it about, the first one never, and the next time counts anew', () => {
  const { people } = dualControl();
  assert.equal(people.agree('end the key', 'ann'), false);
  assert.equal(people.agree('end the key', 'ann'), false, 'asking twice is not two people');
  assert.equal(people.agree('end another key', 'bob'), false);
  assert.equal(people.agree('end the key', 'bob'), true);
  assert.equal(people.agree('end the key', 'bob'), false);
});

test('a question that is too old is only the first again', () => {
  const { clock, people } = dualControl();
  people.agree('end the key', 'ann');
  clock.now += 15 * 60_000 + 1;
  assert.equal(people.agree('end the key', 'bob'), false);
  clock.now += 15 * 60_000;
  assert.equal(people.agree('end the key', 'ann'), true);
});

test('questions that nobody answers do not pile up', () => {
  const { people } = dualControl();
  for (let number = 0; number <= 100; number += 1) people.agree(`key ${number}`, 'ann');
  assert.equal(people.agree('key 0', 'bob'), false, 'the oldest is forgotten');
  assert.equal(people.agree('key 100', 'bob'), true);
});
