// Goal: the rules for PINs hold (PCI PIN 3-3): formats, one PAN, one answer for every defect, and bounded tries.
// Method: the commands in process, with blocks made here under clear keys, and a clock of the test's own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesToHex,
  createAes,
  createTdes,
  encipherPinBlockFormat4,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat3,
  hexToBytes,
  keyBlockPaddingBytes,
  pinFromText,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import { LmkRing } from './lmk-ring.js';
import { DEFECTS_PER_KEY, WRONG_PINS_PER_PAN } from './pin-check-limits.js';

const PAN = '6299990000001000011';
const OTHER_PAN = '6299990001000032';
const KEY = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const TARGET = hexToBytes('61F13B4AC45B4FEC31268054DA08645D');
const PVK = hexToBytes('D97AE0AE04F4B3CD15704F4ADFEF198A');
const [tdes, aes] = [createTdes(KEY), createAes(KEY)];
/** PIN 246810 of this PAN. */
const reference = { method: 'visa-pvv', pvki: 1, pvv: '16127938' } as const;
const lmk = systemRandom.bytes(32);

let now = 0;
function room() {
  const clock = { ...systemClock, now: () => now };
  return createCommands({ lmks: LmkRing.of(lmk), random: systemRandom, clock, createTdes });
}

function block(key: Uint8Array, keyUsage: string, algorithm: string, modeOfUse: string): string {
  const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
  const padding = systemRandom.bytes(keyBlockPaddingBytes('D', key.length));
  return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm, modeOfUse }, key, padding);
}
const from = {
  '0': block(KEY, 'P0', 'T', 'D'),
  '3': block(KEY, 'P0', 'T', 'D'),
  '4': block(KEY, 'P0', 'A', 'D'),
};
const to = {
  '0': block(TARGET, 'P0', 'T', 'E'),
  '3': block(TARGET, 'P0', 'T', 'E'),
  '4': block(TARGET, 'P0', 'A', 'E'),
};
const back = {
  '0': block(TARGET, 'P0', 'T', 'D'),
  '3': block(TARGET, 'P0', 'T', 'D'),
  '4': block(TARGET, 'P0', 'A', 'D'),
};
const pvk = block(PVK, 'V2', 'T', 'V');
const FORMATS = ['0', '3', '4'] as const;

function pinBlock(format: '0' | '1' | '3' | '4', pin = '246810', pan = PAN): Uint8Array {
  const digits = pinFromText(pin);
  if (format === '4') return encipherPinBlockFormat4(aes, digits, pan, systemRandom.bytes(8));
  const fill = new Uint8Array(14).fill(12);
  const clear =
    format === '0'
      ? encodePinBlockFormat0(digits, pan)
      : format === '1'
        ? encodePinBlockFormat1(digits, fill)
        : encodePinBlockFormat3(digits, pan, fill);
  tdes.encryptBlock(clear, 0, clear, 0);
  return clear;
}

test('formats 0, 3 and 4 go to each other and verify; the PIN is the same at the end', () => {
  const commands = room();
  for (const fromFormat of FORMATS) {
    for (const toFormat of FORMATS) {
      const translated = commands.translatePin({
        ...{ from: from[fromFormat], to: to[toFormat], pan: PAN, fromFormat, toFormat },
        pinBlock: pinBlock(fromFormat),
      });
      assert.ok(translated !== 'undecodable');
      assert.equal(translated.length, toFormat === '4' ? 16 : 8);
      const check = { zpk: back[toFormat], pvk, pinBlock: translated, reference, format: toFormat };
      assert.equal(commands.verifyPin({ ...check, pan: PAN }), 'match');
      assert.equal(commands.verifyPin({ ...check, pan: OTHER_PAN }), 'undecodable');
    }
  }
});

test('formats 1 and 2 are taken at neither end', () => {
  const commands = room();
  for (const format of ['1', '2'] as const) {
    const ends = { from: from['0'], to: to['0'], pan: PAN, pinBlock: pinBlock('1') };
    const refused = { code: 'TG_HSM_KEY_USAGE' };
    assert.throws(() => commands.translatePin({ ...ends, fromFormat: format }), refused);
    assert.throws(() => commands.translatePin({ ...ends, toFormat: format }), refused);
    assert.throws(
      () => commands.verifyPin({ zpk: from['0'], pvk, pinBlock: pinBlock('1'), pan: PAN, reference, format }),
      refused,
    );
  }
});

