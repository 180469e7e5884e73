// Goal: PIN blocks of sixteen bytes are told from those of eight by the bytes alone, whatever the blocks hold, and F62
// of keys under SM4 and of serial numbers is read as it was written. Method: properties; the blocks that could be
// mistaken are made of digits.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Message } from '@tillgate/iso8583';
import fc from 'fast-check';
import {
  annotateBody,
  formatF53,
  formatF62WorkingKeys,
  formatKsn,
  packBody,
  parseBody,
  parseF62Ksn,
  parseF62WorkingKeys,
  shippedProfiles,
  standardProfile,
} from './index.js';

const named = (name: string) => shippedProfiles.find((profile) => profile.name === name)!;
const [sm4, dukpt] = [named('cup-pos-sm4'), named('aes-dukpt')];
const front = {
  tpdu: { id: '60', destination: '0003', source: '0000' },
  header: {
    ...{ applicationClass: '60', softwareVersion: '10', terminalStatus: '0', centreRequest: '0' },
    subVersion: '010000',
  },
} as const;

function purchase(pinBlock: Uint8Array, keyLength: '0' | '6' | '7' | '8', more: boolean): Message {
  const message = new Message('0200')
    .set(3, '000000')
    .set(11, '000001')
    .set(22, '051')
    .set(25, '00')
    .set(26, '12')
    .set(41, '10000001')
    .set(42, '999290054110001')
    .set(49, '156')
    .set(52, pinBlock)
    .set(53, formatF53({ pinFormat: '2', keyLength, trackEncrypted: false }))
    .set(60, '22000001000600');
  return more ? message.set(55, Uint8Array.of(0x95, 1, 0)).set(62, formatKsn('10000001', 7)) : message;
}

/** Packed digits: what a field of digits would take for its own. */
const digits = fc.constantFrom(0, 0x26, 0x27, 0x00, 0x99, 0x10);
const blockOf = (length: number) =>
  fc.oneof(
    fc.uint8Array({ minLength: length, maxLength: length }),
    fc.array(digits, { minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes)),
  );

test('a block of sixteen bytes is read as one, and one of eight as one', () => {
  fc.assert(
    fc.property(blockOf(16), blockOf(8), fc.boolean(), (wide, narrow, more) => {
      for (const [profile, block, keyLength] of [
        [sm4, wide, '7'],
        [dukpt, wide, '8'],
        [standardProfile, narrow, '6'],
        [standardProfile, narrow, '0'],
      ] as const) {
        const body = packBody({ ...front, message: purchase(block, keyLength, more) }, profile);
        const { envelope, problems } = parseBody(body);
        assert.deepEqual(problems, []);
        assert.deepEqual(envelope?.message.bytes(52), block);
        const parts = annotateBody(body);
        assert.ok(parts.every(({ problem }) => problem === undefined));
        assert.equal(
          parts.find(({ field, part }) => field === '52' && part === 'data')?.length,
          block.length,
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('F62 under SM4: three keys in 72 bytes, and no other length', () => {
  const key = (byte: number) => ({
    keyUnderTmk: new Uint8Array(16).fill(byte),
    kcvBytes: new Uint8Array(8).fill(byte + 1),
  });
  const keys = { pinKey: key(1), macKey: key(3), trackKey: key(5) };
  const f62 = formatF62WorkingKeys(keys);
  assert.equal(f62.length, 72);
  assert.deepEqual(parseF62WorkingKeys(f62, sm4), keys);
  for (const length of [0, 24, 40, 48, 60, 71, 73]) {
    assert.equal(parseF62WorkingKeys(new Uint8Array(length), sm4), undefined);
  }
  assert.equal(parseF62WorkingKeys(f62, standardProfile), undefined);
  assert.equal(parseF62WorkingKeys(f62, dukpt), undefined);
});

test('a serial number is read as it was written, whatever follows it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 0xffff_ffff }),
      fc.uint8Array({ maxLength: 9 }),
      (counter, rest) => {
        const bytes = formatKsn('10000002', counter);
        const read = parseF62Ksn(Uint8Array.of(...bytes, ...rest));
        assert.deepEqual(read, { bytes, initialKeyId: '10000002', counter });
      },
    ),
  );
  for (const bad of [undefined, new Uint8Array(0), new Uint8Array(11)])
    assert.equal(parseF62Ksn(bad), undefined);
  assert.throws(() => formatKsn('1', 1), RangeError);
});
