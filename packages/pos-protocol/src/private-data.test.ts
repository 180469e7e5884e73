// Goal: F48, F62 and F55 of settlement, batch upload, downloads, status and signature are the digits and bytes
// of the protocol's page, come back as they were written, and are refused when they are anything else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@tillgate/iso8583';
import fc from 'fast-check';
import {
  type BatchDetail,
  type ClassTotals,
  DETAILS_PER_MESSAGE,
  formatAids,
  formatCaPublicKey,
  formatChipApplication,
  formatF48Details,
  formatF48ItemCount,
  formatF48Tip,
  formatF48Totals,
  formatF55Slip,
  formatF62Parameters,
  formatF62Part,
  formatF62Query,
  formatF62Status,
  formatKeyNames,
  noTotals,
  parseAids,
  parseCaPublicKey,
  parseChipApplication,
  parseF48Details,
  parseF48ItemCount,
  parseF48Tip,
  parseF48Totals,
  parseF55Slip,
  parseF62Parameters,
  parseF62Part,
  parseF62Query,
  parseF62Status,
  parseKeyNames,
} from './index.js';

const plain = { noNullPrototype: true };
const counted = fc.record({ amountMinor: fc.nat(999_999_999), count: fc.nat(999) }, plain);
const side: fc.Arbitrary<ClassTotals> = fc.record({ debit: counted, credit: counted }, plain);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const anyBytes = fc.uint8Array({ maxLength: 80 });
const anyDigits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 90 });

test('F48 of a settlement: digits 31 and 62 are the comparison', () => {
  const domestic: ClassTotals = {
    debit: { amountMinor: 123_456, count: 7 },
    credit: { amountMinor: 100, count: 1 },
  };
  assert.equal(
    formatF48Totals({ domestic, foreign: noTotals }),
    '00000012345600700000000010000100000000000000000000000000000000',
  );
  const compared = formatF48Totals(
    { domestic, foreign: noTotals },
    { domestic: 'unequal', foreign: 'equal' },
  );
  assert.equal(compared[30] + compared[61]!, '21');
  assert.equal(formatF48Totals({ domestic, foreign: undefined }).length, 31);
  fc.assert(
    fc.property(side, fc.option(side, { nil: undefined }), (one, foreign) => {
      const totals = { domestic: one, foreign };
      assert.deepEqual(parseF48Totals(formatF48Totals(totals))?.totals, totals);
    }),
  );
  const over = { ...noTotals, debit: { amountMinor: 0, count: 1000 } };
  assert.throws(() => formatF48Totals({ domestic: over, foreign: undefined }), RangeError);
  for (const text of ['', '0'.repeat(30), '0'.repeat(61), `${'0'.repeat(30)}4`]) {
    assert.equal(parseF48Totals(text), undefined);
  }
});

const detail: fc.Arbitrary<BatchDetail> = fc.record(
  {
    cardClass: fc.constantFrom('00', '01'),
    trace: fc.nat(999_999).map((trace) => String(trace).padStart(6, '0')),
    pan: fc.constantFrom('6299990000001000011', '4012345678901', ''),
    amountMinor: fc.nat(999_999_999),
  },
  plain,
);

test('F48 of batch details: a count and 40 digits each, the number on the right', () => {
  const one = { cardClass: '00', trace: '000002', pan: '6299990000001000011', amountMinor: 1234 } as const;
  assert.equal(formatF48Details([one]), '010000000206299990000001000011000000001234');
  fc.assert(
    fc.property(fc.array(detail, { minLength: 1, maxLength: DETAILS_PER_MESSAGE }), (details) => {
      const text = formatF48Details(details);
      assert.equal(text.length, 2 + 40 * details.length);
      assert.deepEqual(parseF48Details(text), details);
    }),
  );
  assert.equal(formatF48Details(new Array(8).fill(one)).length, 322);
  assert.throws(() => formatF48Details(new Array(9).fill(one)), RangeError);
  assert.throws(() => formatF48Details([]), RangeError);
  for (const text of ['', '00', '01', `02${'0'.repeat(40)}`, `0102${'0'.repeat(38)}`]) {
    assert.equal(parseF48Details(text), undefined);
  }
});

test('F48 of the end of an upload, and of a tip', () => {
  assert.equal(formatF48ItemCount(17), '0017');
  assert.equal(parseF48ItemCount('0017'), 17);
  assert.throws(() => formatF48ItemCount(10_000), RangeError);
  assert.equal(formatF48Tip(250), '000000000250');
  assert.equal(parseF48Tip('000000000250'), 250);
  for (const text of ['', '17', '00017']) assert.equal(parseF48ItemCount(text), undefined);
  assert.equal(parseF48Tip('0250'), undefined);
});

