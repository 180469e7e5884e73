// Goal: the PIN pad computes what the standards say and gives nothing secret out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { toHex } from '@tillgate/iso8583';
import { createTdes, encryptEcb, kcvOfZeros } from '@tillgate/payment-crypto';
import { tmk } from './host.fixture.js';
import { PinPad } from './pin-pad.js';

const pinKey = Uint8Array.from({ length: 16 }, (_, at) => at * 2);
const macKey = Uint8Array.from({ length: 16 }, (_, at) => 0xfe - at * 2);

function transport(key: Uint8Array) {
  return {
    keyUnderTmk: encryptEcb(createTdes(tmk), key),
    kcvBytes: kcvOfZeros(createTdes(key), 4),
  };
}

function loaded(): PinPad {
  const pad = new PinPad(tmk);
  assert.equal(pad.loadWorkingKeys({ pinKey: transport(pinKey), macKey: transport(macKey) }), undefined);
  return pad;
}

test('keys, PINs and tracks print nowhere', () => {
  const pad = loaded();
  pad.encryptPin('246810', '6299990000001000011');
  const printed = inspect(pad, { depth: 9, showHidden: true }) + JSON.stringify(pad) + String(pad);
  for (const secret of [tmk, pinKey, macKey]) {
    assert.ok(!printed.includes(toHex(secret)) && !printed.includes([...secret].join(', ')));
  }
  assert.doesNotMatch(printed, /246810/);
});

test('a key that fails its check leaves none in force', () => {
  const pad = loaded();
  const bad = { ...transport(macKey), kcvBytes: new Uint8Array(4) };
  assert.equal(pad.loadWorkingKeys({ pinKey: transport(pinKey), macKey: bad }), 'macKey');
  assert.equal(pad.hasWorkingKeys, false);
  assert.throws(() => pad.mac(new Uint8Array(8)), /no working keys/);
});

test('the MAC is checked in full', () => {
  const pad = loaded();
  const data = Uint8Array.from({ length: 21 }, (_, at) => at);
  const mac = pad.mac(data);
  assert.match(String.fromCharCode(...mac), /^[0-9A-F]{8}$/);
  assert.equal(pad.checkMac(data, mac), true);
  assert.equal(pad.checkMac(data, mac.slice(0, 7)), false);
  mac[7] = mac[7]! ^ 1;
  assert.equal(pad.checkMac(data, mac), false);
});

test('no track key: tracks are not encrypted by mistake', () => {
  assert.throws(() => loaded().encryptTrack('6299990000001000011D3012'), /no track key/);
});
