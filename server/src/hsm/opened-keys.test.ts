// Goal: opened keys are bounded, and one that has to go is wiped.
// Method: a cipher factory that notes which of its ciphers were destroyed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToHex, type CipherFactory, createTdes, wrapKeyBlock } from '@tillgate/payment-crypto';
import { LmkRing } from './lmk-ring.js';
import { OpenedKeys } from './opened-keys.js';

const lmk = new Uint8Array(32).fill(7);

function macKeyBlock(fill: number): string {
  const header = { version: 'D', keyUsage: 'M1', algorithm: 'T', modeOfUse: 'C', keyVersion: '00' } as const;
  const key = new Uint8Array(16).fill(fill).fill(fill + 1, 8);
  return wrapKeyBlock(lmk, { ...header, exportability: 'N', optionalBlocks: [] }, key, new Uint8Array(14));
}

test('the least recently used key is wiped when the room is full', () => {
  const opened: string[] = [];
  const wiped: string[] = [];
  const watching: CipherFactory = (key) => {
    const name = bytesToHex(key.subarray(0, 1));
    const cipher = createTdes(key);
    opened.push(name);
    return {
      blockBytes: cipher.blockBytes,
      encryptBlock: (...place) => cipher.encryptBlock(...place),
      decryptBlock: (...place) => cipher.decryptBlock(...place),
      destroy: () => {
        wiped.push(name);
        cipher.destroy();
      },
    };
  };
  const keys = new OpenedKeys(LmkRing.of(lmk), watching, 2);
  const [a, b, c] = [macKeyBlock(0x10), macKeyBlock(0x20), macKeyBlock(0x30)];
  for (const block of [a, b, a, c, a]) keys.cipherFor('makeMac.key', 'cup-ecb', block);
  assert.deepEqual(opened, ['10', '20', '30']);
  assert.deepEqual(wiped, ['20']);
  assert.equal(keys.size, 2);
  keys.wipe();
  assert.deepEqual(wiped, ['20', '30', '10']);
  assert.equal(keys.size, 0);
});

test('a block of another version or algorithm opens nothing', () => {
  const keys = new OpenedKeys(LmkRing.of(lmk), createTdes, 2);
  const use = { keyUsage: 'M1', modeOfUse: 'C', keyVersion: '00', exportability: 'N', optionalBlocks: [] };
  const hmac = wrapKeyBlock(
    lmk,
    { version: 'D', algorithm: 'H', ...use },
    lmk.slice(0, 16),
    new Uint8Array(14),
  );
  assert.throws(() => keys.cipherFor('makeMac.key', 'cup-ecb', hmac), { code: 'TG_HSM_KEY_USAGE' });
  assert.equal(keys.size, 0);
});