test('F62 of a download: a first character, then data objects', () => {
  const names = [
    { rid: 'A000000333', index: '08' },
    { rid: 'A000000333', index: '0B' },
  ];
  const list = formatKeyNames(names);
  assert.equal(toHex(list), '9F0605A0000003339F2201089F0605A0000003339F22010B');
  assert.deepEqual(parseKeyNames(list), names);
  const part = formatF62Part({ progress: 'more', objects: list });
  assert.equal(part[0], 0x32);
  assert.deepEqual(parseF62Part(part), { progress: 'more', objects: list });
  assert.deepEqual(parseF62Part(Uint8Array.of(0x30)), { progress: 'none', objects: new Uint8Array(0) });
  for (const text of ['', '0x', '1', '3x']) assert.equal(parseF62Part(Buffer.from(text)), undefined);
  assert.equal(Buffer.from(formatF62Query(12)).toString(), '112');
  assert.equal(parseF62Query(Buffer.from('112')), 12);
  for (const text of ['', '012', '1123', '1x2']) assert.equal(parseF62Query(Buffer.from(text)), undefined);
  const aids = ['A000000333010101', 'A000000333010102'];
  assert.deepEqual(parseAids(formatAids(aids)), aids);
  assert.equal(parseAids(list), undefined);
});

test('CA public keys and chip applications come back as they were written', () => {
  fc.assert(
    fc.property(bytes(5), bytes(1), bytes(248), bytes(20), (rid, index, modulus, check) => {
      const key = {
        ...{ rid: toHex(rid), index: toHex(index) },
        objects: new Map([
          ['DF05', Uint8Array.from([0x20, 0x30, 0x12, 0x31])],
          ['DF02', modulus],
          ['DF04', Uint8Array.of(3)],
          ['DF03', check],
        ]),
      };
      const packed = formatCaPublicKey(key);
      assert.ok(packed.length < 512);
      assert.deepEqual(parseCaPublicKey(packed), key);
    }),
  );
  const application = {
    aid: 'A000000333010101',
    objects: new Map([
      ['DF11', Uint8Array.of(0xd8, 0x40, 0, 0xa8, 0)],
      ['9F1B', Uint8Array.of(0, 0, 0, 0)],
    ]),
  };
  assert.deepEqual(parseChipApplication(formatChipApplication(application)), application);
  assert.equal(parseChipApplication(formatAids(['A000000333010101', 'A000000333010102'])), undefined);
  assert.equal(parseCaPublicKey(formatAids(['A000000333'])), undefined);
});

test('F62 of parameters: two digits and a value of its own width each', () => {
  const parameters = {
    ...{ answerTimeoutSeconds: '30', tipsAllowed: '1', tipLimitPercent: '15' },
    ...{ merchantName: '晨光便利店', contactlessNoPinLimitMinor: '100000' },
  };
  const packed = formatF62Parameters(parameters);
  assert.equal(Buffer.from(packed.slice(0, 4)).toString(), '1130');
  assert.equal(packed.length, 4 + 3 + 4 + 42 + 14);
  assert.deepEqual(parseF62Parameters(packed), parameters);
  assert.deepEqual(parseF62Parameters(new Uint8Array(0)), {});
  assert.throws(() => formatF62Parameters({ tipsAllowed: '12' }), RangeError);
  for (const text of ['1', '99', '113', '11x0']) {
    assert.equal(parseF62Parameters(Buffer.from(text)), undefined);
  }
});

test('F62 of a status upload: code and 0 or 1', () => {
  const status = { keypad: true, printer: false };
  assert.equal(Buffer.from(formatF62Status(status)).toString(), '011040');
  assert.deepEqual(parseF62Status(Buffer.from('011040')), status);
  for (const text of ['01', '061', '012']) assert.equal(parseF62Status(Buffer.from(text)), undefined);
});

test('F55 of a signature holds the slip', () => {
  const slip = {
    merchantName: '晨光便利店',
    operatorId: '01',
    dateTime: '20261122093015',
    authCode: 'A1B2C3',
  };
  assert.equal(toHex(formatF55Slip({ operatorId: '01' })), 'DF43023031');
  assert.deepEqual(parseF55Slip(formatF55Slip(slip)), slip);
  assert.equal(parseF55Slip(Uint8Array.of(0xdf, 0x41, 9, 1)), undefined);
});

test('whatever comes in, reading answers a value or nothing', () => {
  const readers = [parseF62Part, parseF62Query, parseKeyNames, parseAids, parseCaPublicKey];
  const more = [parseChipApplication, parseF62Parameters, parseF62Status, parseF55Slip];
  fc.assert(
    fc.property(anyBytes, anyDigits, (some, text) => {
      for (const read of [...readers, ...more]) read(some);
      for (const read of [parseF48Totals, parseF48Details, parseF48ItemCount, parseF48Tip]) read(text);
    }),
    { numRuns: 500 },
  );
});
