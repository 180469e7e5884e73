// Goal: clear PIN blocks of ISO 9564-1 give back the PIN, and every defect looks the same from outside.
// Method: properties over random PINs and PANs, and every possible change of one nibble of a block.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CryptoFault } from './crypto-fault.js';
import { pinFromText } from './pin.js';
import {
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat2,
  decodePinBlockFormat3,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat2,
  encodePinBlockFormat3,
} from './pin-block.js';

const anyPin = fc.stringMatching(/^[0-9]{4,12}$/).map(pinFromText);
const anyPan = fc.stringMatching(/^[0-9]{13,19}$/);

test('a PIN survives formats 0 to 3 for every length of PIN and PAN', () => {
  const fill = Uint8Array.from({ length: 10 }, (_, i) => 10 + (i % 6));
  fc.assert(
    fc.property(anyPin, anyPan, (pin, pan) => {
      assert.deepEqual(decodePinBlockFormat0(encodePinBlockFormat0(pin, pan), pan), pin);
      assert.deepEqual(decodePinBlockFormat1(encodePinBlockFormat1(pin, fill)), pin);
      assert.deepEqual(decodePinBlockFormat2(encodePinBlockFormat2(pin)), pin);
      assert.deepEqual(decodePinBlockFormat3(encodePinBlockFormat3(pin, pan, fill), pan), pin);
    }),
  );
});

test('a changed nibble gives another PIN or the one error, never a text of its own', () => {
  const pan = '6299990000001000011';
  const block = encodePinBlockFormat0(pinFromText('246810'), pan);
  const messages = new Set<string>();
  for (let nibble = 0; nibble < 16; nibble++) {
    for (let change = 1; change < 16; change++) {
      const damaged = block.slice();
      damaged[nibble >>> 1]! ^= (nibble & 1) === 0 ? change << 4 : change;
      try {
        assert.notDeepEqual(decodePinBlockFormat0(damaged, pan), pinFromText('246810'));
      } catch (error) {
        assert.ok(error instanceof CryptoFault, String(error));
        assert.equal(error.code, 'TG_PIN_BLOCK');
        messages.add(error.message);
      }
    }
  }
  assert.equal(messages.size, 1);
});

test('a block of the wrong length or of another PAN is refused with the same error', () => {
  const pan = '6299990000001000011';
  const block = encodePinBlockFormat0(pinFromText('246810'), pan);
  const wrong: readonly [Uint8Array, string][] = [
    [block.slice(0, 7), pan],
    [new Uint8Array(), pan],
    [new Uint8Array(16), pan],
    [block, '6299990001100999999'],
  ];
  for (const [candidate, otherPan] of wrong) {
    assert.throws(() => decodePinBlockFormat0(candidate, otherPan), { code: 'TG_PIN_BLOCK' });
  }
});

test('a PIN or PAN of full-width digits, of letters or of a wrong length is refused', () => {
  const [three, fullWidth] = ['246', '\uff12\uff14\uff16\uff18'];
  for (const pin of [three, fullWidth, '12A4', '1234567890123', '']) {
    assert.throws(() => pinFromText(pin), { code: 'TG_PIN' });
  }
  const pin = pinFromText('1234');
  for (const pan of ['629999000000', '62999900000010000112', '62999900001000\uff13', '']) {
    assert.throws(() => encodePinBlockFormat0(pin, pan), { code: 'TG_PAN' });
  }
  assert.throws(() => encodePinBlockFormat0(Uint8Array.of(1, 2, 3, 10), '6299990001000032'), {
    code: 'TG_PIN',
  });
});
