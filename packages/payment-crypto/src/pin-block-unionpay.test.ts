// Goal: the PIN block of UnionPay terminals under SM4 gives back the PIN, and every defect looks the same.
// Method: properties over random PINs and PANs, and every possible change of one nibble of a block.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesToHex } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { pinFromText } from './pin.js';
import { decodePinBlockUnionPaySm4, encodePinBlockUnionPaySm4 } from './pin-block-unionpay.js';

const anyPin = fc.stringMatching(/^[0-9]{4,12}$/).map(pinFromText);
const anyPan = fc.stringMatching(/^[0-9]{13,19}$/);

test('a PIN survives for every length of PIN and PAN', () => {
  fc.assert(
    fc.property(anyPin, anyPan, (pin, pan) => {
      assert.deepEqual(decodePinBlockUnionPaySm4(encodePinBlockUnionPaySm4(pin, pan), pan), pin);
    }),
  );
});

test('length, PIN, fill and the account number on the right', () => {
  const block = encodePinBlockUnionPaySm4(pinFromText('123456'), '6299990000001000011');
  // F XOR 000000100001: the twelve digits before the check digit.
  assert.equal(bytesToHex(block), '06123456FFFFFFFFFFFFFFFFFFEFFFFE');
});

test('a changed nibble gives another PIN or the one error', () => {
  const pan = '6299990000001000011';
  const block = encodePinBlockUnionPaySm4(pinFromText('246810'), pan);
  const codes = new Set<string>();
  let refused = 0;
  for (let nibble = 0; nibble < 32; nibble++) {
    for (let change = 1; change < 16; change++) {
      const bad = block.slice();
      bad[nibble >> 1]! ^= nibble % 2 === 0 ? change << 4 : change;
      try {
        assert.notDeepEqual(decodePinBlockUnionPaySm4(bad, pan), pinFromText('246810'));
      } catch (error) {
        assert.ok(error instanceof CryptoFault);
        codes.add(error.code);
        refused++;
      }
    }
  }
  assert.deepEqual([...codes], ['TG_PIN_BLOCK']);
  assert.ok(refused > 400, 'only digits of the PIN may change unseen');
  assert.throws(() => decodePinBlockUnionPaySm4(block.slice(1), pan), { code: 'TG_PIN_BLOCK' });
});
