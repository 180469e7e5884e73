// Goal: each command of the HSM does its part of a payment, and refuses with a stable code otherwise.
// Method: the commands in process, against a terminal's and an issuer's end made here with clear keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createAes,
  createSm4,
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  hasOddParity,
  hexToBytes,
  kcvOfZeros,
  pinFromText,
  unionPayEcbMac,
  xorInto,
} from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import type { Hsm, PinReference, WrappedKey } from './hsm.js';
import { createInProcessHsm } from './in-process-hsm.js';
import { type KeyRole, MAC_ALGORITHMS } from './key-role.js';

const TMK = '7AA1CB327C6B971651B9083D2670D676';
const ZPK = '61F13B4AC45B4FEC31268054DA08645D';
const PVK = 'D97AE0AE04F4B3CD15704F4ADFEF198A';
const IBM_PVK = 'C279F17FD34A922A02975E494F898F80';
const PAN = '6299990000001000011';

const method = { algorithm: 'cup-ecb', encoding: 'hex', letterCase: 'upper' } as const;
const forms = {
  cipher: 'tdes',
  pinKeyBytes: 16,
  macKeyBytes: 16,
  macAlgorithm: 'cup-ecb',
  withTrackKey: false,
} as const;

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });

/** Forms a key from two components, as two officers would enter it. */
function form(key: string, role: KeyRole, into: Hsm = hsm): Promise<WrappedKey> {
  const second = systemRandom.bytes(key.length / 2);
  const first = hexToBytes(key);
  xorInto(first, second);
  return into.formKey({ components: [first, second], role, label: `${role} of a test` });
}

function pinBlock(key: string, pin: string, pan = PAN): Uint8Array {
  const block = encodePinBlockFormat0(pinFromText(pin), pan);
  createTdes(hexToBytes(key)).encryptBlock(block, 0, block, 0);
  return block;
}

test('a key formed from components is a version D block with the right check value', async () => {
  const { block, kcv } = await form(TMK, 'tmk');
  assert.match(block, /^D[0-9]{4}K0TB00N0400LB11tmk of a testKC0C000E81A1KP0C01[0-9A-F]{6}PB/);
  assert.equal(kcv, '0E81A1');
});

test('weak, half-length, even-parity and single-component keys are refused', async () => {
  const refused: readonly [string, string][] = [
    ['0101010101010101FEFEFEFEFEFEFEFE', 'TG_KEY_WEAK'],
    ['7AA1CB327C6B97167AA1CB327C6B9716', 'TG_KEY_HALVES_EQUAL'],
    ['7AA1CB327C6B9716', 'TG_KEY_LENGTH'],
    ['7AA1CB327C6B971651B9083D2670D677', 'TG_KEY_PARITY'],
  ];
  for (const [key, code] of refused) await assert.rejects(form(key, 'tmk'), { code });
  const alone = { components: [hexToBytes(TMK)], role: 'tmk', label: '' } as const;
  await assert.rejects(hsm.formKey(alone), { code: 'TG_KEY_COMPONENTS' });
});

test('a label that is not printable ASCII is refused', async () => {
  const components = [hexToBytes(TMK), new Uint8Array(16)];
  await assert.rejects(hsm.formKey({ components, role: 'tmk', label: '收银' }), { code: 'TG_KEY_BLOCK' });
});

test('working keys reach the terminal under its TMK with their check values', async () => {
  const tmk = await form(TMK, 'tmk');
  const { pinKey, macKey, trackKey } = await hsm.generateWorkingKeys({
    ...forms,
    tmk: tmk.block,
    withTrackKey: true,
  });
  assert.ok(trackKey);
  const clear = [pinKey, macKey, trackKey].map((key) => {
    const opened = decryptEcb(createTdes(hexToBytes(TMK)), key.underTmk);
    assert.deepEqual(kcvOfZeros(createTdes(opened), 4), key.kcvBytes);
    assert.ok(hasOddParity(opened));
    return opened;
  });
  assert.notDeepEqual(clear[0], clear[1]);
  assert.notDeepEqual(clear[0]!.slice(0, 8), clear[0]!.slice(8));

  const data = new Uint8Array([2, 0, 0x30, 0x20, 5]);
  const mac = unionPayEcbMac(createTdes(clear[1]!), data);
  assert.deepEqual(await hsm.makeMac({ key: macKey.block, data, method }), mac);
  assert.equal(await hsm.verifyMac({ key: macKey.block, data, mac, method }), true);
  assert.equal(await hsm.verifyMac({ key: macKey.block, data, mac: mac.slice(0, 7), method }), false);
  mac[7]! ^= 1;
  assert.equal(await hsm.verifyMac({ key: macKey.block, data, mac, method }), false);

  const without = await hsm.generateWorkingKeys({ ...forms, tmk: tmk.block });
  assert.equal(without.trackKey, undefined);
});

