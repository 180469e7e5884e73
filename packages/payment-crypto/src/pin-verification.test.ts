// Goal: the IBM 3624 method and the Visa PVV accept the right PIN only, and refuse weak tables.
// Method: offsets and values made here must verify; any other PIN of the same length must not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from './bytes.js';
import { createTdes } from './des.js';
import { ibm3624Offset, ibm3624ValidationData, verifyIbm3624Pin } from './ibm-3624.js';
import { pinFromText } from './pin.js';
import { verifyVisaPvv, visaPvv } from './pvv.js';

const pvk = createTdes(hexToBytes('0123456789ABCDEFFEDCBA9876543210'));
const pan = '6299980000001000011';
const ibmMethod = {
  pvk,
  decimalisationTable: '0123456789012345',
  validationData: ibm3624ValidationData(pan),
};

test('IBM 3624: the offset of a PIN leads to that PIN and to no other', () => {
  const pins = fc.stringMatching(/^[0-9]{4,12}$/);
  fc.assert(
    fc.property(pins, pins, (pin, other) => {
      const offset = ibm3624Offset(ibmMethod, pinFromText(pin));
      assert.equal(verifyIbm3624Pin(ibmMethod, pinFromText(pin), offset), true);
      assert.equal(verifyIbm3624Pin(ibmMethod, pinFromText(other), offset), pin === other);
    }),
  );
});

test('IBM 3624: validation data is twelve PAN digits and F', () => {
  assert.equal(bytesToHex(ibm3624ValidationData('6299980000001000011')), '000000100001FFFF');
});

test('IBM 3624: a table with few digits, or one too often, is refused', () => {
  for (const decimalisationTable of ['0000000012345678', '0123456012345601', '012345678901234', '']) {
    assert.throws(() => ibm3624Offset({ ...ibmMethod, decimalisationTable }, pinFromText('1234')), {
      code: 'TG_DECIMALISATION',
    });
  }
});

test('Visa PVV: only the first four digits of a PIN enter the value', () => {
  const pvv = visaPvv(pvk, 1, pan, pinFromText('246810'));
  assert.equal(visaPvv(pvk, 1, pan, pinFromText('2468')), pvv);
  assert.equal(verifyVisaPvv(pvk, 1, pan, pinFromText('2468'), pvv), true);
  assert.notEqual(visaPvv(pvk, 2, pan, pinFromText('246810')), pvv);
});

test('Visa PVV: a key index or a value that is not decimal is refused', () => {
  for (const pvki of [-1, 10, 1.5, Number.NaN]) {
    assert.throws(() => visaPvv(pvk, pvki, pan, pinFromText('1234')), { code: 'TG_PVKI' });
  }
  assert.throws(() => verifyVisaPvv(pvk, 1, pan, pinFromText('1234'), '12 4'), { code: 'TG_PVV' });
});
