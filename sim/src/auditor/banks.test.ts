// Goal: what goes wrong between the hosts and a bank that decides elsewhere is found. Method: as in audit.test.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.js';
import type { Evidence } from './evidence.js';
import { elsewhere, sound, withRows } from './sound-world.fixture.js';

const BROKEN: ReadonlyArray<readonly [invariant: string, what: string, evidence: () => Evidence]> = [
  [
    'I5 limits hold',
    'a balance that no entry explains, at the bank elsewhere',
    () =>
      withRows((rows) => {
        if (rows.newTransactions.length === 0) return;
        rows.cards = rows.cards.map((card) => ({ ...card, available_minor: card.available_minor - 1 }));
      }, 'bankDisk'),
  ],
  [
    'I1 banks approve first',
    'a payment that its bank lost',
    () =>
      withRows((rows) => {
        rows.newTransactions = rows.newTransactions.filter(({ rrn }) => rrn !== elsewhere.rrn);
      }, 'bankDisk'),
  ],
  [
    'I1 banks approve first',
    'an approval before that of the bank',
    () => ({ ...sound, bankDisk: sound.bankDisk.map((record) => ({ ...record, order: record.order + 40 })) }),
  ],
  [
    'I8 banks agree',
    'a payment that the bank alone has reversed',
    () =>
      withRows((rows) => {
        rows.newTransactions = rows.newTransactions.map((row) =>
          row.rrn === elsewhere.rrn ? { ...row, state: 'reversed' } : row,
        );
      }, 'bankDisk'),
  ],
  [
    'I11 banks are told',
    'what waits for its bank at the end',
    () =>
      withRows((rows) => {
        rows.forwards = rows.forwards.map((row) => ({ ...row, state: 'waiting' }));
      }),
  ],
  [
    'I11 banks are told',
    'a confirmation that settles the suspense account of no bank',
    () =>
      withRows((rows) => {
        rows.entrySets = rows.entrySets.filter(({ postings }) =>
          postings.every(({ account }) => !account.startsWith('suspense:')),
        );
        rows.entrySets.push({
          ...{ rrn: null, causedBy: null, currency: '156' },
          postings: [
            { account: 'suspense:', amountMinor: 1 },
            { account: 'receivable:', amountMinor: -1 },
          ],
        });
      }),
  ],
  [
    'I11 banks hear in order',
    'forwards that came to the bank the wrong way round',
    () => ({ ...sound, bankDisk: sound.bankDisk.map((record) => ({ ...record, order: 0 - record.order })) }),
  ],
];

for (const [invariant, what, evidence] of BROKEN) {
  test(`${invariant}: ${what}`, () => {
    const names = new Set(audit(evidence()).map((violation) => violation.invariant));
    assert.ok(names.has(invariant), `found: ${[...names].join(', ') || 'nothing'}`);
  });
}
