// The rules of a CVM list as tables. Goal: all 64 methods under all 10 conditions at X - 1, X and X + 1, alone and
// before another rule; what is written into 9F34 and TVR. The tables are those of Book 3 Annex C3, Book 4 6.3.4.5.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyCvmList,
  type CvmTerminal,
  type CvmTransaction,
  cvmCapabilities,
  readCvmList,
} from './cvm-list.js';

const X = 30_000;
const Y = 100_000;

const METHODS_WITH_PIN = [1, 2, 3, 4, 5];
const EVERY_METHOD = [...METHODS_WITH_PIN, 0x1e, 0x1f];

const terminal: CvmTerminal = {
  supports: new Set(EVERY_METHOD),
  onlinePin: () => 'entered',
  offlinePin: () => 'right',
};

const purchase = (amountMinor: number): CvmTransaction => ({
  ...{ amountMinor, what: 'purchase', isApplicationCurrency: true },
});

function listOf(rules: string): Uint8Array {
  const hex = X.toString(16).padStart(8, '0') + Y.toString(16).padStart(8, '0') + rules;
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** 9F34 and TVR byte 3, as `420300 04`. */
function told(rules: string, transaction: CvmTransaction, of: CvmTerminal = terminal): string {
  const { results, tvrByte3 } = applyCvmList(readCvmList(listOf(rules)), transaction, of);
  return `${Buffer.from(results).toString('hex').toUpperCase()} ${tvrByte3.toString(16).padStart(2, '0')}`;
}

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

/** For a purchase in the application's currency: whether each condition holds below X, at it and above it. */
const CONDITIONS: ReadonlyArray<readonly [below: boolean, at: boolean, above: boolean]> = [
  [true, true, true], // always
  [false, false, false], // unattended cash
  [true, true, true], // neither cash nor cashback
  [true, true, true], // the terminal supports the method: replaced below for those that it does not
  [false, false, false], // manual cash
  [false, false, false], // cashback
  [true, false, false], // under X
  [false, false, true], // over X
  [true, true, true], // under Y
  [false, false, false], // over Y
];

/** Result (third byte of 9F34) and TVR of a method that is performed; the others are not recognised. */
const PERFORMED: Readonly<Record<number, readonly [result: number, tvr: number]>> = {
  0: [1, 0x80],
  1: [2, 0],
  2: [0, 0x04],
  3: [0, 0],
  4: [2, 0],
  5: [0, 0],
  30: [0, 0],
  31: [2, 0],
};

const NOT_MET = '3F0001 80';

test('64 methods under 10 conditions, at X - 1, X and X + 1', () => {
  let cases = 0;
  for (let method = 0; method < 64; method += 1) {
    for (let condition = 0; condition < CONDITIONS.length; condition += 1) {
      for (const [at, amountMinor] of [X - 1, X, X + 1].entries()) {
        for (const goesOn of [0, 0x40]) {
          const rule = hexOf(method | goesOn) + hexOf(condition);
          const isSupported = condition !== 3 || EVERY_METHOD.includes(method);
          const isMet = CONDITIONS[condition]![at]! && isSupported;
          const [result, tvr] = PERFORMED[method] ?? [];
          const expected = !isMet
            ? NOT_MET
            : result === undefined
              ? '3F0001 c0'
              : `${rule}${hexOf(result)} ${hexOf(tvr!).toLowerCase()}`;
          assert.equal(told(rule, purchase(amountMinor)), expected, `${rule} at ${amountMinor}`);
          cases += 1;
        }
      }
    }
  }
  assert.equal(cases, 64 * 10 * 3 * 2);
});

test('64 methods under 10 conditions before "no CVM, always": whether the next rule is reached', () => {
  for (let method = 0; method < 64; method += 1) {
    for (let condition = 0; condition < CONDITIONS.length; condition += 1) {
      for (const [at, amountMinor] of [X - 1, X, X + 1].entries()) {
        for (const goesOn of [false, true]) {
          const rule = hexOf(method | (goesOn ? 0x40 : 0)) + hexOf(condition);
          const isMet = CONDITIONS[condition]![at]! && (condition !== 3 || EVERY_METHOD.includes(method));
          const verified = isMet && method !== 0 && PERFORMED[method] !== undefined;
          const reached = !isMet || (!verified && goesOn);
          const { method: by } = applyCvmList(
            readCvmList(listOf(`${rule}1F00`)),
            purchase(amountMinor),
            terminal,
          );
          assert.equal(by, verified ? method : reached ? 0x1f : undefined, `${rule} at ${amountMinor}`);
        }
      }
    }
  }
});

test('amounts at both edges of Y, and in another currency', () => {
  const rows: ReadonlyArray<readonly [amountMinor: number, under: string, over: string]> = [
    [Y - 1, '1F0802 00', NOT_MET],
    [Y, NOT_MET, NOT_MET],
    [Y + 1, NOT_MET, '1F0902 00'],
  ];
  for (const [amountMinor, under, over] of rows) {
    assert.equal(told('1F08', purchase(amountMinor)), under);
    assert.equal(told('1F09', purchase(amountMinor)), over);
    for (const rule of ['1F06', '1F07', '1F08', '1F09']) {
      assert.equal(told(rule, { ...purchase(amountMinor), isApplicationCurrency: false }), NOT_MET);
    }
  }
});

test('what kind of payment it is', () => {
  const kinds = ['purchase', 'unattended-cash', 'manual-cash', 'cashback'] as const;
  for (const [rule, fits] of [
    ['1F02', 'purchase'],
    ['1F01', 'unattended-cash'],
    ['1F04', 'manual-cash'],
    ['1F05', 'cashback'],
  ] as const) {
    for (const what of kinds) {
      const results = told(rule, { ...purchase(X), what });
      assert.equal(results, what === fits ? `${rule}02 00` : NOT_MET, `${rule} ${what}`);
    }
  }
});

test('conditions that are not known are not met', () => {
  for (let condition = CONDITIONS.length; condition < 256; condition += 1) {
    assert.equal(told(`1F${hexOf(condition)}`, purchase(X)), NOT_MET);
  }
});

test('what comes of asking for a PIN', () => {
  const offline = (said: ReturnType<CvmTerminal['offlinePin']>): CvmTerminal => ({
    ...terminal,
    offlinePin: () => said,
  });
  const online = (said: ReturnType<CvmTerminal['onlinePin']>): CvmTerminal => ({
    ...terminal,
    onlinePin: () => said,
  });
  assert.equal(told('0100', purchase(X), offline('wrong')), '010001 80');
  assert.equal(told('0100', purchase(X), offline('tries-exceeded')), '010001 a0');
  assert.equal(told('0400', purchase(X), offline('passed-over')), '040001 88');
  assert.equal(told('0400', purchase(X), offline('absent')), '040001 90');
  assert.equal(told('0200', purchase(X), online('passed-over')), '020001 88');
  assert.equal(told('0200', purchase(X), online('absent')), '020001 90');
  // Passed over, the card lets the holder sign instead; both are on record.
  assert.equal(told('42031E031F03', purchase(X), online('passed-over')), '1E0300 08');
  const withPin = applyCvmList(readCvmList(listOf('42031E031F03')), purchase(X), terminal);
  assert.deepEqual([withPin.method, withPin.isSignatureNeeded], [2, false]);
  const signed = applyCvmList(readCvmList(listOf('42031E031F03')), purchase(X), online('passed-over'));
  assert.deepEqual([signed.method, signed.isSignatureNeeded], [0x1e, true]);
});

test('a terminal without a PIN pad, and one that takes signatures only', () => {
  const signing: CvmTerminal = { ...terminal, supports: new Set([0x1e]) };
  assert.equal(told('42001E00', purchase(X), signing), '1E0000 10');
  assert.equal(told('42031E03', purchase(X), signing), '1E0300 00');
  assert.equal(told('0200', purchase(X), signing), '3F0001 90');
  assert.equal(told('1F00', purchase(X), { ...terminal, supports: new Set([2]) }), '3F0001 80');
});

test('the last method that was performed is the one on record', () => {
  const wrong: CvmTerminal = { ...terminal, offlinePin: () => 'wrong' };
  assert.equal(told('41004600', purchase(X), wrong), '410001 c0');
  assert.equal(told('41004000', purchase(X), wrong), '400001 80');
});

test('a list without rules is as none: nothing performed, nothing failed', () => {
  assert.equal(told('', purchase(X)), '3F0000 00');
  const { results, tvrByte3 } = applyCvmList(undefined, purchase(X), terminal);
  assert.deepEqual([...results, tvrByte3], [0x3f, 0, 0, 0]);
});

test('a list of a wrong length is none', () => {
  for (const length of [0, 1, 7, 9, 11]) assert.equal(readCvmList(new Uint8Array(length)), undefined);
  assert.deepEqual(readCvmList(new Uint8Array(8)), { amountX: 0, amountY: 0, rules: [] });
  assert.equal(readCvmList(Uint8Array.from(Buffer.from('FFFFFFFF00000001', 'hex')))?.amountX, 0xffffffff);
});

test('what a terminal supports, by its capabilities', () => {
  const methods = (byte: number): readonly number[] =>
    [...cvmCapabilities(Uint8Array.of(0xe0, byte, 0xc8))].sort((one, other) => one - other);
  assert.deepEqual(methods(0xf8), EVERY_METHOD);
  assert.deepEqual(methods(0x68), [2, 0x1e, 0x1f]);
  assert.deepEqual(methods(0x90), [1, 4]);
  assert.deepEqual(methods(0xa0), [1, 3, 0x1e]);
  assert.deepEqual(methods(0x07), []);
});
