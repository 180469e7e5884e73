// What each person may be told. Goal: the cause is named to all, the holder's figures only to holder and
// engineer. Method: stored reasons as rows, read as each audience in both languages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerCodes } from '@tillgate/pos-protocol';
import { type Audience, reasons } from '../kernel/reasons.js';
import { explainToTill, explainTransaction } from './index.js';

const insufficient = {
  rrn: '632600000001',
  answer_code: '51',
  reason: 'funds.insufficient',
  figures: { availableMinor: 9_900, amountMinor: 10_000, wouldPassBy: 'amount', wouldPassMinor: 9_900 },
};

test('the till hears the cause, not the balance', () => {
  for (const audience of ['cashier', 'merchant'] as const) {
    const told = explainTransaction(insufficient, audience, 'en');
    assert.equal(told.cause.id, 'funds.insufficient');
    assert.ok(!JSON.stringify(told).includes('99'), JSON.stringify(told));
    assert.equal(told.counterfactual, null);
  }
});

test('the holder and the engineer hear what would have passed', () => {
  assert.equal(
    explainTransaction(insufficient, 'cardholder', 'en').counterfactual,
    'At 99.00 or less it would have passed',
  );
  const engineer = explainTransaction(insufficient, 'engineer', 'zh');
  assert.equal(engineer.counterfactual, '不超过 99.00 则可通过');
  assert.deepEqual(engineer.cause.evidence, [
    'availableMinor = 9900',
    'amountMinor = 10000',
    'wouldPassBy = amount',
    'wouldPassMinor = 9900',
  ]);
});

test('a demand is explained at the till with the limit that the merchant set', () => {
  const limits = { amountMinor: 100_001, noPinLimitMinor: 100_000, entryMode: '072', wouldPassBy: 'amount' };
  const demanded = { ...insufficient, answer_code: '70', reason: 'cvm.amount' };
  const figures = { ...limits, wouldPassMinor: 100_000 };
  const told = explainTransaction({ ...demanded, figures }, 'cashier', 'zh');
  assert.equal(told.counterfactual, '不超过 1,000.00 则无需密码');
  // What would pass because of what the card was used for before is the holder's own.
  const used = { ...demanded, figures: { ...limits, wouldPassMinor: 98_000 } };
  assert.equal(explainTransaction(used, 'cashier', 'en').counterfactual, null);
  assert.equal(
    explainTransaction(used, 'cardholder', 'en').counterfactual,
    'At 980.00 or less no PIN would be asked',
  );
});

test('a holder hears what is left without a PIN, the till does not', () => {
  const figures = { amountMinor: 10_000, cvmEpoch: 1, leftMinor: 20_000, leftCount: 2 };
  const paid = { ...insufficient, answer_code: '00', reason: 'approved', figures };
  assert.equal(
    explainTransaction(paid, 'cardholder', 'en').counterfactual,
    'Today 2 more payments without the PIN, 200.00 in all',
  );
  assert.equal(explainTransaction(paid, 'cashier', 'en').counterfactual, null);
  const spent = { ...paid, figures: { ...figures, leftCount: 0 } };
  assert.equal(explainTransaction(spent, 'cardholder', 'zh').counterfactual, '下一笔须输入密码');
});

test('no word at the till rests on what only the holder may know', () => {
  const own = /\{(usedMinor|usedCount|limitMinor|limitCount|availableMinor|leftMinor|leftCount)\}/;
  for (const { id, cashier, next } of reasons.values()) {
    if (!/^(cvm|limit|funds)\./.test(id)) continue;
    for (const words of [cashier, next.cashier]) assert.doesNotMatch(words.zh + words.en, own, id);
  }
});

test('every reason has words for everybody in both languages', () => {
  for (const reason of reasons.values()) {
    for (const lang of ['zh', 'en'] as const) {
      for (const words of [
        reason.cashier,
        reason.cardholder,
        reason.engineer,
        ...Object.values(reason.next),
      ]) {
        assert.ok(words[lang].length > 0, `${reason.id} ${lang}`);
      }
      assert.ok(reason.cashier.zh !== reason.cashier.en, `${reason.id} is translated`);
    }
    assert.match(reason.answerCode, /^[0-9A-Z]{2}$/);
  }
});

test('a reason that this host no longer knows is still named', () => {
  const told = explainTransaction({ ...insufficient, reason: 'gone.reason' }, 'engineer', 'en');
  assert.equal(told.text, 'gone.reason');
});

test('a bank that gives a code and no reason: the words of its code, for each person', () => {
  const declined = { ...insufficient, reason: 'issuer.declined', figures: { bankCode: '54' } };
  const text = (audience: Audience, row = declined): string => explainTransaction(row, audience, 'en').text;
  assert.equal(text('cashier'), 'Card expired');
  assert.equal(text('merchant'), 'Card expired');
  assert.equal(text('cardholder'), 'Your card has expired');
  assert.equal(text('engineer'), 'the expiry has passed');
  assert.equal(text('cashier', { ...declined, figures: { bankCode: 'ZZ' } }), 'Declined by the bank');
});

test('every answer code of the protocol has words for everybody in both languages', () => {
  const codes =
    '00 01 03 04 05 06 10 11 12 13 14 15 1A 19 21 22 25 30 34 38 40 41 43 45 51 54 55 57 58 59 61 62 64 65 68 70 75 ' +
    '90 91 92 94 96 97 98 99 A0 A2 A4 A5 A6 A7 C1 Y1 Y3 Z1 Z3';
  assert.deepEqual([...answerCodes.keys()].sort(), codes.split(' ').sort());
  for (const { code, text, advice, cardholder, engineer } of answerCodes.values()) {
    for (const words of [text, advice, cardholder, engineer]) {
      assert.ok(words.zh.length > 0 && words.en.length > 0, code);
      assert.match(words.zh, /[\u4e00-\u9fff]/, code);
      assert.doesNotMatch(words.en, /[\u4e00-\u9fff]/, code);
    }
    // The cashier's words stand in where the table has no row: a holder and an engineer have their own.
    assert.notEqual(engineer.en, text.en, code);
  }
});

test('the till is told whether a sign-on helps, and words for the holder of a refusal alone', () => {
  const wrongMac = { ...insufficient, answer_code: 'A0', reason: 'mac.wrong', figures: {} };
  const caused = (id: string) => ({
    ...wrongMac,
    cause: { id, confidence: 0.99, figures: { kcv: 'A1B2C3' } },
  });
  for (const [row, helps] of [
    [wrongMac, true],
    [caused('mac.previous-key'), true],
    [caused('mac.pin-key'), false],
    [caused('terminal.cloned'), false],
    [{ ...wrongMac, answer_code: 'A7', reason: 'hsm.unreachable' }, true],
  ] as const) {
    const told = explainToTill(row, 'en');
    assert.equal(told.signOnHelps, helps, told.next[0]);
    assert.equal(/sign on/i.test(told.text) && !helps, false, 'not told to do what does not help');
    assert.equal(told.toHolder, 'You were not charged; pay again later');
    assert.ok(!JSON.stringify(told).includes('A1B2C3'));
  }
  const paid = { ...insufficient, answer_code: '00', reason: 'approved', figures: {} };
  assert.equal(explainToTill(paid, 'en').toHolder, null);
});
