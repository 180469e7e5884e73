// Goal: card values, PIN methods and EMV keys are what a second implementation over OpenSSL computes. Method: random
// keys, accounts and counters; formulas written anew from CVV, PVV, IBM 3624, EMV Book 2 and JR/T 0025.7.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { cardVerificationValue } from './card-verification.js';
import { createTdes } from './des.js';
import { arpcMethod1, dynamicCvv } from './emv-cryptogram.js';
import { CRYPTOGRAM_VERSIONS, cryptogramSessionKey } from './emv-cryptogram-version.js';
import { emvUniqueKey, mastercardSessionKey } from './emv-keys.js';
import { encryptScriptData } from './emv-script.js';
import { ibm3624Offset, ibm3624ValidationData } from './ibm-3624.js';
import { pinFromText } from './pin.js';
import { decodePinBlockFormat0, encodePinBlockFormat0 } from './pin-block.js';
import { decodePinBlockUnionPaySm4, encodePinBlockUnionPaySm4 } from './pin-block-unionpay.js';
import { visaPvv } from './pvv.js';
import {
  decimalised,
  des,
  digits,
  hex,
  ROUNDS,
  randomBytes,
  randomInt,
  u8,
  withParity,
  xor,
} from './second-implementation.fixture.js';

const inverted = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

/** Another card, key and PIN for each round. */
function* rounds() {
  for (let round = 0; round < ROUNDS; round++) {
    const [key, pan, pin] = [randomBytes(16), digits(13 + (round % 7)), digits(4 + (round % 9))];
    yield { key, pan, pin, atc: randomBytes(2), un: randomBytes(4) };
  }
}

function cvvOf(key: Buffer, pan: string, expiry: string, serviceCode: string): string {
  const block = Buffer.from((pan + expiry + serviceCode).padEnd(32, '0'), 'hex');
  const first = des.encrypt(key.subarray(0, 8), block.subarray(0, 8));
  return decimalised(hex(des.encrypt(key, xor(first, block.subarray(8)))), 3);
}

test('CVV, iCVV and CVV2 are one formula; dCVV puts the counter in', () => {
  for (const { key, pan } of rounds()) {
    for (const serviceCode of [digits(3), '999', '000']) {
      const card = { pan, expiry: digits(4), serviceCode };
      assert.equal(cardVerificationValue(u8(key), card), cvvOf(key, pan, card.expiry, serviceCode));
      const atc = digits(4);
      assert.equal(dynamicCvv(u8(key), card, atc), cvvOf(key, atc + pan.slice(4), card.expiry, serviceCode));
    }
  }
});

test('Visa PVV', () => {
  for (const { key, pan, pin } of rounds()) {
    const pvki = randomInt(10);
    const input = Buffer.from(pan.slice(-12, -1) + String(pvki) + pin.slice(0, 4), 'hex');
    assert.equal(
      visaPvv(createTdes(u8(key)), pvki, pan, pinFromText(pin)),
      decimalised(hex(des.encrypt(key, input)), 4),
    );
  }
});

test('IBM 3624 offset', () => {
  const decimalisationTable = '0123456789012345';
  for (const { key, pan, pin } of rounds()) {
    const data = Buffer.from(`${pan.slice(-13, -1)}ffff`, 'hex');
    const natural = [...hex(des.encrypt(key, data))].map(
      (one) => decimalisationTable[Number.parseInt(one, 16)]!,
    );
    const expected = [...pin]
      .map((digit, at) => String((Number(digit) + 10 - Number(natural[at])) % 10))
      .join('');
    const method = {
      pvk: createTdes(u8(key)),
      decimalisationTable,
      validationData: ibm3624ValidationData(pan),
    };
    assert.equal(ibm3624Offset(method, pinFromText(pin)), expected);
  }
});

