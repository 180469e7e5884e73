// Goal: every private field is read back as written, and a value without its parts is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Message } from '@tillgate/iso8583';
import fc from 'fast-check';
import {
  answerCodes,
  answerMti,
  decodeGbk,
  encodeGbk,
  formatF44,
  formatF53,
  formatF54,
  formatF59,
  formatF60,
  formatF61,
  formatF62WorkingKeys,
  formatF63,
  isApproval,
  kindOf,
  messageKinds,
  parseF44,
  parseF53,
  parseF54,
  parseF59,
  parseF60,
  parseF61,
  parseF62WorkingKeys,
  parseF63,
  standardProfile,
} from './index.js';

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

test('F60 of 11 to 14 and of 17 digits comes back the same; other lengths are refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(11, 12, 13, 14, 17).chain(digits), (text) => {
      assert.equal(formatF60(parseF60(text)!), text);
    }),
  );
  for (const text of ['', '2200000100', '220000010006000', '22A00001000']) {
    assert.equal(parseF60(text), undefined);
  }
  assert.deepEqual(parseF60('220000010006'), {
    ...{ type: '22', batch: '000001', networkCode: '000', readerCapability: '6' },
  });
});

test('F61 comes back the same; other lengths are refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(12, 16, 18, 29).chain(digits), (text) => {
      assert.equal(formatF61(parseF61(text)!), text);
    }),
  );
  for (const length of [0, 6, 13, 20, 30]) assert.equal(parseF61('0'.repeat(length)), undefined);
});

test('F53: a PIN under a double-length key', () => {
  const control = { pinFormat: '2', keyLength: '6', trackEncrypted: false } as const;
  assert.equal(formatF53(control), '2600000000000000');
  assert.deepEqual(parseF53('2600000000000000'), control);
  assert.equal(parseF53('2610000000000000')?.trackEncrypted, true);
  for (const text of ['2600000000000001', '9600000000000000', '26']) assert.equal(parseF53(text), undefined);
});

test('F62: two keys take 40 bytes, three 60, two single ones 24; any other length is refused', () => {
  const key = (byte: number, keyBytes = 16) => ({
    keyUnderTmk: new Uint8Array(keyBytes).fill(byte),
    kcvBytes: new Uint8Array(4).fill(byte + 100),
  });
  const two = { pinKey: key(1), macKey: key(2) };
  const three = { ...two, trackKey: key(3) };
  assert.equal(formatF62WorkingKeys(two).length, 40);
  assert.deepEqual(parseF62WorkingKeys(formatF62WorkingKeys(two)), two);
  assert.equal(formatF62WorkingKeys(three).length, 60);
  assert.deepEqual(parseF62WorkingKeys(formatF62WorkingKeys(three)), three);
  const legacy = { pinKey: key(1, 8), macKey: key(2, 8) };
  assert.equal(formatF62WorkingKeys(legacy).length, 24);
  assert.deepEqual(parseF62WorkingKeys(formatF62WorkingKeys(legacy)), legacy);
  const single = { ...standardProfile, macKeyLength: 'single' } as const;
  const mixed = { pinKey: key(1), macKey: key(2, 8) };
  assert.deepEqual(parseF62WorkingKeys(formatF62WorkingKeys(mixed), single), mixed);
  assert.equal(parseF62WorkingKeys(formatF62WorkingKeys(two), single), undefined, 'no zeros follow the key');
  for (const length of [0, 23, 39, 41, 80])
    assert.equal(parseF62WorkingKeys(new Uint8Array(length)), undefined);
  assert.throws(() => formatF62WorkingKeys({ ...two, pinKey: { ...key(1), kcvBytes: new Uint8Array(3) } }));
});

test('F44 and F54', () => {
  const institutions = { issuer: '62999900', acquirer: '29990000' };
  assert.equal(formatF44(institutions), '62999900   29990000   ');
  assert.deepEqual(parseF44(formatF44(institutions)), institutions);
  const balance = { accountType: '10', amountType: '02', currency: '156', amountMinor: -1234 };
  assert.equal(formatF54(balance), '1002156D000000001234');
  assert.deepEqual(parseF54(formatF54(balance)), balance);
  assert.equal(parseF54('1002156X000000001234'), undefined);
});

test('F59 comes back the same; a length beyond the end is refused', () => {
  const entries = [
    { tag: 'A3', value: '6212345678901234567' },
    { tag: 'Q1', value: 'https://example.test/c/1' },
  ];
  assert.deepEqual(parseF59(formatF59(entries)), entries);
  assert.deepEqual(parseF59(''), []);
  for (const text of ['A3', 'A3005abc', 'A30-1abc', 'A3 05abcde']) assert.equal(parseF59(text), undefined);
  assert.throws(() => formatF59([{ tag: 'A', value: '' }]), RangeError);
});

test('F63 holds texts in GBK, cut between characters and never inside one', () => {
  const texts = {
    organisation: 'CUP',
    issuer: '交易成功',
    network: '',
    acquirer: 'a',
    terminal: '请输入密码',
  };
  const bytes = formatF63(texts);
  assert.equal(bytes.length, 123);
  assert.deepEqual(parseF63(bytes), texts);
  const long = parseF63(formatF63({ ...texts, issuer: `x${'密'.repeat(20)}` }));
  assert.equal(long.issuer, `x${'密'.repeat(9)}`);
  assert.equal(long.acquirer, 'a');
  assert.deepEqual(parseF63(encodeGbk('01 ')).organisation, '01');
});

test('GBK: what it can encode is decoded the same; what it lacks becomes a question mark', () => {
  const text = '闸口收单,冲正 100.00 元;龘靐齉';
  assert.equal(decodeGbk(encodeGbk(text)), text);
  assert.deepEqual([...encodeGbk('啊')], [0xb0, 0xa1]);
  assert.equal(decodeGbk(encodeGbk('a😀b')), 'a?b');
});

test('every answer code has texts in both languages; approvals are told apart', () => {
  for (const [code, entry] of answerCodes) {
    assert.match(code, /^[0-9A-Z]{2}$/);
    for (const text of [entry.text.zh, entry.text.en, entry.advice.zh, entry.advice.en]) assert.ok(text);
  }
  assert.deepEqual(['00', '10', '11', 'A2', '1A', '70', '51', 'A0', '??'].filter(isApproval), [
    '00',
    '10',
    '11',
    'A2',
  ]);
  assert.equal(answerCodes.get('A0')?.text.zh, 'MAC校验错,请重新签到');
});

test('every row of the message table is found again from a message that it describes', () => {
  for (const [kind, row] of Object.entries(messageKinds)) {
    for (const mti of [row.request, row.answer]) {
      const message = new Message(mti)
        .set(3, row.processingCode ?? '000000')
        .set(22, kind === 'qr-sale' ? '032' : '051')
        .set(25, row.condition ?? '00')
        .set(60, `${row.types?.at(-1) ?? '22'}000001${row.networkCodes?.at(-1) ?? '000'}`);
      assert.equal(kindOf(message), kind);
    }
  }
  assert.equal(kindOf(new Message('0200')), undefined);
  assert.equal(kindOf(new Message('0999').set(60, '22000001000')), undefined);
  assert.equal(answerMti('0320'), '0330');
});
