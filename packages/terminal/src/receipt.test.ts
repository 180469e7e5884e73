// Goal: the slip holds what it must, fits the paper, and shows no card number. Method: a real sale, printed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeGbk } from '@tillgate/pos-protocol';
import { localTime, momentOf } from './local-time.js';
import { amountText, RECEIPT_COLUMNS, receiptLines } from './receipt-text.js';
import { card, pan, startMs, Till } from './till.fixture.js';

async function sold(entry: 'stripe' | 'contactless', pin: string): Promise<Till> {
  const till = await Till.open();
  till.pin = pin;
  await till.terminal.signOn();
  await till.terminal.sale(card(entry), 123456);
  return till;
}

test('every line fits 32 columns, Chinese characters counted as two', async () => {
  const receipt = (await sold('stripe', '246810')).terminal.lastReceipt!;
  for (const copy of ['merchant', 'cardholder'] as const) {
    for (const line of receiptLines(receipt, { copy, reprint: true })) {
      assert.ok(encodeGbk(line).length <= RECEIPT_COLUMNS, line);
    }
  }
});

test('the slip shows merchant, masked card, voucher, codes, time and amount', async () => {
  const receipt = (await sold('stripe', '246810')).terminal.lastReceipt!;
  const text = receiptLines(receipt, { copy: 'merchant', reprint: false }).join('\n');
  const shown = ['晨光便利店', '999290054110001', '629999*********0011', '000002', 'A1B2C3', 'RMB 1234.56'];
  for (const part of [...shown, '2026-11-22 09:30:15', '62999900', '已输密码']) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(!text.includes(pan) && !text.includes('重打印'));
  assert.doesNotMatch(JSON.stringify(receipt), /3012|1000001000011/);
});

test('a signature line when nothing else serves, on the copy of the merchant only', async () => {
  const signed = (await sold('stripe', '')).terminal.lastReceipt!;
  assert.match(receiptLines(signed, { copy: 'merchant', reprint: false }).join('\n'), /SIGNATURE:/);
  assert.doesNotMatch(receiptLines(signed, { copy: 'cardholder', reprint: false }).join('\n'), /SIGNATURE:/);
  const free = (await sold('contactless', '')).terminal.lastReceipt!;
  assert.match(receiptLines(free, { copy: 'merchant', reprint: true }).join('\n'), /免密免签/);
  assert.match(receiptLines(free, { copy: 'merchant', reprint: true }).join('\n'), /重打印/);
});

test('amounts', () => {
  assert.equal(amountText({ currency: '156', amountMinor: 5 }), 'RMB 0.05');
  assert.equal(amountText({ currency: '344', amountMinor: 100 }), '344 1.00');
});

test('F12 and F13 have no year: the nearest moment counts, also over New Year', () => {
  const newYear = Date.UTC(2026, 11, 31, 15, 59, 0);
  assert.deepEqual(localTime(newYear, 480), { date: '20261231', mmdd: '1231', hhmmss: '235900' });
  assert.equal(momentOf('0101', '000100', newYear, 480), Date.UTC(2026, 11, 31, 16, 1, 0));
  assert.equal(momentOf('1122', '093015', startMs, 480), startMs + 15_000);
  assert.equal(momentOf('0231', '000000', startMs, 480), undefined);
  assert.equal(momentOf('', '', startMs, 480), undefined);
});