test('PIN block formats: ISO 9564 format 0, and its wide form for SM4', () => {
  for (const { pan, pin } of rounds()) {
    const account = pan.slice(-13, -1);
    const pinField = `0${pin.length.toString(16)}${pin}`.padEnd(16, 'f');
    const block = xor(Buffer.from(pinField, 'hex'), Buffer.from(`0000${account}`, 'hex'));
    assert.equal(hex(encodePinBlockFormat0(pinFromText(pin), pan)), hex(block));
    assert.deepEqual(decodePinBlockFormat0(u8(block), pan), pinFromText(pin));
    const wideAccount = Buffer.from(account.padStart(32, '0'), 'hex');
    const wide = xor(Buffer.from(pinField.padEnd(32, 'f'), 'hex'), wideAccount);
    assert.equal(hex(encodePinBlockUnionPaySm4(pinFromText(pin), pan)), hex(wide));
    assert.deepEqual(decodePinBlockUnionPaySm4(u8(wide), pan), pinFromText(pin));
    // A length, a digit and a fill that cannot be; the account number reaches none of the three.
    for (const [at, byte] of [
      [0, 0x20],
      [1, 0xaa],
      [9, 0xf0],
    ] as const) {
      const broken = u8(wide);
      broken[at] = byte;
      assert.throws(() => decodePinBlockUnionPaySm4(broken, pan), { code: 'TG_PIN_BLOCK' });
    }
  }
});

test("EMV Book 2, A1.4: a card's key by options A and B", () => {
  for (const { key, pan } of rounds()) {
    const psn = digits(2);
    const keyOf = (block: string): string => {
      const left = Buffer.from(block, 'hex');
      return hex(withParity(des.encrypt(key, Buffer.concat([left, inverted(left)]))));
    };
    const plain = `${pan}${psn}`.slice(-16).padStart(16, '0');
    assert.equal(hex(emvUniqueKey(u8(key), pan, psn, 'A')), keyOf(plain));
    const even = `${pan}${psn}`.length % 2 === 0 ? `${pan}${psn}` : `0${pan}${psn}`;
    const hashed = decimalised(createHash('sha1').update(Buffer.from(even, 'hex')).digest('hex'), 16);
    assert.equal(hex(emvUniqueKey(u8(key), pan, psn, 'B')), keyOf(pan.length > 16 ? hashed : plain));
  }
});

test('session keys of each cryptogram version, and of Mastercard', () => {
  const halves = (tail: (mark: number) => Buffer) => Buffer.concat([tail(0xf0), tail(0x0f)]);
  for (const { key, atc, un } of rounds()) {
    const common = halves((mark) => Buffer.concat([atc, Buffer.of(mark), Buffer.alloc(5)]));
    const unionPay = Buffer.concat([Buffer.alloc(6), atc, Buffer.alloc(6), inverted(atc)]);
    for (const version of CRYPTOGRAM_VERSIONS) {
      const input = version === 'unionpay-01' ? unionPay : common;
      const expected = version === 'visa-10' ? key : withParity(des.encrypt(key, input));
      assert.equal(hex(cryptogramSessionKey(version, u8(key), u8(atc))), hex(expected), version);
    }
    const skd = halves((mark) => Buffer.concat([atc, Buffer.of(mark, 0), un]));
    assert.equal(hex(mastercardSessionKey(u8(key), u8(atc), u8(un))), hex(withParity(des.encrypt(key, skd))));
  }
});

test('ARPC by method 1, and script data in both forms', () => {
  for (const { key, atc } of rounds()) {
    const arqc = randomBytes(8);
    const block = Buffer.concat([xor(arqc.subarray(0, 2), atc), arqc.subarray(2)]);
    assert.equal(hex(arpcMethod1(u8(key), u8(arqc), u8(atc))), hex(des.encrypt(key, block)));
    const data = randomBytes(randomInt(1, 40));
    const filled = (clear: Buffer): Buffer =>
      Buffer.concat([clear, Buffer.of(0x80), Buffer.alloc((15 - (clear.length % 8)) % 8)]);
    const cbc = des.cbc(key, filled(data));
    assert.equal(hex(encryptScriptData(u8(key), u8(data), 'cbc')), hex(cbc));
    const ecb = des.encrypt(key, filled(Buffer.concat([Buffer.of(data.length), data])));
    assert.equal(hex(encryptScriptData(u8(key), u8(data), 'length-ecb')), hex(ecb));
  }
});
