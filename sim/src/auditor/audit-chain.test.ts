// Goal: what breaks the chain of the audit, or was done without it, is found. Method: as in audit.test.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.js';
import type { DiskRecord, Evidence } from './evidence.js';
import { sound } from './sound-world.fixture.js';

function withEntries(change: (entry: DiskRecord, at: number) => DiskRecord[]): Evidence {
  return { ...sound, auditDisk: sound.auditDisk.flatMap(change) };
}

const middle = Math.floor(sound.auditDisk.length / 2);
/** The entry of the first keys that were handed out. */
const keysAt = sound.auditDisk.findIndex(({ text }) => text.includes('"generateWorkingKeys"'));

const BROKEN: ReadonlyArray<readonly [invariant: string, what: string, evidence: () => Evidence]> = [
  [
    'I9 the chain holds',
    'an entry that says something else',
    () =>
      withEntries((entry, at) => [
        at === middle ? { ...entry, text: entry.text.replace('"count":1', '"count":2') } : entry,
      ]),
  ],
  [
    'I9 the chain holds',
    'an entry that is gone',
    () => withEntries((entry, at) => (at === middle ? [] : [entry])),
  ],
  [
    'I9 the chain holds',
    'two entries of one number',
    () => withEntries((entry, at) => (at === middle ? [entry, entry] : [entry])),
  ],
  [
    'I9 the chain holds',
    'a tail that is gone',
    () => ({ ...sound, auditDisk: sound.auditDisk.slice(0, -1) }),
  ],
  [
    'I9 privileged uses are audited',
    'keys of which nothing is kept',
    () =>
      withEntries((entry, at) => [
        at === keysAt ? { ...entry, text: entry.text.replaceAll('generateWorkingKeys', 'verifyMac') } : entry,
      ]),
  ],
  [
    'I9 privileged uses are audited',
    'keys that were handed out before',
    () => withEntries((entry, at) => [at === keysAt ? { ...entry, order: entry.order + 100 } : entry]),
  ],
  [
    'I9 privileged uses are audited',
    'card numbers of which nothing is kept',
    () => withEntries((entry) => [{ ...entry, text: entry.text.replaceAll('openPan', 'sealPan') }]),
  ],
];

for (const [invariant, what, evidence] of BROKEN) {
  test(`${invariant}: ${what}`, () => {
    const names = new Set(audit(evidence()).map((violation) => violation.invariant));
    assert.ok(names.has(invariant), `found: ${[...names].join(', ') || 'nothing'}`);
  });
}
