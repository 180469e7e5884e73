// Goal: a terminal's key is formed by different people, from components that only this room can read; nobody enters
// another's, or two. Method: the commands in process, the components sealed as a person's command seals them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  adjustParity,
  bytesToHex,
  createAes,
  createTdes,
  kcvOfCmac,
  kcvOfZeros,
} from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import type { TerminalKeyRole } from './hsm.js';
import { createInProcessHsm } from './in-process-hsm.js';
import { sealComponent } from './sealed-component.js';

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const label = 'key of 20000001';

async function ceremony(role: TerminalKeyRole = 'tmk', components: 2 | 3 = 2) {
  const { publicKey } = await hsm.beginKeyComponents({ label, role, generation: 3, components });
  return (officer: string, component: Uint8Array, more: object = {}) =>
    hsm.enterKeyComponent({
      ...{ label, officer, checkValue: '', ...sealComponent(component, publicKey, label, officer) },
      ...more,
    });
}

test('two or three people form a key; each sees a check value, the last one that of the key', async () => {
  for (const role of ['tmk', 'dukpt-initial'] as const) {
    for (const officers of [
      ['ann', 'bob'],
      ['ann', 'bob', 'eve'],
    ]) {
      const enter = await ceremony(role, officers.length === 3 ? 3 : 2);
      const sum = new Uint8Array(16);
      const kcvOf = (key: Uint8Array): string =>
        bytesToHex(role === 'tmk' ? kcvOfZeros(createTdes(adjustParity(key))) : kcvOfCmac(createAes(key)));
      for (const [at, officer] of officers.entries()) {
        const component = systemRandom.bytes(16);
        component.forEach((byte, place) => {
          sum[place]! ^= byte;
        });
        const { key, ...told } = await enter(officer, component, { checkValue: kcvOf(component) });
        assert.deepEqual(told, { checkValue: kcvOf(component), entered: at + 1, wanted: officers.length });
        assert.equal(key?.kcv, at + 1 === officers.length ? kcvOf(sum) : undefined);
        if (key) assert.match(key.block, role === 'tmk' ? /^D....K0TB03N/ : /^D....B1AX03N/);
      }
      await assert.rejects(enter('zoe', systemRandom.bytes(16)), { code: 'TG_CEREMONY' });
    }
  }
});

test('one person alone, a wrong check value and what is no component are refused; the others go on', async () => {
  const enter = await ceremony();
  const component = () => systemRandom.bytes(16);
  await enter('ann', component());
  await assert.rejects(enter('ann', component()), { code: 'TG_CEREMONY_OFFICER' });
  await assert.rejects(enter('bob', systemRandom.bytes(15)), { code: 'TG_CEREMONY_COMPONENT' });
  await assert.rejects(enter('bob', new Uint8Array(16)), { code: 'TG_CEREMONY_COMPONENT' });
  await assert.rejects(enter('bob', component(), { checkValue: '000000' }), {
    code: 'TG_CEREMONY_CHECK_VALUE',
  });
  assert.ok((await enter('bob', component())).key);
});

test('a component that was sealed by another person, for another ceremony, or changed is not opened', async () => {
  const enter = await ceremony();
  const { publicKey } = await hsm.beginKeyComponents({
    label: 'other',
    role: 'tmk',
    generation: 1,
    components: 2,
  });
  const component = systemRandom.bytes(16);
  for (const sealed of [
    sealComponent(component, publicKey, label, 'bob'),
    sealComponent(component, publicKey, 'other', 'bob'),
  ]) {
    await assert.rejects(enter('bob', component, sealed), { code: 'TG_CEREMONY_SEAL' });
  }
  const own = sealComponent(component, publicKey, 'other', 'ann');
  const asBob = { label: 'other', officer: 'bob', checkValue: '', ...own };
  await assert.rejects(hsm.enterKeyComponent(asBob), { code: 'TG_CEREMONY_SEAL' });
  const changed = own.sealed.with(3, own.sealed[3]! ^ 1);
  const bent = { label: 'other', officer: 'ann', checkValue: '', ...own, sealed: changed };
  await assert.rejects(hsm.enterKeyComponent(bent), { code: 'TG_CEREMONY_SEAL' });
});

test('components that make a weak key end their ceremony with no key', async () => {
  const enter = await ceremony();
  const component = systemRandom.bytes(16);
  await enter('ann', component);
  await assert.rejects(
    enter(
      'bob',
      component.map((byte, at) => byte ^ (0x10 + (at % 8))),
    ),
    { code: /^TG_KEY_/ },
  );
  await assert.rejects(enter('eve', systemRandom.bytes(16)), { code: 'TG_CEREMONY' });
});

test('a new beginning ends the ceremony before it', async () => {
  const enter = await ceremony();
  await enter('ann', systemRandom.bytes(16));
  const again = await ceremony();
  await assert.rejects(enter('bob', systemRandom.bytes(16)), { code: 'TG_CEREMONY_SEAL' });
  assert.equal((await again('ann', systemRandom.bytes(16))).entered, 1);
});
