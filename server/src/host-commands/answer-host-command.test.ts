// Goal: each host command does what its HSM function does, in the form that existing clients write and read, and no
// bytes bring more than an error code. Method: clear keys on this side; then a fuzz over good commands and noise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applicationCryptogram,
  arpcMethod1,
  cardVerificationValue,
  createTdes,
  decodePinBlockFormat0,
  emvMac,
  emvUniqueKey,
  encodePinBlockFormat0,
  hexToBytes,
  ibm3624Offset,
  ibm3624ValidationData,
  issuerAuthenticationData,
  macAlgorithm3,
  pinFromText,
  visaPvv,
  xorInto,
} from '@tillgate/payment-crypto';
import fc from 'fast-check';
import { createInProcessHsm, type KeyRole } from '../hsm/index.js';
import { Fault } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import { answerHostCommand, hostCommands } from './answer-host-command.js';
import type { HostCommandPorts } from './host-command.js';

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const TABLE = '0123456789012345';
const ports: HostCommandPorts = { hsm, random: systemRandom, decimalisationTables: () => new Set([TABLE]) };

const CLEAR = {
  tpk: '61F13B4AC45B4FEC31268054DA08645D',
  zpk: '5792081C192F2F587F5D4AA423BAE0DF',
  pvk: 'D97AE0AE04F4B3CD15704F4ADFEF198A',
  mac: 'C74304348AEA6DDF0DF7C81C5B083BBF',
  imk: '9E830E7F91CE1FB380863743233EFD89',
} as const;

async function form(key: string, role: KeyRole): Promise<string> {
  const other = systemRandom.bytes(16);
  const one = hexToBytes(key);
  xorInto(one, other);
  return `R${(await hsm.formKey({ components: [one, other], role, label: '' })).block}`;
}
const keys = {
  tpk: await form(CLEAR.tpk, 'terminal-pin'),
  zpk: await form(CLEAR.zpk, 'zpk-out'),
  zpkIn: await form(CLEAR.zpk, 'zpk-in'),
  pvk: await form(CLEAR.pvk, 'pvk-visa'),
  pvkIbm: await form(CLEAR.pvk, 'pvk-ibm'),
  mac: await form(CLEAR.mac, 'terminal-mac:x9.19'),
  cvk: await form(CLEAR.pvk, 'cvk'),
  imk: await form(CLEAR.imk, 'imk-ac'),
  bdk: await form('0123456789ABCDEFFEDCBA9876543210', 'bdk'),
};

const PAN = '6299990000001000011';
const ACCOUNT = PAN.slice(-13, -1);
const PIN = '246810';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** Command and fields, behind a header; the answer without it. */
async function ask(command: string): Promise<string> {
  const answer = await answerHostCommand(ports, latin1(`HEAD${command}`));
  assert.ok(answer);
  const text = Buffer.from(answer).toString('latin1');
  assert.equal(text.slice(0, 4), 'HEAD');
  return text.slice(4);
}

function blockUnder(key: string, pin = PIN, pan = PAN): string {
  const block = encodePinBlockFormat0(pinFromText(pin), pan);
  createTdes(hexToBytes(key)).encryptBlock(block, 0, block, 0);
  return hexOf(block);
}

/** A good command of every kind, with what it is answered. */
const cipher = createTdes(hexToBytes(CLEAR.pvk));
const pvv = visaPvv(cipher, 1, PAN, pinFromText(PIN));
const ibm = { pvk: cipher, decimalisationTable: TABLE, validationData: ibm3624ValidationData(PAN) };
const offset = ibm3624Offset(ibm, pinFromText(PIN)).padEnd(12, 'F');
const validation = `${ACCOUNT.slice(0, 7)}NFFFF`;
const byOffset = (block: string): string =>
  `${keys.pvkIbm}12${block}0106${ACCOUNT}${TABLE}${validation}${offset}`;
