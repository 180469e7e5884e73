// Goal: both ends of a zone hold one key, each for its own direction, and a block of another generation, another zone
// or another kind of key is not taken. Method: both ends in process; the generation is read from the blocks' headers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyBlockPaddingBytes, parseKeyBlockHeader, wrapKeyBlock } from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import { createInProcessHsm } from './in-process-hsm.js';

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const master = systemRandom.bytes(32);
const zoneMaster = await zoneMasterOf(master);

async function zoneMasterOf(key: Uint8Array): Promise<string> {
  const components = [key, new Uint8Array(key.length)];
  return (await hsm.formKey({ components, role: 'zone-master', label: 'zone', generation: 1 })).block;
}

const terms = (generation: number) => ({ zoneMaster, label: 'ZPK', generation });
const useOf = (block: string): string => {
  const { keyUsage, algorithm, modeOfUse, keyVersion } = parseKeyBlockHeader(block);
  return [keyUsage, algorithm, modeOfUse, keyVersion].join('/');
};

test('a zone key has one check value and one direction at each end, and its generation everywhere', async () => {
  for (const [generation, version] of [
    [1, '01'],
    [36, '10'],
    [1295, 'ZZ'],
  ] as const) {
    const made = await hsm.makeZonePinKey(terms(generation));
    const taken = await hsm.importZonePinKey({ ...terms(generation), transport: made.transport });
    assert.equal(taken.kcv, made.kcv);
    assert.equal(useOf(made.block), `P0/T/E/${version}`);
    assert.equal(useOf(taken.block), `P0/T/D/${version}`);
    assert.equal(useOf(made.transport), `P0/T/D/${version}`);
    const { block } = await hsm.rewrapKey({ block: taken.block });
    assert.equal(useOf(block), useOf(taken.block), 'a new local master key changes no version');
  }
});

test('an earlier generation, another zone, another kind of key and a changed block are refused', async () => {
  const { transport } = await hsm.makeZonePinKey(terms(1));
  const take = (more: object) => hsm.importZonePinKey({ ...terms(1), transport, ...more });
  await assert.rejects(take({ generation: 2 }), { code: 'TG_HSM_KEY_USAGE' });
  await assert.rejects(take({ zoneMaster: await zoneMasterOf(systemRandom.bytes(32)) }), {
    code: 'TG_KEY_BLOCK_MAC',
  });
  const changed = transport.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  await assert.rejects(take({ transport: changed }), { code: 'TG_KEY_BLOCK_MAC' });
  for (const use of [
    { keyUsage: 'D0', algorithm: 'T', modeOfUse: 'D' },
    { keyUsage: 'P0', algorithm: 'T', modeOfUse: 'E' },
  ]) {
    const header = {
      version: 'D',
      keyVersion: '01',
      exportability: 'N',
      optionalBlocks: [],
      ...use,
    } as const;
    const padding = systemRandom.bytes(keyBlockPaddingBytes('D', 16));
    const other = wrapKeyBlock(master, header, systemRandom.bytes(16), padding);
    await assert.rejects(take({ transport: other }), { code: 'TG_HSM_KEY_USAGE' });
  }
});

test('what an ended key leaves serves nothing, and says so', async () => {
  const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
  const asked = hsm.makeMac({ key: '', data: new Uint8Array(8), method });
  await assert.rejects(asked, { code: 'TG_HSM_KEY_ENDED' });
});
