// Goal: every command is told with its keys, result and asker, and nothing secret is.
// Method: the HSM in process with a sink of the test's own; one call of each kind of outcome.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes } from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import { auditedHsm, type CommandUse } from './audited-hsm.js';
import { createInProcessHsm } from './in-process-hsm.js';

const PAN = '6299990000001000011';
const TMK = '7AA1CB327C6B971651B9083D2670D676';
const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
const forms = { pinKeyBytes: 16, macKeyBytes: 16, macAlgorithm: 'cup-ecb', withTrackKey: false } as const;

function watched() {
  const told: Array<readonly [string, string, string, string, 'noted' | 'recorded']> = [];
  const tell =
    (how: 'noted' | 'recorded') =>
    ({ command, key, result, who }: CommandUse) => {
      told.push([command, key, result, who, how]);
    };
  const sink = { note: tell('noted'), record: async (use: CommandUse) => tell('recorded')(use) };
  const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
  return { told, hsm: auditedHsm(hsm, sink, 'till') };
}

test('commands are told with key, result and asker', async () => {
  const { hsm, told } = watched();
  const components = [hexToBytes(TMK), new Uint8Array(16)];
  const { block } = await hsm.formKey({ components, role: 'tmk', label: 'TMK 10000001' });
  const { pinKey, macKey } = await hsm.generateWorkingKeys({ ...forms, tmk: block });
  const data = new Uint8Array(8);
  const mac = await hsm.makeMac({ key: macKey.block, data, method });
  await hsm.verifyMac({ key: macKey.block, data, mac, method });
  await hsm.verifyMac({ key: macKey.block, data, mac: data, method });
  const zpk = await hsm.formKey({ components, role: 'zpk-out', label: 'ZPK' });
  const pin = { from: pinKey.block, to: zpk.block, pinBlock: data, pan: PAN };
  await hsm.translatePin(pin);
  await assert.rejects(hsm.translatePin({ ...pin, from: macKey.block }), { code: 'TG_HSM_KEY_USAGE' });
  await assert.rejects(hsm.makeMac({ key: 'no block', data, method }), { code: 'TG_KEY_BLOCK' });
  await hsm.panHash(PAN);
  const [pinId, macId] = [`P0/${pinKey.kcv}`, `M1/${macKey.kcv}`];
  assert.deepEqual(told, [
    ['formKey', 'TMK 10000001/0E81A1', 'done', 'till', 'recorded'],
    ['generateWorkingKeys', `TMK 10000001/0E81A1 ${pinId} ${macId}`, 'done', 'till', 'recorded'],
    ['makeMac', macId, 'done', 'till', 'noted'],
    ['verifyMac', macId, 'match', 'till', 'noted'],
    ['verifyMac', macId, 'mismatch', 'till', 'noted'],
    ['formKey', 'ZPK/0E81A1', 'done', 'till', 'recorded'],
    ['translatePin', `${pinId} ZPK/0E81A1`, 'undecodable', 'till', 'noted'],
    ['translatePin', `${macId} ZPK/0E81A1`, 'TG_HSM_KEY_USAGE', 'till', 'noted'],
    ['makeMac', '?', 'TG_KEY_BLOCK', 'till', 'noted'],
    ['panHash', '', 'done', 'till', 'noted'],
  ]);
  assert.doesNotMatch(JSON.stringify(told), new RegExp(`${TMK}|${PAN}|${Buffer.from(mac).toString()}`));
});

test('a key is not handed out when the audit cannot be written', async () => {
  const room = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
  const sink = { note: () => undefined, record: () => Promise.reject(new Error('no audit')) };
  const components = [hexToBytes(TMK), new Uint8Array(16)];
  const command = { components, role: 'tmk', label: '' } as const;
  await assert.rejects(auditedHsm(room, sink, 'till').formKey(command), { message: 'no audit' });
});