const retail = hexToBytes(CLEAR.mac);
const halves = [createTdes(retail.slice(0, 8)), createTdes(retail.slice(8))] as const;
const mac = hexOf(macAlgorithm3(...halves, latin1('0123456789AB'), 1));
const card = { pan: PAN, expiry: '3012', serviceCode: '220' };
const cvv = cardVerificationValue(hexToBytes(CLEAR.pvk), card);
const data = latin1('what the card made its cryptogram of');
const uniqueKey = emvUniqueKey(hexToBytes(CLEAR.imk), PAN, '01', 'A');
const arqc = emvMac(uniqueKey, data, 1);
const bytes = (value: Uint8Array): string => Buffer.from(value).toString('latin1');
const derivation = bytes(hexToBytes(`${PAN}01`.slice(-16)));
const dataLength = data.length.toString(16).padStart(2, '0');
const cryptogram = `${keys.imk}${derivation}\0\u0007abcd${dataLength}${bytes(data)};${bytes(arqc)}`;
const atc = Uint8Array.of(0, 7);
/** What a card of this version makes, behind the data as the client sends them. */
function chip(version: 'visa-18' | 'unionpay-01', sent: Uint8Array) {
  const made = applicationCryptogram(version, uniqueKey, atc, data);
  const answer = (form: object): string =>
    bytes(
      issuerAuthenticationData(version, uniqueKey, {
        ...{ atc, arqc: made, arc: '00', approved: true },
        ...form,
      }),
    );
  const length = sent.length.toString(16).toUpperCase().padStart(2, '0');
  return { fields: `${length}${bytes(sent)};${bytes(made)}`, answer };
}
const marked = Uint8Array.of(...data, 0x80);
const padded = Uint8Array.of(...marked, ...new Uint8Array((8 - (marked.length % 8)) % 8));
const common = chip('visa-18', padded);
const commonMarked = chip('visa-18', marked);
const unionPay = chip('unionpay-01', data);
const unionPayPadded = chip('unionpay-01', padded);
const ofCard = `${keys.imk}${derivation}${bytes(atc)}`;
const csu = 'abcd';

/** The standard's own example: PIN 1234 of 4012345678909 under the first key of the device (ANSI X9.24-1). */
const ofExample = `${keys.bdk}${keys.zpk}6059876543210E000011B9C1845EB993A7A`;
const exampleUnderZpk = blockUnder(CLEAR.zpk, '1234', '4012345678909');

const good: Readonly<Record<string, string>> = {
  [`CC${keys.zpkIn}${keys.zpk}12${blockUnder(CLEAR.zpk)}0101${ACCOUNT}`]: `CD0000${blockUnder(CLEAR.zpk)}01`,
  [`CI${ofExample}01401234567890`]: `CJ0000${exampleUnderZpk}01`,
  [`G0${ofExample}0101401234567890`]: `G10000${exampleUnderZpk}01`,
  [`DC${keys.tpk}${keys.pvk}${blockUnder(CLEAR.tpk)}01${ACCOUNT}1${pvv}`]: 'DD00',
  [`EC${keys.zpkIn}${keys.pvk}${blockUnder(CLEAR.zpk)}01${ACCOUNT}1${pvv}`]: 'ED00',
  [`DA${keys.tpk}${byOffset(blockUnder(CLEAR.tpk))}`]: 'DB00',
  [`EA${keys.zpkIn}${byOffset(blockUnder(CLEAR.zpk))}`]: 'EB00',
  [`M60113100A${keys.mac}0018${Buffer.from('0123456789AB').toString('hex')}`]: `M700${mac}`,
  [`M60003100A${keys.mac}000C0123456789AB`]: `M700${mac.slice(0, 8)}`,
  [`M80013100A${keys.mac}000C0123456789AB${mac}`]: 'M900',
  [`M80003100A${keys.mac}000C0123456789AB${mac.slice(0, 8)}`]: 'M900',
  [`CW${keys.cvk}${PAN};3012220`]: `CX00${cvv}`,
  [`CY${keys.cvk}${cvv}${PAN};3012220`]: 'CZ00',
  [`KQ00${cryptogram}`]: 'KR00',
  [`KQ10${cryptogram}00`]: `KR00${bytes(arpcMethod1(uniqueKey, arqc, latin1('00')))}`,
  [`KW02${ofCard}${common.fields}`]: 'KX00',
  [`KW02${ofCard}${commonMarked.fields}`]: 'KX00',
  [`KW12${ofCard}${common.fields}00`]: `KX00${common.answer({ method: 1 }).slice(0, 8)}`,
  [`KW32${ofCard}${common.fields}${csu}0`]: `KX00${common.answer({ csu: latin1(csu) }).slice(0, 4)}`,
  [`JS01${ofCard}0${unionPay.fields}`]: 'JT00',
  [`JS11${ofCard}0${unionPayPadded.fields}00`]: `JT00${unionPay.answer({}).slice(0, 8)}`,
  [`JS11${ofCard}1${unionPay.fields}00`]: `JT00${unionPay.answer({}).slice(0, 8)}`,
  [`BUFF1${keys.mac}`]: 'BV0001F2B6',
  B20005HELLO: 'B300HELLO',
};

