// Goal: a terminal takes the key that was handed to it, of its own kind only, and nothing that was changed on the way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes, wrapKeyBlock } from '@tillgate/payment-crypto';
import { openOwnKey, ownKeyCheckValue, ownKeyOfComponents } from './own-key.js';

const protection = Uint8Array.from({ length: 32 }, (_, at) => at);
const key = Uint8Array.from({ length: 16 }, (_, at) => 0xa0 + at);
const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
const kinds = [
  ['tdes', { keyUsage: 'K0', algorithm: 'T', modeOfUse: 'B' }],
  ['sm4', { keyUsage: 'K0', algorithm: '4', modeOfUse: 'B' }],
  ['aes-dukpt', { keyUsage: 'B1', algorithm: 'A', modeOfUse: 'X' }],
] as const;

test('each kind of key is taken by a terminal of its scheme alone', () => {
  for (const [made, use] of kinds) {
    const block = wrapKeyBlock(protection, { ...header, ...use }, key, new Uint8Array(14));
    for (const [scheme] of kinds) {
      assert.deepEqual(openOwnKey(protection, block, scheme), scheme === made ? key : undefined);
    }
  }
});

test('a changed block and another protection are refused', () => {
  const block = wrapKeyBlock(protection, { ...header, ...kinds[0][1] }, key, new Uint8Array(14));
  const changed = block.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  assert.throws(() => openOwnKey(protection, changed, 'tdes'), { code: 'TG_KEY_BLOCK_MAC' });
  assert.throws(() => openOwnKey(key, block, 'tdes'), { code: 'TG_KEY_BLOCK_MAC' });
});

test('components make the key whose check value everybody can see, in each scheme', () => {
  const component = Uint8Array.from({ length: 16 }, (_, at) => 0x5a ^ (at * 7));
  const tmk = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
  const other = tmk.map((byte, at) => byte ^ component[at]!);
  const made = ownKeyOfComponents([component, other], 'tdes');
  assert.deepEqual(made, tmk);
  assert.equal(ownKeyCheckValue(made, 'tdes'), '0E81A1');
  for (const scheme of ['sm4', 'aes-dukpt'] as const) {
    assert.deepEqual(ownKeyOfComponents([component, other], scheme), tmk, 'no parity to set');
    assert.notEqual(ownKeyCheckValue(tmk, scheme), '0E81A1');
  }
  assert.deepEqual(ownKeyOfComponents([component, other.with(0, other[0]! ^ 1)], 'tdes'), tmk);
});

test('components that make a weak key, or no key, are refused', () => {
  const component = Uint8Array.from({ length: 16 }, (_, at) => at * 11);
  const twin = component.map((byte) => byte ^ 0x23);
  assert.throws(() => ownKeyOfComponents([component, twin], 'tdes'), { code: /^TG_KEY_/ });
  assert.throws(() => ownKeyOfComponents([component], 'tdes'), { code: 'TG_KEY_COMPONENTS' });
});
