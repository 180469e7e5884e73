// The live list: what arrives while somebody reads must wait, and must never be lost or shown twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionSummary } from '@tillgate/server/api';
import { changeRows, fitsSearch, type LiveRows, noRows } from './live-rows.js';

function row(sequence: number, change: Partial<TransactionSummary> = {}): TransactionSummary {
  return {
    ...{
      rrn: `6326000000${String(sequence).padStart(2, '0')}`,
      sequence,
      kind: 'purchase',
      state: 'approved',
    },
    ...{ terminalId: '10000001', merchantId: '999290054110001', merchantName: { zh: '店', en: 'Shop' } },
    ...{ trace: '000011', batch: '000001', receivedAt: 0, amountMinor: 1234, currency: '156' },
    ...{ panMasked: '629999******0011', entryMode: '072', answerCode: '00' },
    reason: { code: 'approved', zh: '成功', en: 'approved' },
    ...change,
  };
}

const loaded: LiveRows = changeRows(noRows, {
  type: 'loaded',
  list: { transactions: [row(3), row(2)], before: 2 },
});

const sequences = ({ rows }: LiveRows): number[] => rows.map(({ sequence }) => sequence);

test('a row that arrives goes to the top', () => {
  const after = changeRows(loaded, { type: 'arrived', row: row(4), isHeld: false });
  assert.deepEqual(sequences(after), [4, 3, 2]);
});

test('a held list does not move, and shows what waited once it is released', () => {
  const one = changeRows(loaded, { type: 'arrived', row: row(4), isHeld: true });
  const two = changeRows(one, { type: 'arrived', row: row(5), isHeld: true });
  assert.deepEqual(sequences(two), [3, 2]);
  assert.equal(two.waiting.length, 2);
  const released = changeRows(two, { type: 'released' });
  assert.deepEqual(sequences(released), [5, 4, 3, 2]);
  assert.equal(released.waiting.length, 0);
});

test('a payment that changes keeps its one row, in its newest form', () => {
  const held = changeRows(loaded, { type: 'arrived', row: row(3, { state: 'reversed' }), isHeld: true });
  const after = changeRows(held, { type: 'released' });
  assert.deepEqual(sequences(after), [3, 2]);
  assert.equal(after.rows[0]?.state, 'reversed');
});

test('an older page goes below, and its cursor takes over', () => {
  const after = changeRows(loaded, { type: 'older', list: { transactions: [row(2), row(1)], before: null } });
  assert.deepEqual(sequences(after), [3, 2, 1]);
  assert.equal(after.before, null);
});

test('the search tells numbers apart by their length', () => {
  assert.ok(fitsSearch(row(1), ''));
  assert.ok(fitsSearch(row(1), '0011'));
  assert.ok(fitsSearch(row(1), '000011'));
  assert.ok(fitsSearch(row(1), '10000001'));
  assert.ok(fitsSearch(row(1), row(1).rrn));
  assert.ok(!fitsSearch(row(1), '0012'));
  assert.ok(!fitsSearch(row(1, { panMasked: null }), '0011'));
});
