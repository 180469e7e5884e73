// The kernel's small promises: sensitive values print masked, money stays exact, references never repeat,
// local dates are right around midnight and New Year.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { dayBefore, localTimeIn } from './local-time.js';
import { feeMinor, formatAmountMinor, parseAmountMinor, printAmount } from './money.js';
import { createRrnSource, RRN_BLOCK } from './rrn.js';
import { Pan, SecretBytes } from './sensitive.js';
import { fill } from './words.js';

test('a PAN prints as first 6 and last 4, however it is printed', () => {
  const pan = Pan.parse('6299990000001000011');
  assert.ok(pan);
  const printed = [String(pan), JSON.stringify({ pan }), inspect({ pan }), inspect(pan), `${pan}`];
  for (const text of printed) {
    assert.ok(text.includes('629999*********0011'), text);
    assert.ok(!text.includes('0000001000'), text);
  }
  assert.equal(pan.reveal(), '6299990000001000011');
});

test('only 13 to 19 ASCII digits are a PAN', () => {
  for (const text of [
    '',
    '123456789012',
    '12345678901234567890',
    '62999900000010000１１',
    '629999000000100001D',
  ]) {
    assert.equal(Pan.parse(text), undefined, text);
  }
});

test('secret bytes print their length only', () => {
  const secret = new SecretBytes('PIN block', Uint8Array.of(1, 2, 3, 250));
  for (const text of [String(secret), JSON.stringify(secret), inspect(secret)]) {
    assert.match(text, /PIN block\(4 bytes\)/);
    assert.ok(!text.includes('250'));
  }
  secret.wipe();
  assert.deepEqual([...secret.reveal()], [0, 0, 0, 0]);
});

test('amounts: field 4, and for people', () => {
  assert.equal(parseAmountMinor('000000012345'), 12_345);
  for (const text of ['', '1.00', '-1', '1234567890123', '１２'])
    assert.equal(parseAmountMinor(text), undefined);
  assert.equal(formatAmountMinor(12_345), '000000012345');
  assert.deepEqual([0, 5, 100, 123_456_789, -12].map(printAmount), [
    '0.00',
    '0.05',
    '1.00',
    '1,234,567.89',
    '-0.12',
  ]);
  assert.equal(feeMinor(999_999_999_999, 60), 6_000_000_000);
});

test('references never repeat, also when many ask at once and blocks run out', async () => {
  let block = 0;
  const source = createRrnSource(async () => {
    block += 1;
    return block;
  });
  const given = await Promise.all(Array.from({ length: 2 * RRN_BLOCK + 5 }, () => source.next('20261122')));
  assert.equal(new Set(given).size, given.length);
  assert.equal(block, 3);
  // 22 November is day 326.
  assert.ok(given.every((rrn) => /^6326[0-9]{8}$/.test(rrn)));
});

test('local time is the acquirer\u2019s, around midnight and New Year', () => {
  const local = localTimeIn('Asia/Shanghai');
  assert.deepEqual(local(Date.UTC(2026, 11, 31, 15, 59, 59)), { date: '20261231', time: '235959' });
  assert.deepEqual(local(Date.UTC(2026, 11, 31, 16, 0, 0)), { date: '20270101', time: '000000' });
  assert.equal(dayBefore('20270101'), '20261231');
  assert.equal(dayBefore('20280301'), '20280229');
});

test('figures fill the words; amounts print as amounts and a missing figure shows', () => {
  const figures = { limitMinor: 100_000, count: 3, format: 'PAN digits all zero' };
  assert.equal(fill('{limitMinor}, {count}, {nothing}', figures, 'en'), '1,000.00, 3, ?');
  assert.equal(fill('{format}', figures, 'zh'), '主账号位全为零');
  assert.equal(fill('{format}', { format: 'of another world' }, 'zh'), 'of another world');
});