test('a block under a DUKPT key goes to a zone key, for counters in any order', () => {
  const commands = room();
  const bdk = block(KEY, 'B0', 'T', 'X');
  const ksnOf = (counter: number) => hexToBytes(`FFFF9876543210${(0xe00000 + counter).toString(16)}`);
  for (const counter of [1, 2, 3, 4, 5, 6, 7, 8, 3, 0x1f8001, 0x1f8002, 0x30, 0x31]) {
    const ksn = ksnOf(counter);
    const transactionKey = tdesDukptTransactionKey(tdesDukptInitialKey(KEY, ksn), ksn);
    const pinBlockUnderDukpt = encodePinBlockFormat0(pinFromText('246810'), PAN);
    const cipher = createTdes(tdesDukptWorkingKey(transactionKey, 'pin'));
    cipher.encryptBlock(pinBlockUnderDukpt, 0, pinBlockUnderDukpt, 0);
    const command = { bdk, ksn, to: to['0'], pinBlock: pinBlockUnderDukpt, pan: PAN };
    const expected = encodePinBlockFormat0(pinFromText('246810'), PAN);
    createTdes(TARGET).encryptBlock(expected, 0, expected, 0);
    assert.deepEqual(commands.translateTdesDukptPin(command), expected);
    assert.equal(commands.translateTdesDukptPin({ ...command, ksn: ksnOf(counter + 0x100) }), 'undecodable');
    assert.equal(commands.translateTdesDukptPin({ ...command, pan: OTHER_PAN }), 'undecodable');
  }
  const none = { bdk, ksn: ksnOf(0), to: to['0'], pinBlock: new Uint8Array(8), pan: PAN };
  assert.throws(() => commands.translateTdesDukptPin(none), { code: 'TG_KSN_COUNTER' });
  assert.throws(() => commands.translateTdesDukptPin({ ...none, ksn: new Uint8Array(8) }), {
    code: 'TG_KSN',
  });
});

test('every defect of a block is one answer', () => {
  const commands = room();
  const defects: Uint8Array[] = [
    new Uint8Array(0),
    new Uint8Array(7),
    new Uint8Array(16),
    pinBlock('1'),
    pinBlock('3'),
  ];
  for (const clear of [
    '0312347FFFFFFFFF',
    '0D12345678901234',
    '04A2347FFFFFFFFF',
    '041234FFFFFFFF0F',
    '1412340000000000',
  ]) {
    const bytes = hexToBytes(clear);
    tdes.encryptBlock(bytes, 0, bytes, 0);
    defects.push(bytes);
  }
  for (const defect of defects) {
    const told = bytesToHex(defect);
    assert.equal(
      commands.translatePin({ from: from['0'], to: to['0'], pan: PAN, pinBlock: defect }),
      'undecodable',
      told,
    );
    const check = { zpk: from['0'], pvk, pinBlock: defect, pan: PAN, reference };
    assert.equal(commands.verifyPin(check), 'undecodable', told);
  }
});

test('an account number in other digits, or of another length, is refused', () => {
  const commands = room();
  for (const pan of ['６２９９９９０００１０００００３２', '629999000100', `${PAN}0`, '62999900010000 2']) {
    const command = { from: from['4'], to: to['0'], fromFormat: '4', pinBlock: pinBlock('4'), pan } as const;
    assert.throws(() => commands.translatePin(command), { code: 'TG_PAN' });
  }
});

test('wrong PINs per PAN are bounded, then even the right one waits; the right one in time forgets them', () => {
  const commands = room();
  const check = (pin: string, pan = PAN) =>
    commands.verifyPin({ zpk: from['0'], pvk, pinBlock: pinBlock('0', pin, pan), pan, reference });
  for (let wrong = 1; wrong < WRONG_PINS_PER_PAN; wrong += 1) assert.equal(check('111111'), 'mismatch');
  assert.equal(check('246810'), 'match');
  for (let wrong = 1; wrong <= WRONG_PINS_PER_PAN; wrong += 1) assert.equal(check('111111'), 'mismatch');
  assert.throws(() => check('246810'), { code: 'TG_HSM_PIN_CHECKS' });
  assert.equal(check('111111', OTHER_PAN), 'mismatch');
  now += 15 * 60_000;
  assert.equal(check('246810'), 'match');
});

test('defective blocks per key are bounded', () => {
  const commands = room();
  const translate = (one: Uint8Array) =>
    commands.translatePin({ from: from['0'], to: to['0'], pan: PAN, pinBlock: one });
  for (let defect = 1; defect <= DEFECTS_PER_KEY; defect += 1) {
    assert.equal(translate(new Uint8Array(8)), 'undecodable');
  }
  assert.throws(() => translate(pinBlock('0')), { code: 'TG_HSM_PIN_CHECKS' });
  now += 15 * 60_000;
  assert.notEqual(translate(pinBlock('0')), 'undecodable');
});
