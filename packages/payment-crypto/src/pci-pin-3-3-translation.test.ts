// Goal: a PIN goes only where PCI PIN requirement 3-3 lets it go, and arrives unchanged.
// Method: the whole matrix of formats, with the same and with another PAN.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAes } from './aes.js';
import { hexToBytes } from './bytes.js';
import { createTdes } from './des.js';
import { pinFromText } from './pin.js';
import { encodePinBlockFormat1 } from './pin-block.js';
import {
  decipherPinBlock,
  PIN_BLOCK_RANDOM_BYTES,
  type PinBlockEnd,
  type TranslatablePinFormat,
  translatePinBlock,
} from './pin-translate.js';

const key = hexToBytes('B9295DB66B104564EF01311CAE5DA415');
const pan = '6222997193010861';
const otherPan = '6299990000001000011';
const pin = pinFromText('60507173086');
const random = new Uint8Array(PIN_BLOCK_RANDOM_BYTES).fill(0x5b);
const formats: readonly TranslatablePinFormat[] = ['0', '1', '3', '4'];

function end(format: TranslatablePinFormat, endPan = pan): PinBlockEnd {
  return { format, cipher: format === '4' ? createAes(key) : createTdes(key), pan: endPan };
}

/** A block of any format, made from one of format 1, which may go anywhere. */
function blockIn(format: TranslatablePinFormat): Uint8Array {
  const block = encodePinBlockFormat1(pin, new Uint8Array(14));
  createTdes(key).encryptBlock(block, 0, block, 0);
  return translatePinBlock(end('1'), end(format), block, random);
}

for (const from of formats) {
  for (const to of formats) {
    const allowed = from === '1' || to !== '1';
    test(`format ${from} to ${to}: ${allowed ? 'allowed' : 'refused'}`, () => {
      const translate = (target: PinBlockEnd): Uint8Array =>
        translatePinBlock(end(from), target, blockIn(from), random);
      if (allowed) assert.deepEqual(decipherPinBlock(end(to), translate(end(to))), pin);
      else assert.throws(() => translate(end(to)), { code: 'TG_PIN_FORMAT_RULE' });
      if (from !== '1') assert.throws(() => translate(end(to, otherPan)), { code: 'TG_PIN_FORMAT_RULE' });
    });
  }
}

test('every bit of a format 4 block counts', () => {
  const block = blockIn('4');
  for (let bit = 0; bit < 128; bit++) {
    const damaged = block.slice();
    damaged[bit >>> 3]! ^= 1 << (bit & 7);
    assert.throws(() => decipherPinBlock(end('4'), damaged), { code: 'TG_PIN_BLOCK' });
  }
});
