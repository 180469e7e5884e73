// The search for the mistake behind a MAC or a PIN block. Goal: the place of what fits, and nothing else, comes out;
// a good block is not searched, and a search counts as a defect. Method: keys of the tests in both hands.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  concatBytes,
  createTdes,
  encodePinBlockFormat0,
  hexToBytes,
  pinFromText,
  unionPayEcbMac,
} from '@tillgate/payment-crypto';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createInProcessHsm } from './in-process-hsm.js';
import { DEFECTS_PER_KEY } from './pin-check-limits.js';
import type { MacSupposition, PinSupposition } from './supposition.js';

const KEY = '7AA1CB327C6B971651B9083D2670D676';
const OTHER = '61F13B4AC45B4FEC31268054DA08645D';
const PAN = '6299990001000032';
const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
const [first, second] = [hexToBytes(KEY).slice(0, 8), hexToBytes(KEY).slice(8)];

async function room() {
  const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom, clock: systemClock });
  const form = async (key: string, role: 'terminal-mac:cup-ecb' | 'terminal-pin' | 'tmk' | 'cvk') => {
    const other = systemRandom.bytes(16);
    const one = hexToBytes(key).map((byte, at) => byte ^ other[at]!);
    return (await hsm.formKey({ components: [one, other], role, label: 'test' })).block;
  };
  return { hsm, form };
}

test('each way to take a key is told from the others', async () => {
  const { hsm, form } = await room();
  const keys = [await form(KEY, 'terminal-mac:cup-ecb'), await form(OTHER, 'tmk')];
  const input = Uint8Array.from({ length: 40 }, (_, at) => at);
  const swapped = concatBytes(second, first);
  const handedOut = new Uint8Array(16);
  const master = createTdes(hexToBytes(OTHER));
  for (const at of [0, 8]) master.encryptBlock(hexToBytes(KEY), at, handedOut, at);
  const made = {
    whole: hexToBytes(KEY),
    'first-half': first,
    'second-half': second,
    'halves-swapped': swapped,
  };
  const suppositions: MacSupposition[] = [
    ...(Object.keys(made) as (keyof typeof made)[]).map((taken) => ({ key: 0, taken, input: 0, method })),
    { key: 0, taken: 'as-handed-out', under: 1, input: 0, method },
    { key: 1, taken: 'whole', input: 0, method },
    { key: 0, taken: 'whole', input: 1, method },
  ];
  const inputs = [input, input.subarray(1)];
  const ways = [...Object.values(made), handedOut, hexToBytes(OTHER)];
  for (const [place, key] of ways.entries()) {
    const mac = unionPayEcbMac(createTdes(key), input);
    assert.deepEqual(await hsm.matchMac({ keys, inputs, mac, suppositions }), [place]);
  }
  const mac = unionPayEcbMac(createTdes(hexToBytes(KEY)), inputs[1]!);
  assert.deepEqual(await hsm.matchMac({ keys, inputs, mac, suppositions }), [6]);
  assert.deepEqual(await hsm.matchMac({ keys, inputs, mac: new Uint8Array(8), suppositions }), []);
});

function blockUnder(key: Uint8Array, pan: string): Uint8Array {
  const block = encodePinBlockFormat0(pinFromText('135790'), pan);
  createTdes(key).encryptBlock(block, 0, block, 0);
  return block;
}

const pinTried: readonly PinSupposition[] = [
  { key: 0, taken: 'whole', pan: 0, format: '0', cipher: 'tdes' },
  { key: 0, taken: 'first-half', pan: 0, format: '0', cipher: 'tdes' },
  { key: 0, taken: 'whole', pan: 1, format: '0', cipher: 'tdes' },
];

test('a block is told by the key and the PAN under which it is a PIN; a good one is not looked into', async () => {
  const { hsm, form } = await room();
  const pans = [PAN, '6225880000001234'];
  const request = { keys: [await form(KEY, 'terminal-pin')], pans, suppositions: pinTried };
  const matching = (pinBlock: Uint8Array) => hsm.matchPinBlock({ ...request, pinBlock });
  assert.deepEqual(await matching(blockUnder(hexToBytes(KEY), PAN)), [0]);
  assert.deepEqual(await matching(blockUnder(first, PAN)), [1]);
  assert.deepEqual(await matching(blockUnder(hexToBytes(KEY), pans[1]!)), [2]);
  assert.deepEqual(await matching(new Uint8Array(8)), []);
  // Also where it would fit: a PAN that differs in two digits of the PIN's reach.
  const near = { ...request, pans: [PAN, PAN], pinBlock: blockUnder(hexToBytes(KEY), PAN) };
  assert.deepEqual(await hsm.matchPinBlock(near), [0]);
});

test('searches are counted with the defects of their key, and bounded in size', async () => {
  const { hsm, form } = await room();
  const request = { keys: [await form(KEY, 'terminal-pin')], pans: [PAN], pinBlock: new Uint8Array(8) };
  const search = (suppositions: readonly PinSupposition[]) => hsm.matchPinBlock({ ...request, suppositions });
  const many = Array.from({ length: 513 }, () => pinTried[0]!);
  await assert.rejects(search(many), { code: 'TG_HSM_TOO_MUCH' });
  for (let time = 0; time < DEFECTS_PER_KEY; time += 1) await search(pinTried);
  await assert.rejects(search(pinTried), { code: 'TG_HSM_PIN_CHECKS' });
});

test('keys of banks cannot be tried', async () => {
  const { hsm, form } = await room();
  const request = { keys: [await form(KEY, 'cvk')], inputs: [], mac: new Uint8Array(8), suppositions: [] };
  await assert.rejects(hsm.matchMac(request), { code: 'TG_HSM_KEY_USAGE' });
});
