// Goal: the bank takes a PIN block under the zone key of now and, while it is accepted, under the one before; under no
// other. Method: the real commands in process.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  encodePinBlockFormat0,
  encryptEcb,
  hexToBytes,
  pinFromText,
} from '@tillgate/payment-crypto';
import { createInProcessHsm } from '../hsm/index.js';
import { systemRandom } from '../kernel/random.js';
import { Pan } from '../kernel/sensitive.js';
import type { IssuerRow } from '../store/index.js';
import { checkPin } from './check-pin.js';

const PAN = '6299990000001000011';
const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const zonePinKeys = {
  now: hexToBytes('61F13B4AC45B4FEC31268054DA08645D'),
  before: hexToBytes('5792081C192F2F587F5D4AA423BAE0DF'),
  earlier: hexToBytes('7AA1CB327C6B971651B9083D2670D676'),
};
const pvk = hexToBytes('D97AE0AE04F4B3CD15704F4ADFEF198A');

async function formed(key: Uint8Array, role: 'zpk-in' | 'pvk-visa'): Promise<string> {
  return (await hsm.formKey({ components: [key, new Uint8Array(16)], role, label: '' })).block;
}

async function checkedUnder(key: Uint8Array, zpkInBefore: string | null) {
  const issuer = {
    ...{ zpk_in: await formed(zonePinKeys.now, 'zpk-in'), zpk_in_before: zpkInBefore },
    pvk: await formed(pvk, 'pvk-visa'),
  } as IssuerRow;
  const pinBlock = encryptEcb(createTdes(key), encodePinBlockFormat0(pinFromText('135790'), PAN));
  const reference = { method: 'visa-pvv', pvki: 1, pvv: '0000' } as const;
  return checkPin(hsm, issuer, Pan.parse(PAN)!, reference, pinBlock);
}

test('a block under the zone key before is taken until that key is retired, and no other ever is', async () => {
  const before = await formed(zonePinKeys.before, 'zpk-in');
  // The reference fits no PIN: what is looked at is whether the block was read at all.
  assert.equal(await checkedUnder(zonePinKeys.now, before), 'mismatch');
  assert.equal(await checkedUnder(zonePinKeys.before, before), 'mismatch');
  assert.equal(await checkedUnder(zonePinKeys.before, null), 'undecodable');
  assert.equal(await checkedUnder(zonePinKeys.earlier, before), 'undecodable');
});
