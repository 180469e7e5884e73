// Goal: kept derivations are bounded, and whether one is kept or derived anew makes no difference to its keys.
// Method: three terminals by turns in room for two, each key against its derivation from the base key alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  hexToBytes,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { DukptTerminals } from './dukpt-terminals.js';
import { LmkRing } from './lmk-ring.js';
import { OpenedKeys } from './opened-keys.js';

const lmk = new Uint8Array(32).fill(7);
const baseKey = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const header = { version: 'D', keyUsage: 'B0', algorithm: 'T', modeOfUse: 'X', keyVersion: '00' } as const;
const bdk = wrapKeyBlock(
  lmk,
  { ...header, exportability: 'N', optionalBlocks: [] },
  baseKey,
  new Uint8Array(14),
);

function enciphered(cipher: ReturnType<typeof createTdes>): Uint8Array {
  const block = new Uint8Array(8);
  cipher.encryptBlock(block, 0, block, 0);
  return block;
}

test('the terminal used longest ago goes, and comes back with the same keys', () => {
  const terminals = new DukptTerminals(new OpenedKeys(LmkRing.of(lmk), createTdes, 4), createTdes, 2);
  // Two of them differ in the last bit before the counter only.
  for (const ksn of [
    ...['FFFF9876543210E00001', 'FFFF9876543210C00001', 'FFFF9876543211E00001'],
    ...['FFFF9876543210E00002', 'FFFF9876543211E00002', 'FFFF9876543210C00002', 'FFFF9876543210E00003'],
  ].map(hexToBytes)) {
    const transactionKey = tdesDukptTransactionKey(tdesDukptInitialKey(baseKey, ksn), ksn);
    const expected = enciphered(createTdes(tdesDukptWorkingKey(transactionKey, 'pin')));
    assert.deepEqual(enciphered(terminals.pinCipher(bdk, '0', ksn)), expected);
    assert.ok(terminals.size <= 2);
  }
  assert.equal(terminals.size, 2);
});
