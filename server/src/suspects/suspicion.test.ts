// Goal: evidence adds up, strong evidence counts for more than much of the weak, and none is never suspicion. Method:
// the scores of seen things, held against each other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasons } from '../kernel/reasons.js';
import { EVIDENCE, suspicion } from './suspicion.js';

const seen = (what: string, times = 1) => ({ what, times });

test('more and stronger evidence is more suspicion, and never certainty', () => {
  assert.equal(suspicion([]), 0);
  assert.equal(suspicion([seen('funds.insufficient', 1000)]), 0);
  const scores = [
    suspicion([seen('mac.changed-on-the-way', 1000)]),
    suspicion([seen('mac.previous-key')]) + 0.001,
    suspicion([seen('terminal.certificate')]),
    suspicion([seen('terminal.cloned')]),
    suspicion([seen('terminal.cloned'), seen('mac.previous-key', 2)]),
  ];
  assert.deepEqual(
    scores,
    [...scores].sort((one, other) => one - other),
  );
  assert.ok(suspicion(Object.keys(EVIDENCE).map((what) => seen(what))) < 1);
});

test('what alone could suspend a terminal is made with its keys: not where it comes from, nor who pays when', () => {
  for (const [what, { proof }] of Object.entries(EVIDENCE)) {
    const anybodys = [
      'terminal.two-addresses',
      'terminal.odd-hours',
      'card.two-places',
      'terminal.certificate',
    ];
    if (anybodys.includes(what)) assert.equal(proof, 'nothing', what);
    // Recorded on the line and played again, these would pass as new.
    if (/^pin\.|previous-key|cloned/.test(what)) assert.equal(proof, 'mac-once', what);
  }
});

test('what counts as evidence is a reason that the host gives, or seen in messages side by side', () => {
  const observed = ['trace.back', 'sign-on.often', 'terminal.serial-twice', 'terminal.odd-hours'];
  observed.push('terminal.software', 'terminal.two-addresses', 'card.two-places');
  for (const [what, { words }] of Object.entries(EVIDENCE)) {
    assert.ok(reasons.has(what) || observed.includes(what), what);
    assert.ok(words.zh.length > 0 && words.en.length > 0, what);
  }
});