test('track 2: the eight bytes before the last packed byte are decrypted, the rest is left', async () => {
  const clear = hexToBytes('6299990000001000011D30122201234567890F');
  const digits = 37;
  const packed = clear.slice();
  createTdes(hexToBytes(ZPK)).encryptBlock(packed, packed.length - 9, packed, packed.length - 9);
  const { block } = await form(ZPK, 'terminal-track');
  assert.deepEqual(await hsm.decryptTrack2({ key: block, packed, digits }), clear);
  for (const wrong of [35, 39, 16]) {
    await assert.rejects(hsm.decryptTrack2({ key: block, packed, digits: wrong }), {
      code: 'TG_DATA_LENGTH',
    });
  }
  const short = { key: block, packed: packed.slice(0, 8), digits: 16 };
  await assert.rejects(hsm.decryptTrack2(short), { code: 'TG_DATA_LENGTH' });
});

test('a PIN goes from terminal key to zone key, and only with its own PAN', async () => {
  const [terminal, zone] = [await form(TMK, 'terminal-pin'), await form(ZPK, 'zpk-out')];
  const command = { from: terminal.block, to: zone.block, pinBlock: pinBlock(TMK, '1357'), pan: PAN };
  assert.deepEqual(await hsm.translatePin(command), pinBlock(ZPK, '1357'));
  assert.equal(await hsm.translatePin({ ...command, pan: '6299991111119999911' }), 'undecodable');
  assert.equal(await hsm.translatePin({ ...command, pinBlock: new Uint8Array(16) }), 'undecodable');
  await assert.rejects(hsm.translatePin({ ...command, pan: '62999' }), { code: 'TG_PAN' });
});

test('PINs of four, six and twelve digits are verified by PVV', async () => {
  const [zpk, pvk] = [await form(ZPK, 'zpk-in'), await form(PVK, 'pvk-visa')];
  const cards: readonly [string, string, string][] = [
    ['6299990000001000011', '246810', '1612'],
    ['6299990001000032', '1357', '2666'],
    ['6299990000001000045', '135792468013', '5315'],
  ];
  for (const [pan, pin, pvv] of cards) {
    const reference: PinReference = { method: 'visa-pvv', pvki: 1, pvv };
    const command = { zpk: zpk.block, pvk: pvk.block, pinBlock: pinBlock(ZPK, pin, pan), pan, reference };
    assert.equal(await hsm.verifyPin(command), 'match');
    assert.equal(await hsm.verifyPin({ ...command, pinBlock: pinBlock(ZPK, '9021', pan) }), 'mismatch');
    assert.equal(await hsm.verifyPin({ ...command, pinBlock: pinBlock(TMK, pin, pan) }), 'undecodable');
  }
});

test('with a value for each four digits, every digit of a PIN counts', async () => {
  const [zpk, pvk] = [await form(ZPK, 'zpk-in'), await form(PVK, 'pvk-visa')];
  const cards: readonly [string, string, string][] = [
    ['6299990000001000011', '246810', '16127938'],
    ['6299990000001000045', '135792468013', '531535896039'],
  ];
  for (const [pan, pin, pvv] of cards) {
    const reference: PinReference = { method: 'visa-pvv', pvki: 1, pvv };
    const check = (typed: string) =>
      hsm.verifyPin({ zpk: zpk.block, pvk: pvk.block, pinBlock: pinBlock(ZPK, typed, pan), pan, reference });
    assert.equal(await check(pin), 'match');
    for (let at = 0; at < pin.length; at += 1) {
      const wrong = `${pin.slice(0, at)}${(Number(pin[at]) + 1) % 10}${pin.slice(at + 1)}`;
      assert.equal(await check(wrong), 'mismatch', `digit ${at + 1}`);
    }
    assert.equal(await check(pin.slice(0, 4)), 'mismatch');
    assert.equal(await check(`${pin.slice(0, -1)}`), 'mismatch');
  }
});

test('PINs are verified by IBM 3624 offset, and weak decimalisation tables refused', async () => {
  const [zpk, pvk] = [await form(ZPK, 'zpk-in'), await form(IBM_PVK, 'pvk-ibm')];
  const cards: readonly [string, string, string][] = [
    ['6299980002000024', '998001', '894208'],
    ['6299980002000016', '112358', '127089'],
  ];
  for (const [pan, pin, offset] of cards) {
    const reference = { method: 'ibm-3624', offset, decimalisationTable: '0123456789012345' } as const;
    const command = { zpk: zpk.block, pvk: pvk.block, pinBlock: pinBlock(ZPK, pin, pan), pan, reference };
    assert.equal(await hsm.verifyPin(command), 'match');
    assert.equal(
      await hsm.verifyPin({ ...command, pinBlock: pinBlock(ZPK, pin.slice(0, 4), pan) }),
      'mismatch',
    );
    const weak = { ...reference, decimalisationTable: '0000000000000000' };
    await assert.rejects(hsm.verifyPin({ ...command, reference: weak }), { code: 'TG_DECIMALISATION' });
  }
});