for (const [command, answer] of Object.entries(good)) {
  test(`${command.slice(0, 2)}: the answer of a good command`, async () => {
    assert.equal(await ask(command), answer);
    assert.equal(await ask(`${command}%00\x19mine`), `${answer}\x19mine`);
    assert.equal(await ask(`${command}x`), `${answer.slice(0, 2)}80`);
  });
}

test('CA: the PIN comes out under the other key, and its length is not told', async () => {
  const answer = await ask(`CA${keys.tpk}${keys.zpk}12${blockUnder(CLEAR.tpk)}0101${ACCOUNT}`);
  assert.match(answer, /^CB0000[0-9A-F]{16}01$/);
  const block = hexToBytes(answer.slice(6, 22));
  createTdes(hexToBytes(CLEAR.zpk)).decryptBlock(block, 0, block, 0);
  assert.deepEqual(decodePinBlockFormat0(block, PAN), pinFromText(PIN));
});

test('CC and G0: format 3 comes out where it is asked for, and goes in where it is said', async () => {
  const three = await ask(`CC${keys.zpkIn}${keys.zpk}12${blockUnder(CLEAR.zpk)}0147${ACCOUNT}`);
  assert.match(three, /^CD0000[0-9A-F]{16}47$/);
  const back = await ask(`CC${keys.zpkIn}${keys.zpk}12${three.slice(6, 22)}4701${ACCOUNT}`);
  assert.equal(back, `CD0000${blockUnder(CLEAR.zpk)}01`);
  assert.match(await ask(`G0${ofExample}0147401234567890`), /^G10000[0-9A-F]{16}47$/);
  const verified = `EC${keys.zpkIn}${keys.pvk}${three.slice(6, 22)}47${ACCOUNT}1${pvv}`;
  assert.equal(await ask(verified), 'ED00');
});

test('N0 and NC: random bytes, and the check value of the local master key', async () => {
  assert.equal((await ask('N0016')).length, 'N100'.length + 16);
  const { lmkCheckValue } = await hsm.status();
  assert.equal(await ask('NC'), `ND00${lmkCheckValue}0000000000TG00-SOFT`);
});

