// Goal: a PIN is changed by whoever knows the old one and by nobody else, in one call; weak ones are refused inside.
// Method: the command in process, for a PVV and an offset; the new reference is tried with the command that verifies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  encodePinBlockFormat0,
  hexToBytes,
  ibm3624Offset,
  ibm3624ValidationData,
  keyBlockPaddingBytes,
  pinFromText,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import fc from 'fast-check';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import type { PinReference } from './hsm.js';
import { LmkRing } from './lmk-ring.js';
import { weaknessOf } from './pin-change.js';
import { WRONG_PINS_PER_PAN } from './pin-check-limits.js';

const PAN = '6299990000001000011';
const OLD = '246810';
const ZPK = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const PVK = hexToBytes('D97AE0AE04F4B3CD15704F4ADFEF198A');
const tdes = createTdes(ZPK);
const lmk = systemRandom.bytes(32);
const table = '0123456789012345';

const room = () =>
  createCommands({ lmks: LmkRing.of(lmk), random: systemRandom, clock: systemClock, createTdes });

function keyBlock(key: Uint8Array, keyUsage: string, modeOfUse: string): string {
  const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
  const padding = systemRandom.bytes(keyBlockPaddingBytes('D', key.length));
  return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm: 'T', modeOfUse }, key, padding);
}
const zpk = keyBlock(ZPK, 'P0', 'D');
const pvks = { 'visa-pvv': keyBlock(PVK, 'V2', 'C'), 'ibm-3624': keyBlock(PVK, 'V1', 'C') };

function pinBlock(pin: string, pan = PAN): Uint8Array {
  const block = encodePinBlockFormat0(pinFromText(pin), pan);
  tdes.encryptBlock(block, 0, block, 0);
  return block;
}

/** PIN 246810 by its PVV. */
const pvv: PinReference = { method: 'visa-pvv', pvki: 1, pvv: '16127938' };

/** PIN 246810 by the offset that leads to it. */
const method = {
  pvk: createTdes(PVK),
  decimalisationTable: table,
  validationData: ibm3624ValidationData(PAN),
};
const offset: PinReference = {
  ...{ method: 'ibm-3624', decimalisationTable: table },
  offset: ibm3624Offset(method, pinFromText(OLD)),
};

const ask = (reference: PinReference, oldPin: string, newPin: string) => ({
  ...{ zpk, pvk: pvks[reference.method], pan: PAN, reference },
  ...{ oldPinBlock: pinBlock(oldPin), newPinBlock: pinBlock(newPin) },
});

test('the new PIN verifies, and the old one no longer', () => {
  const commands = room();
  for (const reference of [pvv, offset]) {
    for (const newPin of ['9027', '135792468013', '471025']) {
      const { result, value } = commands.changePin(ask(reference, OLD, newPin));
      assert.equal(result, 'changed');
      const renewed = { ...reference, [reference.method === 'visa-pvv' ? 'pvv' : 'offset']: value };
      const check = (pin: string): string =>
        commands.verifyPin({
          ...{ zpk, pvk: pvks[reference.method], pinBlock: pinBlock(pin), pan: PAN, reference: renewed },
        });
      assert.deepEqual([check(newPin), check(OLD)], ['match', 'mismatch'], `${reference.method} ${newPin}`);
    }
  }
});

test('nothing is made of a wrong old PIN, and it counts', () => {
  const commands = room();
  for (let tries = 0; tries < WRONG_PINS_PER_PAN; tries += 1) {
    assert.deepEqual(commands.changePin(ask(pvv, '246811', '1111')), { result: 'mismatch', value: '' });
  }
  assert.throws(() => commands.changePin(ask(pvv, OLD, '9027')), { code: 'TG_HSM_PIN_CHECKS' });
});

test('a weak new PIN, or the old one again, is refused with its reason', () => {
  const refusals = {
    ...{ '0000': 'same-digits', '777777': 'same-digits', '1234': 'sequence', '9876': 'sequence' },
    ...{ '7890': 'sequence', '210987': 'sequence', [OLD]: 'unchanged' },
  };
  for (const [pin, result] of Object.entries(refusals)) {
    assert.deepEqual(room().changePin(ask(pvv, OLD, pin)), { result, value: '' }, pin);
  }
});

test('a block of another PAN, or of another key, is undecodable in either place', () => {
  const other = pinBlock('9027', '6299990001000032');
  for (const place of ['oldPinBlock', 'newPinBlock'] as const) {
    for (const block of [other, new Uint8Array(8)]) {
      const { result } = room().changePin({ ...ask(pvv, OLD, '9027'), [place]: block });
      assert.equal(result, 'undecodable', place);
    }
  }
});

test('a verification key that may only verify changes nothing', () => {
  const request = { ...ask(pvv, OLD, '9027'), pvk: keyBlock(PVK, 'V2', 'V') };
  assert.throws(() => room().changePin(request), { code: 'TG_HSM_KEY_USAGE' });
});

test('weak is: all the same, or each digit one above or one below the last', () => {
  const digit = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(digit, fc.constantFrom(0, 1, 9), fc.integer({ min: 4, max: 12 }), (first, step, length) => {
      const pin = Uint8Array.from({ length }, (_, at) => (first + at * step) % 10);
      assert.equal(weaknessOf(pin), step === 0 ? 'same-digits' : 'sequence');
      // One other digit anywhere makes it neither.
      const at = length - 1;
      pin[at] = (pin[at]! + 3) % 10;
      assert.equal(weaknessOf(pin), undefined);
    }),
  );
});
