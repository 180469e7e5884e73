// Goal: a PIN that a phone sealed for a bank's key is set, for the card, the occasion and the time that it was sealed
// for and for no other; nothing but its reference comes out. Method: the commands in process; the phone's half is made
// here over the web's own cryptography, apart from the room's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  encodePinBlockFormat0,
  hexToBytes,
  keyBlockPaddingBytes,
  pinFieldFormat4,
  pinFromText,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import { LmkRing } from './lmk-ring.js';
import { DEFECTS_PER_KEY } from './pin-check-limits.js';

const PAN = '6299990000001000011';
const OTHER_PAN = '6299990001000032';
const ZPK = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const PVK = hexToBytes('D97AE0AE04F4B3CD15704F4ADFEF198A');
const lmk = systemRandom.bytes(32);
const NOON = Date.UTC(2026, 10, 22, 4);
let now = NOON;
const clock = { ...systemClock, now: () => now };
const room = () => createCommands({ lmks: LmkRing.of(lmk), random: systemRandom, clock, createTdes });

function keyBlock(key: Uint8Array, keyUsage: string, modeOfUse: string): string {
  const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
  const padding = systemRandom.bytes(keyBlockPaddingBytes('D', key.length));
  return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm: 'T', modeOfUse }, key, padding);
}
const zpk = keyBlock(ZPK, 'P0', 'D');
const pvk = keyBlock(PVK, 'V2', 'C');
const reference = { method: 'visa-pvv', pvki: 1, pvv: '0000' } as const;

interface Occasion {
  readonly publicKey: Uint8Array;
  readonly panHash: Uint8Array;
  readonly nonce: Uint8Array;
  readonly at: number;
}

const { subtle } = globalThis.crypto;
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function sealed(field: Uint8Array, { publicKey, panHash, nonce, at }: Occasion) {
  const pair = await subtle.generateKey(curve, false, ['deriveBits']);
  const bank = await subtle.importKey('spki', Uint8Array.from(publicKey), curve, false, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: bank }, pair.privateKey, 256);
  const ephemeralKey = new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
  const hkdf = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: ephemeralKey,
    info: Uint8Array.from(bytes('tillgate phone PIN 1')),
  };
  const key = await subtle.deriveKey(how, hkdf, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(at));
  const additionalData = Uint8Array.from([...bytes('tillgate phone PIN 1'), ...panHash, ...nonce, ...time]);
  const gcm = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData };
  return {
    ephemeralKey,
    sealed: new Uint8Array(await subtle.encrypt(gcm, key, Uint8Array.from(field))),
    nonce,
    at,
  };
}

const fieldOf = (pin: string): Uint8Array => pinFieldFormat4(pinFromText(pin), systemRandom.bytes(8));

function begun(pan = PAN) {
  const commands = room();
  const { block: key, publicKey } = commands.makePinEntryKey({ label: 'PIN ENTRY 62999900' });
  const occasion = { publicKey, panHash: commands.panHash(pan), nonce: systemRandom.bytes(32), at: now };
  return { commands, key, occasion };
}

test('the PIN that was sealed is the PIN that verifies', async () => {
  const { commands, key, occasion } = begun();
  for (const pin of ['9027', '902751', '135792468013']) {
    const set = commands.setPin({ ...(await sealed(fieldOf(pin), occasion)), key, pan: PAN, pvk, reference });
    assert.equal(set.result, 'changed');
    const block = encodePinBlockFormat0(pinFromText(pin), PAN);
    createTdes(ZPK).encryptBlock(block, 0, block, 0);
    const stored = { ...reference, pvv: set.value };
    assert.equal(commands.verifyPin({ zpk, pvk, pinBlock: block, pan: PAN, reference: stored }), 'match');
  }
});

test('the key opens under another room of the same master key, and by its block alone', async () => {
  const { key, occasion } = begun();
  const pin = await sealed(fieldOf('9027'), occasion);
  assert.equal(room().setPin({ ...pin, key, pan: PAN, pvk, reference }).result, 'changed');
  const rewrapped = room().rewrapKey({ block: key }).block;
  assert.equal(room().setPin({ ...pin, key: rewrapped, pan: PAN, pvk, reference }).result, 'changed');
});

test('another card, nonce, time or key, or one bit: undecodable', async () => {
  const { commands, key, occasion } = begun();
  const pin = await sealed(fieldOf('9027'), occasion);
  const flipped = pin.sealed.slice();
  flipped[3] = flipped[3]! ^ 1;
  const other = commands.makePinEntryKey({ label: 'PIN ENTRY 62999901' }).block;
  const changes = {
    pan: { pan: OTHER_PAN },
    nonce: { nonce: systemRandom.bytes(32) },
    time: { at: now + 1 },
    key: { key: other },
    bit: { sealed: flipped },
    short: { sealed: pin.sealed.slice(1) },
    ephemeral: { ephemeralKey: new Uint8Array(91) },
  };
  for (const [name, change] of Object.entries(changes)) {
    const set = commands.setPin({ ...pin, key, pan: PAN, pvk, reference, ...change });
    assert.deepEqual(set, { result: 'undecodable', value: '' }, name);
  }
});

test('ten minutes after it began it is over; nor may it begin in the time to come', async () => {
  const { commands, key, occasion } = begun();
  const pin = await sealed(fieldOf('9027'), occasion);
  const set = (): unknown => commands.setPin({ ...pin, key, pan: PAN, pvk, reference });
  for (const [ms, isGood] of [
    [600_000, true],
    [600_001, false],
    [-60_000, true],
    [-60_001, false],
  ] as const) {
    now = NOON + ms;
    if (isGood) assert.ok(set());
    else assert.throws(set, { code: 'TG_PIN_ENTRY_TIME' });
  }
  now = NOON;
});

test('weak PINs, and fields that hold none, are refused; broken ones are counted', async () => {
  const { commands, key, occasion } = begun();
  const ask = async (field: Uint8Array): Promise<string> =>
    commands.setPin({ ...(await sealed(field, occasion)), key, pan: PAN, pvk, reference }).result;
  assert.equal(await ask(fieldOf('0000')), 'same-digits');
  assert.equal(await ask(fieldOf('2345')), 'sequence');
  assert.equal(await ask(new Uint8Array(16)), 'undecodable');
  const broken = await sealed(new Uint8Array(16), occasion);
  const again = (): unknown => commands.setPin({ ...broken, key, pan: PAN, pvk, reference });
  for (let times = 1; times < DEFECTS_PER_KEY; times += 1) again();
  assert.throws(again, { code: 'TG_HSM_PIN_CHECKS' });
});
