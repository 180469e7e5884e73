// Goal: DUKPT counters and keys keep the bounds of X9.24 that known answers cannot show.
// Method: walks over counters, and keys of neighbouring transactions compared.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AES_DUKPT_COUNTER_BITS,
  AES_DUKPT_ONES_MAX,
  aesDukptDerivationKey,
  aesDukptInitialKey,
  aesDukptWorkingKey,
} from './aes-dukpt.js';
import { bytesToHex, hexToBytes } from './bytes.js';
import { nextDukptCounter } from './dukpt-counter.js';
import {
  TDES_DUKPT_COUNTER_BITS,
  TDES_DUKPT_ONES_MAX,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
} from './tdes-dukpt.js';

const bdk = hexToBytes('0123456789ABCDEFFEDCBA9876543210');

test('a TDES terminal has 1,048,575 transactions and never a counter with more than ten ones', () => {
  let [counter, transactions] = [nextDukptCounter(0, TDES_DUKPT_COUNTER_BITS, TDES_DUKPT_ONES_MAX), 0];
  while (counter !== undefined) {
    transactions++;
    if (counter.toString(2).replaceAll('0', '').length > TDES_DUKPT_ONES_MAX) assert.fail(String(counter));
    counter = nextDukptCounter(counter, TDES_DUKPT_COUNTER_BITS, TDES_DUKPT_ONES_MAX);
  }
  assert.equal(transactions, 1_048_575);
});

test('an AES counter that is used up has no next', () => {
  assert.equal(nextDukptCounter(0xffff0000, AES_DUKPT_COUNTER_BITS, AES_DUKPT_ONES_MAX), undefined);
});

test('every TDES use of one transaction has a key of its own', () => {
  const ksn = hexToBytes('FFFF9876543210E00003');
  const key = tdesDukptTransactionKey(tdesDukptInitialKey(bdk, ksn), ksn);
  const usages = ['pin', 'mac-request', 'mac-response', 'data-request', 'data-response'] as const;
  const keys = usages.map((usage) => bytesToHex(tdesDukptWorkingKey(key, usage)));
  assert.equal(new Set([...keys, bytesToHex(key)]).size, 6);
});

test('a key of another transaction is refused nothing but differs', () => {
  const [first, second] = [hexToBytes('123456789012345600000001'), hexToBytes('123456789012345600000002')];
  const ik = aesDukptInitialKey(bdk, first.slice(0, 8));
  const keys = [first, second].map((ksn) =>
    bytesToHex(aesDukptWorkingKey(aesDukptDerivationKey(ik, ksn), ksn, 'pin', 'AES128')),
  );
  assert.notEqual(keys[0], keys[1]);
});

test('a KSN of a wrong length or with a counter that no terminal uses is refused', () => {
  const ik = bdk;
  assert.throws(() => tdesDukptInitialKey(bdk, new Uint8Array(9)), { code: 'TG_KSN' });
  assert.throws(() => tdesDukptTransactionKey(ik, hexToBytes('FFFF9876543210E00000')), {
    code: 'TG_KSN_COUNTER',
  });
  assert.throws(() => tdesDukptTransactionKey(ik, hexToBytes('FFFF9876543210FFFFFF')), {
    code: 'TG_KSN_COUNTER',
  });
  assert.throws(() => aesDukptDerivationKey(ik, hexToBytes('12345678901234560001FFFF')), {
    code: 'TG_KSN_COUNTER',
  });
});
