// Goal: of a million tampered MACs, key serial numbers and key blocks, none is accepted.
// Method: the commands in process; single changed bits in turn, then random ones; a MAC is also tried under wrong keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  encodePinBlockFormat0,
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

const PAN = '6299990000001000011';
const HEX = '0123456789ABCDEF';
const key = Uint8Array.from({ length: 16 }, (_, at) => 17 * at + 1);
const other = key.map((byte) => byte ^ 0x10);
const lmk = systemRandom.bytes(32);
let hours = 0;
const commands = createCommands({
  ...{ lmks: LmkRing.of(lmk), random: systemRandom, createTdes },
  // Each look at the clock is an hour after the last, so that no limit ends the run.
  clock: { ...systemClock, now: () => (hours += 3_600_000) },
});

function block(clear: Uint8Array, keyUsage: string, algorithm: string, modeOfUse: string): string {
  const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
  const padding = systemRandom.bytes(keyBlockPaddingBytes('D', clear.length));
  return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm, modeOfUse }, clear, padding);
}

/** The bytes with one bit changed for the first turns, then with one byte changed at random. */
function tampered(bytes: Uint8Array, turn: number): Uint8Array {
  const changed = bytes.slice();
  if (turn < 8 * bytes.length) {
    changed[turn >> 3]! ^= 1 << (turn & 7);
    return changed;
  }
  const [at = 0, by = 0] = systemRandom.bytes(2);
  changed[at % changed.length]! ^= by === 0 ? 1 : by;
  return changed;
}

const ALGORITHMS = [
  ['cup-ecb', 'M1', 'T'],
  ['x9.9', 'M0', 'T'],
  ['x9.19', 'M3', 'T'],
  ['cmac-aes', 'M6', 'A'],
  ['cmac-sm4', 'M6', '4'],
] as const;

for (const [algorithm, usage, cipher] of ALGORITHMS) {
  test(`140,000 MACs by ${algorithm}: changed value, changed data, other key`, () => {
    const macKey = block(key, usage, cipher, 'C');
    const wrongKey = block(other, usage, cipher, 'C');
    const data = systemRandom.bytes(64);
    const method = { algorithm, encoding: 'raw', letterCase: 'upper' } as const;
    const mac = commands.makeMac({ key: macKey, data, method });
    assert.ok(commands.verifyMac({ key: macKey, data, mac, method }));
    let accepted = 0;
    for (let turn = 0; turn < 60_000; turn += 1) {
      if (commands.verifyMac({ key: macKey, data, mac: tampered(mac, turn), method })) accepted += 1;
      if (commands.verifyMac({ key: macKey, data: tampered(data, turn), mac, method })) accepted += 1;
      if (turn % 3 !== 0) continue;
      const fresh = systemRandom.bytes(64);
      const foreign = commands.makeMac({ key: wrongKey, data: fresh, method });
      if (commands.verifyMac({ key: macKey, data: fresh, mac: foreign, method })) accepted += 1;
    }
    assert.equal(accepted, 0);
  });
}

test('200,000 key serial numbers: no PIN block opens under another one', () => {
  const bdk = block(key, 'B0', 'T', 'X');
  const to = block(other, 'P0', 'T', 'E');
  const ksn = Uint8Array.from([0xff, 0xff, 0x98, 0x76, 0x54, 0x32, 0x10, 0xe0, 0x12, 0x34]);
  const transactionKey = tdesDukptTransactionKey(tdesDukptInitialKey(key, ksn), ksn);
  const pinBlock = encodePinBlockFormat0(pinFromText('246810'), PAN);
  createTdes(tdesDukptWorkingKey(transactionKey, 'pin')).encryptBlock(pinBlock, 0, pinBlock, 0);
  const command = { bdk, to, pinBlock, pan: PAN };
  const right = commands.translateTdesDukptPin({ ...command, ksn });
  assert.notEqual(right, 'undecodable');
  let [accepted, refused] = [0, 0];
  for (let turn = 0; turn < 200_000; turn += 1) {
    try {
      // A block that decodes by chance, one in some hundred million, would be another PIN, never this one.
      const answer = commands.translateTdesDukptPin({ ...command, ksn: tampered(ksn, turn) });
      if (answer === 'undecodable') refused += 1;
      else accepted += 1;
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'TG_KSN_COUNTER');
      refused += 1;
    }
  }
  assert.deepEqual([accepted, refused], [0, 200_000]);
});

test('100,000 key blocks: changed in any character, none opens', () => {
  const good = block(key, 'M1', 'T', 'C');
  const data = new Uint8Array(8);
  const method = { algorithm: 'cup-ecb', encoding: 'raw', letterCase: 'upper' } as const;
  commands.makeMac({ key: good, data, method });
  for (let turn = 0; turn < 100_000; turn += 1) {
    const at = turn % good.length;
    const [drawn = 0] = systemRandom.bytes(1);
    const fresh = drawn < 200 ? HEX[drawn & 15]! : String.fromCharCode(32 + (drawn % 95));
    const instead = fresh === good[at] ? (good[at] === '0' ? '1' : '0') : fresh;
    const changed = good.slice(0, at) + instead + good.slice(at + 1);
    assert.throws(
      () => commands.makeMac({ key: changed, data, method }),
      /key block|may not serve|length/,
      changed,
    );
  }
});
