// Goal: a card's cryptogram is told from any other, and only a right one is answered (EMV Book 2, 8).
// Method: the commands in process against a card's end made here with clear keys; one bit changed at a time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applicationCryptogram,
  CRYPTOGRAM_VERSIONS,
  emvUniqueKey,
  hexToBytes,
  issuerAuthenticationData,
} from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import type { ChipCryptogram } from './card-shapes.js';
import { createInProcessHsm } from './in-process-hsm.js';

const IMK = '9E830E7F91CE1FB380863743233EFD89';
const pan = '6299990000001000011';
const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const { block: imk } = await hsm.formKey({
  components: [hexToBytes(IMK), new Uint8Array(16)],
  role: 'imk-ac',
  label: '',
});
const uniqueKey = emvUniqueKey(hexToBytes(IMK), pan, '01', 'A');

function cryptogramOf(version: ChipCryptogram['version']): ChipCryptogram {
  const [atc, data] = [Uint8Array.of(0, 7), systemRandom.bytes(37)];
  const cryptogram = applicationCryptogram(version, uniqueKey, atc, data);
  return { imk, option: 'A', pan, sequence: '01', version, atc, data, cryptogram };
}

for (const version of CRYPTOGRAM_VERSIONS) {
  test(`${version}: right as it is, wrong with one bit changed or another card's key`, async () => {
    const right = cryptogramOf(version);
    assert.equal(await hsm.verifyArqc(right), true);
    for (const part of ['data', 'cryptogram'] as const) {
      for (let bit = 0; bit < 8 * right[part].length; bit += 7) {
        const changed = right[part].slice();
        changed[bit >> 3] = changed[bit >> 3]! ^ (0x80 >> (bit & 7));
        assert.equal(await hsm.verifyArqc({ ...right, [part]: changed }), false, `${part}, bit ${bit}`);
      }
    }
    assert.equal(await hsm.verifyArqc({ ...right, option: 'B' }), false);
    assert.equal(await hsm.verifyArqc({ ...right, sequence: '00' }), false);
    assert.equal(await hsm.verifyArqc({ ...right, pan: '6299990000001000029' }), false);
  });

  test(`${version}: the answer is the issuer's, and only a right cryptogram gets one`, async () => {
    const right = cryptogramOf(version);
    const { atc, cryptogram: arqc } = right;
    for (const [arc, approved] of [
      ['00', true],
      ['51', false],
    ] as const) {
      const proof = await hsm.makeArpc({ ...right, arc, approved });
      assert.deepEqual(proof, issuerAuthenticationData(version, uniqueKey, { atc, arqc, arc, approved }));
    }
    const made = hsm.makeArpc({ ...right, cryptogram: new Uint8Array(8), arc: '00', approved: true });
    await assert.rejects(made, { code: 'TG_HSM_CRYPTOGRAM' });
  });
}
