// Goal: PIN blocks of sixteen bytes arrive at the bank as the PIN that was typed, every defect is the one answer, and
// a key that is handed over opens at the holder of the private key alone. Method: both ends in one process.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import {
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  bytesToHex,
  createAes,
  createSm4,
  createTdes,
  decodePinBlockFormat0,
  decryptEcb,
  encipherPinBlockFormat4,
  encodePinBlockUnionPaySm4,
  encryptEcb,
  kcvOfCmac,
  kcvOfZeros,
  pinFromText,
  terminalMac,
  unwrapKeyBlock,
} from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import { createInProcessHsm } from './in-process-hsm.js';
import { agreedKey } from './key-agreement.js';
import type { KeyRole } from './key-role.js';

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const PAN = '6299990000001000011';
const pin = pinFromText('135790');
const zpk = Uint8Array.from(Buffer.from('61F13B4AC45B4FEC31268054DA08645D', 'hex'));
const own = systemRandom.bytes(16);

async function formed(key: Uint8Array, role: KeyRole): Promise<string> {
  return (await hsm.formKey({ components: [key, new Uint8Array(16)], role, label: '' })).block;
}

const to = await formed(zpk, 'zpk-out');

function arrived(block: Uint8Array | 'undecodable'): string {
  assert.notEqual(block, 'undecodable');
  return decodePinBlockFormat0(decryptEcb(createTdes(zpk), block as Uint8Array), PAN).join('');
}

test('the UnionPay block under SM4 becomes format 0 under the zone key', async () => {
  const from = await formed(own, 'terminal-pin-sm4');
  const pinBlock = encryptEcb(createSm4(own), encodePinBlockUnionPaySm4(pin, PAN));
  assert.equal(arrived(await hsm.translateSm4Pin({ from, to, pinBlock, pan: PAN })), '135790');
  const other = '6299990000009000011';
  assert.equal(await hsm.translateSm4Pin({ from, to, pinBlock, pan: other }), 'undecodable');
  assert.equal(await hsm.translateSm4Pin({ from, to, pinBlock: pinBlock.slice(8), pan: PAN }), 'undecodable');
});

const ksn = Uint8Array.from(Buffer.from('313030303030303100000003', 'hex'));
const derived = (usage: 'pin' | 'mac-generate' | 'mac-verify'): Uint8Array =>
  aesDukptWorkingKey(aesDukptDerivationKey(own, ksn), ksn, usage, 'AES128');

test('format 4 under the PIN key of a message becomes format 0 under the zone key', async () => {
  const from = { initialKey: await formed(own, 'dukpt-initial'), ksn };
  const cipher = createAes(derived('pin'));
  const pinBlock = encipherPinBlockFormat4(cipher, pin, PAN, systemRandom.bytes(8));
  assert.equal(arrived(await hsm.translateDukptPin({ from, to, pinBlock, pan: PAN })), '135790');
  const later = { ...from, ksn: ksn.with(11, 4) };
  for (const bad of [{ from: later }, { pinBlock: pinBlock.slice(1) }, { pan: '6299990000009000011' }]) {
    const asked = { from, to, pinBlock, pan: PAN, ...bad };
    assert.equal(await hsm.translateDukptPin(asked), 'undecodable');
  }
});

test('a request and its answer have different MAC keys: neither passes for the other', async () => {
  const key = { initialKey: await formed(own, 'dukpt-initial'), ksn };
  const method = { algorithm: 'cmac-aes', encoding: 'raw', letterCase: 'upper' } as const;
  const data = systemRandom.bytes(50);
  const macBy = (usage: 'mac-generate' | 'mac-verify'): Uint8Array =>
    terminalMac({ whole: createAes(derived(usage)), firstHalf: undefined }, data, method);
  assert.deepEqual(await hsm.makeDukptMac({ key, data, method }), macBy('mac-verify'));
  assert.equal(await hsm.verifyDukptMac({ key, data, mac: macBy('mac-generate'), method }), true);
  assert.equal(await hsm.verifyDukptMac({ key, data, mac: macBy('mac-verify'), method }), false);
});

test('a key is handed to the holder of the private key, with its check value, and to nobody else', async () => {
  const [terminal, thief] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
  const publicKey = new Uint8Array(terminal!.publicKey.export({ format: 'der', type: 'spki' }));
  for (const [role, create, kcvOf] of [
    ['tmk', createTdes, kcvOfZeros],
    ['tmk-sm4', createSm4, kcvOfZeros],
    ['dukpt-initial', createAes, kcvOfCmac],
  ] as const) {
    const { kcv, ephemeralKey, transport } = await hsm.handOverTerminalKey({
      role,
      label: 'x',
      generation: 1,
      publicKey,
    });
    const protection = agreedKey(terminal!.privateKey, ephemeralKey, ephemeralKey);
    const { key } = unwrapKeyBlock(protection, transport);
    assert.equal(bytesToHex(kcvOf(create(key))), kcv);
    const other = agreedKey(thief!.privateKey, ephemeralKey, ephemeralKey);
    assert.throws(() => unwrapKeyBlock(other, transport), { code: 'TG_KEY_BLOCK_MAC' });
  }
});

test('what is no key on P-256 gets none', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  for (const bad of [new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), new Uint8Array(5)]) {
    const asked = { role: 'tmk', label: '', generation: 1, publicKey: bad } as const;
    await assert.rejects(hsm.handOverTerminalKey(asked), { code: 'TG_HSM_PUBLIC_KEY' });
  }
});