test('each MAC algorithm has keys of its own, and a legacy terminal single-length ones', async () => {
  const tmk = (await form(TMK, 'tmk')).block;
  // Its blocks add up to letters, so that their case counts inside cup-ecb.
  const data = new Uint8Array(21).fill(0xab);
  for (const macAlgorithm of MAC_ALGORITHMS) {
    for (const macKeyBytes of macAlgorithm === 'cup-ecb' || macAlgorithm === 'x9.9'
      ? ([8, 16] as const)
      : ([16] as const)) {
      const { macKey } = await hsm.generateWorkingKeys({ ...forms, tmk, macAlgorithm, macKeyBytes });
      assert.equal(macKey.underTmk.length, macKeyBytes);
      const clear = decryptEcb(createTdes(hexToBytes(TMK)), macKey.underTmk);
      const cipher = { 'cmac-aes': createAes, 'cmac-sm4': createSm4 }[macAlgorithm as string] ?? createTdes;
      assert.deepEqual(kcvOfZeros(cipher(clear), 4), macKey.kcvBytes);
      for (const encoding of ['hex', 'raw'] as const) {
        for (const letterCase of ['upper', 'lower'] as const) {
          const how = { algorithm: macAlgorithm, encoding, letterCase };
          const mac = await hsm.makeMac({ key: macKey.block, data, method: how });
          assert.equal(mac.length, 8);
          assert.ok(await hsm.verifyMac({ key: macKey.block, data, mac, method: how }));
          if (encoding === 'hex')
            assert.match(String.fromCharCode(...mac), letterCase === 'upper' ? /^[0-9A-F]+$/ : /^[0-9a-f]+$/);
        }
      }
      const [upper, lower] = await Promise.all(
        (['upper', 'lower'] as const).map((letterCase) =>
          hsm.makeMac({
            key: macKey.block,
            data,
            method: { algorithm: macAlgorithm, encoding: 'raw', letterCase },
          }),
        ),
      );
      assert.equal(String(upper) !== String(lower), macAlgorithm === 'cup-ecb');
      const other = { ...method, algorithm: macAlgorithm === 'x9.19' ? 'x9.9' : 'x9.19' } as const;
      await assert.rejects(hsm.makeMac({ key: macKey.block, data, method: other }), {
        code: 'TG_HSM_KEY_USAGE',
      });
    }
  }
});

test('a changed, foreign or misused key block serves nothing', async () => {
  const { block } = await form(ZPK, 'terminal-mac:cup-ecb');
  const data = new Uint8Array(8);
  const changed = block.replace('M1TC', 'M1TG');
  await assert.rejects(hsm.makeMac({ key: changed, data, method }), { code: 'TG_KEY_BLOCK_MAC' });
  await assert.rejects(hsm.makeMac({ key: 'D', data, method }), { code: 'TG_KEY_BLOCK' });
  const other = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
  await assert.rejects(other.makeMac({ key: block, data, method }), { code: 'TG_KEY_BLOCK_MAC' });
});

test('a sealed PAN opens again, seals differently each time, and not once it is changed', async () => {
  const [first, second] = [await hsm.sealPan(PAN), await hsm.sealPan(PAN)];
  assert.notDeepEqual(first, second);
  assert.equal(await hsm.openPan(first), PAN);
  for (let at = 0; at < first.length; at++) {
    const changed = first.slice();
    changed[at]! ^= 1;
    await assert.rejects(hsm.openPan(changed), { code: 'TG_HSM_SEAL' });
  }
  await assert.rejects(hsm.openPan(new Uint8Array(5)), { code: 'TG_HSM_SEAL' });
  await assert.rejects(hsm.sealPan('not a card'), { code: 'TG_PAN' });
});

test('hashes are stable, have keys of their own and tell PANs apart', async () => {
  const hash = await hsm.panHash(PAN);
  assert.equal(hash.length, 32);
  assert.deepEqual(await hsm.panHash(PAN), hash);
  assert.notDeepEqual(await hsm.panHash('6299990000001000029'), hash);
  assert.notDeepEqual(await hsm.contentHash(new TextEncoder().encode(PAN)), hash);
});