const refused: readonly (readonly [what: string, command: string, answer: string])[] = [
  ['a wrong PIN', `DC${keys.tpk}${keys.pvk}${blockUnder(CLEAR.tpk, '111111')}01${ACCOUNT}1${pvv}`, 'DD01'],
  ['a PIN block of another card', `DC${keys.tpk}${keys.pvk}${'0'.repeat(16)}01${ACCOUNT}1${pvv}`, 'DD20'],
  ['another PIN block format', `CC${keys.zpkIn}${keys.zpk}12${blockUnder(CLEAR.zpk)}0105${ACCOUNT}`, 'CD23'],
  ['a serial number longer than the standard has', `CI${keys.bdk}${keys.zpk}FFF${'0'.repeat(80)}`, 'CJ15'],
  ['a device that has used up its keys', `CI${ofExample.replace('E00001', 'FFFFFF')}01401234567890`, 'CJ15'],
  ['a key of another trade', `CC${keys.mac}${keys.zpk}12${blockUnder(CLEAR.zpk)}0101${ACCOUNT}`, 'CDA6'],
  [
    'a key block that was changed',
    `BUFF1${keys.mac.slice(0, -1)}${keys.mac.endsWith('0') ? '1' : '0'}`,
    'BVA4',
  ],
  ['a key in clear', `BUFF1U${CLEAR.mac}`, 'BV15'],
  ['a wrong MAC', `M80013100A${keys.mac}000C0123456789AC${mac}`, 'M901'],
  ['a wrong CVV', `CY${keys.cvk}${cvv}${PAN};3011220`, 'CZ01'],
  ['a wrong cryptogram', `KQ10${cryptogram.slice(0, -8)}${'x'.repeat(8)}00`, 'KR01'],
  ['a wrong cryptogram (KW)', `KW12${ofCard}${common.fields.slice(0, -8)}${'x'.repeat(8)}00`, 'KX01'],
  ['an answer without a cryptogram', `KW42${ofCard}${common.fields}${csu}0`, 'KX15'],
  ['data of no padding (KW)', `KW02${ofCard}${chip('visa-18', data).fields}`, 'KX15'],
  ['a wrong cryptogram (JS)', `JS01${ofCard}0${unionPay.fields.slice(0, -8)}${'x'.repeat(8)}`, 'JT01'],
  [
    'a table of somebody else',
    `EA${keys.zpkIn}${byOffset(blockUnder(CLEAR.zpk)).replace(TABLE, '9876543210987654')}`,
    'EB25',
  ],
  ['another LMK', 'B20005HELLO%01', 'B315'],
  ['fields cut short', 'B20005HELL', 'B380'],
  ['a command that is not served', 'JA12345678901204', 'JB68'],
];

for (const [what, command, answer] of refused) {
  test(`${what}: ${answer}`, async () => assert.equal(await ask(command), answer));
}

test('without the HSM every command that needs it says 41', async () => {
  const gone = async (): Promise<never> => {
    throw new Fault('TG_HSM_UNREACHABLE', 'gone');
  };
  const names = Object.values(hostCommands).map(({ by }) => [by, gone]);
  const without = { ...ports, hsm: { ...Object.fromEntries(names), makeArpc: gone, verifyArqc: gone } };
  for (const command of Object.keys(good).filter((one) => !one.startsWith('B2'))) {
    const answer = await answerHostCommand(without as unknown as HostCommandPorts, latin1(`HEAD${command}`));
    assert.equal(Buffer.from(answer ?? []).toString('latin1', 6, 8), '41', command.slice(0, 2));
  }
});

test('bytes too short for a command get no answer', async () => {
  assert.equal(await answerHostCommand(ports, latin1('HEADC')), undefined);
});

test('whatever comes, one answer goes: header, a code of the table, and never the PIN', async () => {
  const commands = Object.keys(good);
  const change = fc.record({
    command: fc.constantFrom(...commands),
    at: fc.nat(400),
    drop: fc.nat(8),
    put: fc.uint8Array({ maxLength: 8 }),
  });
  const changed = change.map(({ command, at, drop, put }) => {
    const from = latin1(`HEAD${command}`);
    const place = 4 + (at % (from.length - 3));
    return new Uint8Array([...from.slice(0, place), ...put, ...from.slice(place + drop)]);
  });
  const noise = fc
    .tuple(fc.constantFrom(...Object.keys(hostCommands), 'ZZ', '\xff\xff'), fc.uint8Array({ maxLength: 300 }))
    .map(([code, rest]) => new Uint8Array([...latin1(`HEAD${code}`), ...rest]));
  const clearBlock = bytes(encodePinBlockFormat0(pinFromText(PIN), PAN));
  await fc.assert(
    fc.asyncProperty(fc.oneof(changed, noise), async (message) => {
      const answer = await answerHostCommand(ports, message);
      if (answer === undefined) return assert.ok(message.length < 6);
      const text = Buffer.from(answer).toString('latin1');
      assert.match(text.slice(0, 8), /^HEAD[\s\S]{2}(00|01|15|20|23|25|41|68|80|A4|A6|B2)$/);
      const echoes = Buffer.from(message).toString('latin1', 4, 6) === 'B2';
      const shows = [PIN, clearBlock, hexOf(latin1(clearBlock)), ...Object.values(CLEAR)];
      for (const secret of echoes ? [] : shows) {
        assert.ok(!text.slice(8).split('\x19')[0]?.includes(secret), 'a secret in an answer');
      }
    }),
    { numRuns: 3000 },
  );
});
